"""`newsarchive reextract`: what our rules change is never taken for an edit, and the archive stays whole."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import earlier
import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.exceptions import UnknownNewspaperError
from newsarchive.extraction import EXTRACTOR
from newsarchive.fixity import verify
from newsarchive.publish import publish
from newsarchive.rebuild import rebuild
from newsarchive.reextract import Reextracted, reextract
from newsarchive.store.rereading import REEXTRACTION
from newsarchive.warc import SegmentWriter
from newsarchive.withhold import Order, decide_on, purge


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight articles; two of them captured again with an edit, one again as it was, one revisited."""
    place = tmp_path_factory.mktemp("whole")
    with Archive.open(place / "kho", create=True, workers=0) as archive:
        archive.ingest(pressroom.write_warc(place, range(8), extras=True))
        for name, numbers, note, minutes in (("b", [2, 3], "Cầu thông xe chậm một ngày.", 90), ("c", [2, 4], "", 120)):
            (place / name).mkdir()
            archive.ingest(pressroom.write_warc(place / name, numbers, note=note, minutes=minutes))
        (place / "d").mkdir()
        archive.ingest(_revisits(place / "d", 5))
    return place / "kho"


def _revisits(folder: Path, number: int) -> Path:
    later = pressroom.AT.replace(hour=20)
    with SegmentWriter(folder, prefix="other", info={}) as writer:
        writer.write_revisit(
            pressroom.article_url(number),
            later,
            b"HTTP/1.1 304 Not Modified\r\n\r\n",
            profile="server-not-modified",
            payload_digest="sha256:0",
            refers_to_uri=pressroom.article_url(number),
            refers_to_date=pressroom.AT,
        )
        summary = writer.close()
    assert summary is not None
    return summary.path


@pytest.fixture
def kho(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "kho")
    return tmp_path / "kho"


