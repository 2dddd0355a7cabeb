"""`newsarchive withhold --level purge`: gone from every byte of the archive."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

import canary_archive
import pressroom
from canary_archive import CANARY, LIBEL, UID, URL, found_in
from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.frontier import Frontier
from newsarchive.link import Link
from newsarchive.press import newspaper
from newsarchive.proof import pending, seal
from newsarchive.publish import publish
from newsarchive.rebuild import rebuild
from newsarchive.reprints import SKETCHES_NAME, find_reprints
from newsarchive.warc import SegmentWriter
from newsarchive.withhold import Order, purge
from test_withhold import lose_database, run

ORDER = Order("purge", "bản án 7/2026", "Theo bản án")


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    return canary_archive.build(tmp_path)


def others(kho: Path) -> dict[str, tuple[str, int]]:
    """Every other article: content and number of captures."""
    with Archive.open(kho, workers=0) as archive:
        rows = archive.store.connection.execute("select uid from article where uid <> ?", (UID,)).fetchall()
        return {
            row[0]: (archive.revisions(row[0])[-1].content_digest, len(archive.store.article_captures(row[0])))
            for row in rows
        }


def test_the_signatures_of_texts_forget_it_too(kho: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        find_reprints(kho / "data", archive.store.connection)
    assert UID.encode() in (kho / "data" / SKETCHES_NAME).read_bytes()
    purge(kho, URL, ORDER)
    assert not [path for path in (kho / "data").glob(f"{SKETCHES_NAME}*") if UID.encode() in path.read_bytes()]


def test_nothing_of_it_is_left(kho: Path) -> None:
    publish(kho)
    before = others(kho)
    told = json.loads(run(kho, "withhold", URL, "--level", "purge", "--reason", "bản án", "--yes", "--json"))
    assert told[0]["uid"] == UID
    assert told[0]["files"] == 6
    assert found_in(kho) == []
    assert not list(kho.rglob("*.partial"))
    assert verify(kho).problems == []
    assert others(kho) == before
    assert "purged" in run(kho, "why", URL)
    lose_database(kho)
    rebuilt = rebuild(kho, workers=0)
    assert (rebuilt.missing, rebuilt.damage) == ((), [])
    assert others(kho) == before
    assert verify(kho).problems == []
    assert found_in(kho) == []


def test_one_revision_is_purged_and_the_others_stay(kho: Path) -> None:
    publish(kho)
    with Archive.open(kho, workers=0) as archive:
        before = archive.revisions(UID)
    number = next(one.number for one in before if LIBEL in str(one.article.body))
    purge(kho, URL, Order("purge", "bản án", revision=number))
    assert found_in(kho, LIBEL) == []
    assert "data/news.db" in found_in(kho)
    assert verify(kho).problems == []
    with Archive.open(kho, workers=0) as archive:
        after = archive.revisions(UID)
    lose_database(kho)
    rebuild(kho, workers=0)
    with Archive.open(kho, workers=0) as archive:
        again = archive.revisions(UID)
    assert [one.content_digest for one in again] == [one.content_digest for one in after]
    assert len(after) < len(before)


def test_it_does_not_come_back_silently(kho: Path, tmp_path: Path) -> None:
    purge(kho, URL, ORDER)
    with Archive.open(kho, workers=0) as archive:
        assert archive.ingest(tmp_path / "goi.wacz").known_files == 1
        archive.ingest(canary_archive.again(tmp_path / "e", "later", hours=30))
        assert archive.article(URL) is None
    assert json.loads(run(kho, "status", "--json", code=1))["came_back"] == 1
    purge(kho, URL, ORDER)
    assert found_in(kho) == []
    assert json.loads(run(kho, "status", "--json"))["came_back"] == 0


def test_a_crawl_does_not_ask_for_it_again(kho: Path) -> None:
    paper = newspaper("cantho")
    url = f"https://{paper.hosts[0]}/{CANARY}-a123456.html"
    shutil.rmtree(kho)
    with Archive.open(kho, create=True, workers=0) as archive:
        archive.ingest(_one(kho.parent / "x", url))
    with Frontier(kho / "data" / "frontier.db") as frontier:
        frontier.add(paper, [Link(url, "article", "section")], found_on=None)
        frontier.add(paper, [Link(f"https://{paper.hosts[0]}/khac-a9.html", "article", "section")], found_on=url)
    purge(kho, url, ORDER)
    assert found_in(kho) == []
    with Frontier(kho / "data" / "frontier.db") as frontier:
        assert frontier.add(paper, [Link(url, "article", "section")]).new == 0
        history = frontier.history(url, paper)
        assert history is not None
        assert (history.visits[0].outcome, history.due_at) == ("dropped", None)
    assert found_in(kho) == []


def test_lists_that_name_it_go_and_others_stay(kho: Path) -> None:
    plan = json.loads(run(kho, "withhold", URL, "--level", "purge", "--reason", "x", "--dry-run", "--json"))
    assert plan["lists"] == 3
    with Archive.open(kho, workers=0) as archive:
        archive.store.add_event("note", "x", {"list": f"{pressroom.HOST}/thoi-su"})
    purge(kho, URL, ORDER)
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        left = {row[0] for row in db.execute("select url from capture where outcome = 'listing'")}
        assert f"{pressroom.HOST}/the-thao" in left
        assert not {f"{pressroom.HOST}/{name}" for name in ("thoi-su", "rss/thoi-su.rss", "sitemap.xml")} & left
        assert db.execute("select 1 from event where kind = 'note'").fetchone(), "the address of a list tells nothing"


def test_what_killed_runs_left_behind_goes_too(kho: Path) -> None:
    publish(kho)
    left = kho / ".serving" / "4711-0a"
    left.mkdir(parents=True)
    (left / "lock").touch()
    (left / "public.db").hardlink_to(kho / "public.db")
    for name in ("data/news.db.new", "data/.publish-0a.snapshot", ".public-0a.building", "data/warc/x.partial"):
        shutil.copy(kho / "data" / "news.db", kho / name)
    assert len(found_in(kho)) > 7
    purge(kho, URL, ORDER)
    assert found_in(kho) == []


def test_a_working_archive_forgets_it(kho: Path, tmp_path: Path) -> None:
    """With everything that grows beside the articles: another newspaper's reprint of it, runs that failed at it,
    findings, roots, copies of files left in their place, a release with all its tables."""
    paper = newspaper("cantho")
    reprint = f"https://{paper.hosts[0]}/{CANARY}-a123456.html"
    with Archive.open(kho, workers=0) as archive:
        archive.ingest(_one(tmp_path / "y", reprint), reference=True)
        told = {"newspaper": "x", "failed": {URL: "timeout"}, "headline": f"Tin {CANARY}"}
        archive.store.add_run("crawl", "2026-01-09T00:00:00Z", told)
        archive.store.add_event("newspaper-health", "x", {"pages": [URL], "words": f"Tin {CANARY}"})
        for one in pending(kho / "data", archive.store, archive.ledger):
            seal(kho / "data", archive.store, archive.ledger, date.fromisoformat(one.day))
    with Frontier(kho / "data" / "frontier.db") as frontier:
        frontier.add(paper, [Link(reprint, "article", "section")], found_on=None)
    publish(kho)
    with closing(sqlite3.connect(kho / "public.db")) as db:
        assert db.execute("select count(*) from reprints").fetchone()[0] > 0
    before = found_in(kho)
    assert {"data/frontier.db", "public.db", "data/news.db"} <= set(before)
    with closing(sqlite3.connect(kho / "data" / "news.db")) as reader:
        reader.execute("select * from revision").fetchall()
    for url in (URL, reprint):
        purge(kho, url, ORDER)
    assert found_in(kho) == []
    assert verify(kho).problems == []
    assert found_in(tmp_path / "y") != [], "a file that was left in its place is its owner's"


def _one(folder: Path, url: str) -> Path:
    with SegmentWriter(folder, prefix="x", info={}) as writer:
        html = canary_archive.page().replace(canary_archive.URL.encode(), url.encode())
        writer.write_response(url, pressroom.AT, pressroom.head(), html)
    return writer.summaries[0].path
