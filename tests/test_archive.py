"""The archive as one door: open, take over, tell, and the three commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pressroom
from newsarchive.archive import Archive
from newsarchive.cli import app
from newsarchive.exceptions import ArchiveError, LedgerError
from newsarchive.warc import SegmentWriter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        archive.ingest(pressroom.write_warc(tmp_path, range(3), extras=True))
    return tmp_path / "kho"


def open_(folder: Path) -> Archive:
    return Archive.open(folder, workers=0)


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


def test_opening_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="newsarchive ingest"):
        Archive.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_folder_in_which_nothing_is_kept_yet_says_how_to_begin(tmp_path: Path) -> None:
    run("init", "--archive", tmp_path, "--operator", "Thư viện X")
    code, said = run("status", "--archive", tmp_path)
    assert code == 3
    assert "nothing is kept here yet" in said
    assert "newsarchive crawl" in said


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("x")
    with pytest.raises(ArchiveError, match="stands in its way"):
        Archive.open(tmp_path / "kho", create=True)


def test_articles_revisions_and_captures_are_read_back(folder: Path) -> None:
    with open_(folder) as archive:
        assert len(list(archive.articles())) == 3
        assert len(list(archive.articles(newspaper="baodonghai.example", since="2026-01-08"))) == 3
        assert list(archive.articles(since="2026-01-09")) == []
        article = archive.article(pressroom.article_url(1).replace("https://", "http://www."))
        assert article is None  # A host we do not know may serve something else under www.
        article = archive.article(pressroom.article_url(1) + "?utm_source=x")
        assert article is not None
        assert article.authors == ["Lê Khánh Vy"]
        (revision,) = archive.revisions(archive.uid(pressroom.article_url(1)))
        assert revision.content_digest == article.content_digest


def test_an_open_segment_of_a_killed_run_is_taken_over(folder: Path) -> None:
    writer = SegmentWriter(folder / "data/warc", prefix="newsarchive", info={})
    for number in (50, 51):
        writer.write_response(
            pressroom.article_url(number), pressroom.AT, pressroom.head(), pressroom.article_page(number)
        )
    writer.sync()
    segment = next((folder / "data/warc").glob("*.open"))
    with open_(folder) as archive:  # Its writer still holds it.
        assert archive.article(pressroom.article_url(50)) is None
    with segment.open("ab") as file:
        file.write(b"\x1f\x8b half a record")
    assert writer._segment is not None
    import os

    os.close(writer._segment._file)
    with open_(folder) as archive:
        assert archive.article(pressroom.article_url(51)) is not None
        assert archive.captures(pressroom.article_url(51))[0].warc_file == segment.name.removesuffix(".open")
        kinds = [row[0] for row in archive.store.connection.execute("select kind from event order by id")]
        assert "segment-adopted" in kinds
        closed = [line for line in archive.ledger.lines() if line.kind == "segment-closed"]
        assert [line.detail["records"] for line in closed] == [3]
    before = pressroom.sizes(folder)
    open_(folder).close()
    assert pressroom.sizes(folder) == before


def test_a_lost_mirror_is_made_up_and_a_lost_ledger_is_refused(folder: Path) -> None:
    with open_(folder) as archive:
        archive.ledger.append("withhold", "uid", {})
    with open_(folder) as archive:
        assert archive.store.ledger_head() == (archive.ledger.verify(), archive.ledger.last().hash)  # type: ignore[union-attr]
    (folder / "data/ledger.jsonl").unlink()
    with pytest.raises(LedgerError, match="missing"):
        open_(folder)


def test_a_shortened_ledger_is_told_and_nothing_is_decided_on_it(folder: Path, tmp_path: Path) -> None:
    ledger = folder / "data/ledger.jsonl"
    ledger.write_bytes(b"")
    with open_(folder) as archive:
        assert "missing" in (archive.status().ledger_problem or "")
        with pytest.raises(LedgerError, match="restore"):
            archive.ingest(pressroom.write_warc(tmp_path / "b", [9]))
    assert ledger.read_bytes() == b""


def test_status_counts_by_newspaper(folder: Path) -> None:
    with open_(folder) as archive:
        found = archive.status().to_dict()
    (paper,) = found["newspapers"]
    assert (paper["id"], paper["captures"], paper["articles"], paper["first_day"]) == (
        "baodonghai.example", 9, 3, "2026-01-08",
    )  # fmt: skip
    assert found["ledger"] == {"lines": 1, "problem": None}
    assert found["sizes"]["warc/imported"] > 0


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (pressroom.article_url(1), "held as article"),
        (pressroom.HOST + "/thoi-su/", "section page"),
        (pressroom.HOST + "/cu.html", f"captured, but no article: leads to {pressroom.HOST}/moi.html"),
        (pressroom.HOST + "/mat.html", "captured, but no article: HTTP status 404"),
        (pressroom.HOST + "/trong.html", "captured, but no article: "),
        (pressroom.HOST + "/none.html", "never seen; its host is none"),
        ("https://baocantho.com.vn/bai-a12345.html", "never seen; cantho has articles at such addresses"),
        ("https://baocantho.com.vn/thoi-su/", "never seen; cantho has no articles at such addresses"),
        ("baocantho.com.vn/bai-a12345.html", "never seen; an address begins with https://"),
    ],
)
def test_why_tells_what_became_of_an_address(folder: Path, url: str, says: str) -> None:
    with open_(folder) as archive:
        assert says in archive.why(url).verdict


def test_why_tells_of_a_second_address_whose_article_it_shows(folder: Path, tmp_path: Path) -> None:
    first, second = (f"https://baobacninhtv.vn/{words}-postid409722.bbg" for words in ("thong-xe-cau", "thong-xe"))
    page = pressroom.article_page(1).replace(pressroom.HOST.encode(), b"https://baobacninhtv.vn")
    with SegmentWriter(tmp_path / "copy", prefix="copy", info={}) as writer:
        writer.write_response(first, pressroom.AT, pressroom.head(), page)
        written = writer.close()
    assert written is not None
    with open_(folder) as archive:
        archive.ingest(written.path)
        held = f"held as article {archive.uid(first)}"
        assert (archive.why(first).verdict, archive.why(second).verdict) == (held, f"{held}, which is at {first}")


def test_the_commands_report_and_exit_as_documented(folder: Path, tmp_path: Path) -> None:
    warc = pressroom.write_warc(tmp_path / "c", [20, 21])
    code, text = run("ingest", warc, "--archive", folder, "--workers", 0)
    assert (code, "2 new articles" in text) == (0, True)
    code, text = run("ingest", warc, "--archive", folder, "--json")
    assert (code, json.loads(text)["known_files"]) == (0, 1)
    code, text = run("status", "--archive", folder)
    assert (code, "baodonghai.example" in text, "holds" in text) == (0, True, True)
    code, text = run("why", pressroom.article_url(20), "--archive", folder, "--json")
    assert (code, json.loads(text)["captures"][0]["outcome"]) == (0, "stored")
    code, text = run("why", pressroom.article_url(20), "--archive", folder)
    assert (code, "imported/" in text) == (0, True)


def test_bad_input_gives_one_line_and_its_exit_code(folder: Path, tmp_path: Path) -> None:
    assert run("status", "--archive", tmp_path / "none")[0] == 3
    code, text = run("ingest", tmp_path / "no.warc", "--archive", folder, "--workers", 0)
    assert (code, "Traceback" in text) == (2, False)
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(pressroom.write_warc(tmp_path / "d", [30, 31]).read_bytes()[:-50])
    assert run("ingest", torn, "--archive", folder, "--workers", 0)[0] == 1
    assert run("ingest", torn, "--archive", folder, "--workers", 0)[0] == 1
    assert run("status", "--archive", folder)[0] == 1


def test_a_malformed_archive_yml_names_its_line(folder: Path) -> None:
    (folder / "archive.yml").write_text("operator: x\nsheduel: y\n")
    code, text = run("status", "--archive", folder)
    assert (code, "archive.yml:2" in text) == (2, True)


def test_the_shared_dev_file_gives_every_article(shared: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "kho", create=True, workers=1) as archive:
        summary = archive.ingest(shared / "corpus/dev.warc.gz")
        assert (summary.recorded.captures, summary.recorded.articles, summary.damages) == (15, 11, 0)
        assert archive.why("https://vnexpress.net/kinh-doanh").article_uid is None
        assert archive.why("https://vnexpress.net/rss/tin-moi-nhat.rss").verdict.endswith("feed, not an article")