def rows(kho: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        return db.execute(query).fetchall()


def run(kho: Path, **options: Any) -> Reextracted:
    with Archive.open(kho, workers=0) as archive:
        return reextract(archive, **options)


def story(kho: Path, number: int) -> list[tuple[str, str]]:
    with Archive.open(kho, workers=0) as archive:
        return [(one.cause, one.extractor) for one in archive.revisions(archive.uid(pressroom.article_url(number)))]


def doubled(kho: Path) -> int:
    count = "select count(*) from revision a join revision b on b.article_id = a.article_id"
    return int(rows(kho, f"{count} and b.number = a.number + 1 and b.content_digest = a.content_digest")[0][0])


def test_what_reads_the_same_adds_nothing_and_is_not_read_twice(kho: Path) -> None:
    earlier.age(kho, lambda _: False)
    before = rows(kho, "select article_id, number, content_digest, cause from revision order by 1, 2")
    done = run(kho)
    assert (done.captures, done.equal, done.revisions, done.revisits) == (15, 15, 0, 1)
    assert rows(kho, "select article_id, number, content_digest, cause from revision order by 1, 2") == before
    assert rows(kho, "select distinct extractor from capture where outcome in ('stored', 'same')") == [(EXTRACTOR,)]
    again = run(kho)
    assert (again.total, again.captures, again.revisits) == (0, 0, 0)


def test_what_is_withheld_stays_so(kho: Path) -> None:
    """A whole article, single revisions by what their captures hold, and one that was purged."""
    note = "chậm một ngày"
    earlier.age(kho, lambda _: True)
    with Archive.open(kho, workers=0) as archive:
        uids = {number: archive.uid(pressroom.article_url(number)) for number in range(8)}
        decide_on(archive.store, archive.ledger, uids[0], Order("hide", "đơn số 12", None))
        decide_on(archive.store, archive.ledger, uids[6], Order("block", "đơn số 13", "Theo yêu cầu"))
        for number in (2, 3):
            said = next(one for one in archive.revisions(uids[number]) if note in " ".join(one.article.body))
            decide_on(archive.store, archive.ledger, uids[number], Order("hide", "đơn số 14", None, said.number))
    purge(kho, uids[1], Order("purge", "bản án 7/2026", None))
    assert run(kho).changed > 5
    with Archive.open(kho, workers=0) as archive:
        assert archive.article(pressroom.article_url(1)) is None
        kept = [one for one in archive.revisions(uids[2]) if note in " ".join(one.article.body)]
    assert {one.extractor for one in kept} == {earlier.EARLIER, EXTRACTOR}
    withheld = rows(kho, "select uid from article where withheld order by uid")
    assert [row[0] for row in withheld] == sorted([uids[0], uids[6]])
    publish(kho)
    with closing(sqlite3.connect(kho / "public.db")) as public:
        shown = {row[0] for row in public.execute("select uid from articles")}
        told = "\n".join(public.iterdump())
    assert {uids[number] for number in (2, 3, 4, 5, 7)} <= shown
    assert shown.isdisjoint({uids[number] for number in (0, 1, 6)})
    assert note not in told
    assert verify(kho).problems == []


def test_a_difference_of_ours_is_a_reextraction_and_no_edit(kho: Path) -> None:
    worse = earlier.age(kho, lambda _: True)
    done = run(kho)
    assert (done.changed, done.articles, done.fields["headline"], done.equal) == (12, worse, 12, 3)
    assert story(kho, 0) == [("source", earlier.EARLIER), ("reextraction", EXTRACTOR)]
    edited = [("source", earlier.EARLIER), ("reextraction", EXTRACTOR)]
    assert story(kho, 3) == edited * 2
    assert story(kho, 2) == edited * 3  # changed and changed back
    assert story(kho, 4) == edited  # captured again as it was
    assert doubled(kho) == 0
    with Archive.open(kho, workers=0) as archive:
        article = archive.article(pressroom.article_url(5))
        assert article is not None
        assert article.headline == "Thông xe cầu Bến Vạn số 5"
        assert {one.revision for one in archive.captures(pressroom.article_url(5))} == {2}  # the revisit follows
        last = archive.ledger.last()
        assert last is not None
        assert (last.kind, last.detail["changed"]) == (REEXTRACTION, 12)
    assert verify(kho).problems == []


def test_an_edit_is_told_without_what_our_rules_changed(kho: Path) -> None:
    earlier.age(kho, lambda _: True)
    run(kho)
    with Archive.open(kho, workers=0) as archive:
        steps = archive.history(pressroom.article_url(3)).steps
    assert [step.is_edit for step in steps] == [False, True, False]
    assert [edit.field for edit in steps[1].change.edits] == ["body"]


def test_later_captures_are_compared_with_the_new_reading(kho: Path, tmp_path: Path) -> None:
    earlier.age(kho, lambda _: True)
    run(kho)
    with Archive.open(kho, workers=0) as archive:
        for name, note, minutes in (("same", "", 600), ("edit", "Cầu cấm xe tải.", 700)):
            (tmp_path / name).mkdir()
            archive.ingest(pressroom.write_warc(tmp_path / name, [0], note=note, minutes=minutes))
    shown = "select outcome from capture where url = '{}' order by fetched_at"
    assert rows(kho, shown.format(pressroom.article_url(0))) == [("stored",), ("same",), ("stored",)]
    assert [cause for cause, _ in story(kho, 0)] == ["source", "reextraction", "source"]


def test_captures_made_by_the_new_rules_before_are_no_edits_afterwards(kho: Path, tmp_path: Path) -> None:
    earlier.age(kho, lambda _: True)
    for name, number, note in (("same", 0, ""), ("edit", 1, "Cầu cấm xe tải.")):
        (tmp_path / name).mkdir()
        with Archive.open(kho, workers=0) as archive:
            archive.ingest(pressroom.write_warc(tmp_path / name, [number], note=note, minutes=600))
    assert [cause for cause, _ in story(kho, 0)] == ["source", "reextraction"]
    run(kho)
    assert [cause for cause, _ in story(kho, 0)] == ["source", "reextraction"]
    assert [cause for cause, _ in story(kho, 1)] == ["source", "reextraction", "source"]
    assert (doubled(kho), verify(kho).problems) == (0, [])


def test_what_is_found_now_and_what_is_refused(kho: Path) -> None:
    earlier.age(kho, lambda _: False)
    earlier.forget(kho, 7)
    earlier.mistake(kho, f"{pressroom.HOST}/thoi-su")
    done = run(kho)
    assert (done.found, done.refused, done.changed) == (1, 1, 0)
    kept = rows(kho, f"select outcome, reason, revision_id from capture where url = '{pressroom.HOST}/thoi-su'")
    assert kept[0][0] == "stored"
    assert kept[0][1].startswith(f"{EXTRACTOR} finds no article: ")
    assert kept[0][2]
    assert verify(kho).problems == []
    assert rebuild(kho, workers=0).is_equal
    assert rows(kho, f"select outcome, reason from capture where url = '{pressroom.HOST}/thoi-su'") == [kept[0][:2]]


def test_a_dry_run_tells_the_same_and_writes_nothing(kho: Path) -> None:
    earlier.age(kho, lambda number: number % 2 == 0)
    with Archive.open(kho, workers=0):
        pass
    before = (kho / "data" / "news.db").read_bytes(), (kho / "data" / "ledger.jsonl").read_bytes()
    tried = run(kho, dry_run=True)
    assert ((kho / "data" / "news.db").read_bytes(), (kho / "data" / "ledger.jsonl").read_bytes()) == before
    sample = tried.samples[0]
    assert (sample.field, str(sample.before).removesuffix(" | Báo Đông Hải")) == ("headline", sample.after)
    done = run(kho)
    assert (tried.captures, tried.changed, tried.fields) == (done.captures, done.changed, done.fields)
    assert done.changed > 0


def test_rebuild_makes_an_equal_archive_and_tells_what_only_the_old_database_had(kho: Path) -> None:
    earlier.age(kho, lambda number: number != 4)
    run(kho, limit=9)
    run(kho)
    query = (
        "select a.uid, r.number, r.content_digest, r.cause, r.extractor, r.recorded_at < '9' from revision r"
        " join article a on a.id = r.article_id order by 1, 2"
    )
    before = rows(kho, query)
    rebuilt = rebuild(kho, workers=0)
    assert (rebuilt.is_equal, rebuilt.carried, rebuilt.lost) == (True, 9, 0)
    assert rows(kho, query) == before
    assert verify(kho).problems == []
    for path in (kho / "data").glob("news.db*"):
        path.unlink()
    alone = rebuild(kho, workers=0)
    assert (alone.is_equal, alone.carried, alone.lost) == (None, 0, 9)
    assert {extractor for *_, extractor, _ in rows(kho, query)} == {EXTRACTOR}


def test_only_what_was_asked_for(kho: Path) -> None:
    earlier.age(kho, lambda _: True)
    assert run(kho, last=date(2026, 1, 7)).total == 0
    assert run(kho, first=date(2026, 1, 9)).total == 0
    assert run(kho, first=date(2026, 1, 8), last=date(2026, 1, 8), limit=3).captures == 3
    with pytest.raises(UnknownNewspaperError):
        run(kho, newspaper="khong-co")
    assert run(kho, newspaper="baodonghai.example").captures == 12


def test_a_record_that_is_damaged_is_told_and_left(kho: Path) -> None:
    earlier.age(kho, lambda _: True)
    name, offset = rows(kho, "select warc_file, warc_offset from capture where revision_id is not null")[0]
    path = kho / "data" / "warc" / name
    data = bytearray(path.read_bytes())
    data[offset + 40] ^= 8
    path.write_bytes(data)
    done = run(kho)
    assert [(one.file, one.offset) for one in done.damage] == [(name, offset)]
    assert done.changed == 11
    assert run(kho).total == 1


@pytest.fixture
def aged(kho: Path) -> Iterator[Path]:
    earlier.age(kho, lambda number: number < 3)
    yield kho


def test_the_command(aged: Path) -> None:
    called = ["reextract", "--archive", str(aged), "--workers", "0"]
    tried = CliRunner().invoke(app, [*called, "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert "2 articles would change" in tried.stdout
    assert "  - Thông xe cầu Bến Vạn số 0 | Báo Đông Hải\n  + Thông xe cầu Bến Vạn số 0\n" in tried.stdout
    done = CliRunner().invoke(app, [*called, "--json"])
    assert json.loads(done.stdout)["articles"] == 2
    assert "has read everything" in CliRunner().invoke(app, called).stdout
    assert CliRunner().invoke(app, ["status", "--archive", str(aged)]).exit_code == 0


def test_an_interrupted_one_is_taken_up_by_the_next(kho: Path) -> None:
    earlier.age(kho, lambda _: True)
    with Archive.open(kho, workers=0) as archive:
        seen: list[int] = []

        def stop(done: int, _total: int) -> None:
            seen.append(done)
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            reextract(archive, progress=stop)
    done = run(kho)
    assert seen[-1] == 5
    assert done.captures == 15  # what waited for its batch was not written
    assert [cause for cause, _ in story(kho, 3)] == ["source", "reextraction"] * 2
    assert (doubled(kho), rebuild(kho, workers=0).is_equal) == (0, True)
