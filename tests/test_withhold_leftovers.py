"""What tells of a purged article beside its own records: removed where it was made from it, else named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import canary_archive
import pressroom
from canary_archive import CANARY, UID, URL, found_in
from newsarchive.archive import Archive
from newsarchive.packages import Request, export
from newsarchive.publish import publish
from newsarchive.releases import write_release_files
from newsarchive.warc import SegmentWriter
from newsarchive.withhold import Order, purge
from test_withhold import run

ORDER = Order("purge", "bản án 7/2026")
TEASER = f'<ul class="related"><li><a href="{URL}">Tin {CANARY}</a></li></ul></body>'.encode()


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    archive = canary_archive.build(tmp_path)
    publish(archive)
    return archive


def _propose(kho: Path, newspaper: str, address: str) -> Path:
    path = kho / "proposals" / f"{newspaper}-20260108T000000Z" / "newspapers" / f"{newspaper}.yml"
    path.parent.mkdir(parents=True)
    path.write_text(f"articles:\n  - path: /x\n    examples: [{address}]\n", encoding="utf-8")
    return path


def test_what_was_made_from_it_below_the_archive_is_removed(kho: Path) -> None:
    write_release_files(kho, kho / "ban")
    named = _propose(kho, "dong-hai", URL)
    other = _propose(kho, "tay-son", pressroom.article_url(1))
    assert any(name.startswith("ban/") for name in found_in(kho))
    told = json.loads(run(kho, "withhold", UID, "--level", "purge", "--reason", "x", "--dry-run", "--json"))
    assert told["derived"] == [f"ban/{next((kho / 'ban').iterdir()).name}", str(named.relative_to(kho))]
    assert named.exists(), "a dry run changes nothing"
    purge(kho, URL, ORDER)
    assert found_in(kho) == []
    assert (list((kho / "ban").iterdir()), named.exists(), other.exists()) == ([], False, True)


def test_a_release_without_it_stays(kho: Path, tmp_path: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(pressroom.write_warc(tmp_path, [400]))
    here = write_release_files(kho, kho / "ban").folder
    purge(kho, pressroom.article_url(400), ORDER)
    assert here.is_dir(), "the release was built before that article came"


def test_one_revision_takes_the_releases_that_show_it(kho: Path) -> None:
    here = write_release_files(kho, kho / "ban").folder
    with Archive.open(kho, workers=0) as archive:
        shown = archive.revisions(UID)[-1].number
        other = next(one.number for one in archive.revisions(UID) if one.content_digest != _digest(archive))
    purge(kho, URL, Order("purge", "x", revision=other))
    assert here.is_dir(), "the file of the year holds the latest wording alone"
    with Archive.open(kho, workers=0) as archive:
        shown = archive.revisions(UID)[-1].number
    purge(kho, URL, Order("purge", "x", revision=shown))
    assert not here.exists()


def _digest(archive: Archive) -> str:
    return archive.revisions(UID)[-1].content_digest


def test_what_a_killed_purge_had_begun_to_remove_goes(kho: Path) -> None:
    half = kho / "ban" / "20260108-00.purged"
    half.mkdir(parents=True)
    (half / "articles.jsonl").write_text(CANARY, encoding="utf-8")
    purge(kho, URL, ORDER)
    assert not half.exists()


def test_what_is_not_a_purges_to_alter_is_named(kho: Path, tmp_path: Path) -> None:
    outside = write_release_files(kho, tmp_path / "ban").folder
    export(kho, Request("warc", tmp_path / "goi.warc.gz", audience="preservation"))
    left_there = canary_archive.again(tmp_path / "r", "reference", hours=40)
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(left_there, reference=True)
        archive.ingest(_linking(tmp_path / "l"))
        linking = archive.article(pressroom.article_url(500))
        assert linking is not None
        uid = archive.store.connection.execute("select uid from article where url like '%500%'").fetchone()[0]
    plan = json.loads(run(kho, "withhold", UID, "--level", "purge", "--reason", "x", "--dry-run", "--json"))
    said = run(kho, "withhold", UID, "--level", "purge", "--reason", "x", "--yes")
    assert plan["left"]["articles"] == [uid]
    assert plan["left"]["releases"] == [str(outside)]
    assert plan["left"]["originals"] == [str(left_there)]
    assert [name.partition(" ")[0] for name in plan["left"]["packages"]] == ["goi.warc.gz"]
    for name in (uid, str(outside), str(left_there), "goi.warc.gz"):
        assert name in said.replace("\n", "")
    assert outside.is_dir()
    assert CANARY in left_there.read_bytes().decode("utf-8", "replace") or found_in(left_there.parent)
    assert len(found_in(kho)) == 1, "the page that links to it, and nothing else"
    assert CANARY not in (kho / "data" / "ledger.jsonl").read_text(encoding="utf-8")


def _linking(folder: Path) -> Path:
    """The page of another article with a teaser of this one."""
    page = pressroom.article_page(500).replace(b"</body>", TEASER)
    with SegmentWriter(folder, prefix="l", info={}) as writer:
        writer.write_response(pressroom.article_url(500), pressroom.AT, pressroom.head(), page)
    return writer.summaries[0].path


def test_other_articles_with_the_same_bytes_are_named(kho: Path, tmp_path: Path) -> None:
    page = pressroom.article_page(600)
    with SegmentWriter(tmp_path / "s", prefix="s", info={}) as writer:
        for address in (pressroom.article_url(600), "https://ban-sao.example/tin-600.html"):
            writer.write_response(address, pressroom.AT, pressroom.head(), page)
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(writer.summaries[0].path)
        rows = archive.store.connection.execute("select uid from article where url like '%ban-sao%'").fetchall()
    told = json.loads(
        run(kho, "withhold", pressroom.article_url(600), "--level", "purge", "--reason", "x", "--yes", "--json")
    )
    assert told[0]["left"]["along"] == [row[0] for row in rows]
    assert len(rows) == 1
