"""Archives of several hosts published as one: as if one archive had taken in everything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import command_line
import package_archive
import pressroom
from newsarchive.archive import Archive
from newsarchive.exceptions import ArchiveError, LedgerError
from newsarchive.publish import publish
from newsarchive.reading.memento import read_mementos
from newsarchive.serving.copy import CopyError, read_copy
from newsarchive.warc import SegmentWriter
from newsarchive.withhold import Order, decide_on, purge

NOW = datetime(2026, 3, 1, tzinfo=UTC)
_CLOCK = {"revisions": "recorded_at"}
"""Columns that tell when a host recorded something."""


def captures(folder: Path, name: str, *said: tuple[int, int, str]) -> Path:
    """A WARC file of pages: (article, hour, note), a revisit where the note is the word `same`."""
    pages: dict[int, tuple[str, datetime]] = {}
    with SegmentWriter(folder / name, prefix=name, info={}) as writer:
        for number, hour, note in said:
            url, at = pressroom.article_url(number), pressroom.AT + timedelta(hours=hour)
            if note == "same":
                digest, first = pages[number]
                writer.write_revisit(
                    url, at, pressroom.head(), profile="identical-payload-digest", payload_digest=digest,
                    refers_to_uri=url, refers_to_date=first,
                )  # fmt: skip
                continue
            text = f"Theo tin bổ sung {note}, cầu Bến Vạn cho xe tải qua lại từ tháng sau." if note else ""
            place = writer.write_response(url, at, pressroom.head(), pressroom.article_page(number, note=text))
            pages[number] = (place.payload_digest or "", at)
        writer.write_response(f"{pressroom.HOST}/thoi-su", pressroom.AT, pressroom.head(), pressroom.section_page())
    return writer.summaries[0].path


def archive(folder: Path, *files: Path, settings: str = "") -> Path:
    with Archive.open(folder, create=True, workers=0) as opened:
        for file in files:
            opened.ingest(file)
    (folder / "archive.yml").write_text(settings, encoding="utf-8")
    return folder


def shard_of(folder: Path, *others: Path, settings: str = "") -> Path:
    told = f"publish:\n  shards: [{', '.join(map(str, others))}]\n{settings}"
    (folder / "archive.yml").write_text(told, encoding="utf-8")
    return folder


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a release but that of the release itself, in order of its rows."""
    with closing(sqlite3.connect(folder / "public.db")) as db:
        names = db.execute(
            "select name from sqlite_master where type = 'table' and sql not like '%VIRTUAL%' and name <> 'release'"
        )
        found = {}
        for (name,) in names.fetchall():
            columns = [row[1] for row in db.execute(f"pragma table_info({name})") if row[1] != _CLOCK.get(name)]
            rows = db.execute(f"select {', '.join(columns)} from {name}").fetchall()
            found[name] = sorted(rows, key=repr)
        return found


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """What two hosts captured: articles of their own, and one that both watched while it was edited to and fro."""
    one = captures(tmp_path, "mot", (1, 0, ""), (2, 0, ""), (2, 2, "same"), (3, 0, "a"), (3, 4, "b"), (3, 8, "a"))
    two = captures(tmp_path, "hai", (3, 2, "a"), (3, 3, "same"), (3, 5, "c"), (3, 6, "b"), (4, 1, ""), (2, 9, "d"))
    return one, two


def test_it_is_the_release_of_an_archive_that_took_in_everything(tmp_path: Path, files: tuple[Path, Path]) -> None:
    one, two = files
    first = shard_of(archive(tmp_path / "a", one), archive(tmp_path / "b", two))
    publish(first, now=NOW)
    whole = archive(tmp_path / "c", one, two)
    publish(whole, now=NOW)
    merged, expected = tables(first), tables(whole)
    assert merged.keys() == expected.keys()
    assert [name for name in expected if merged[name] != expected[name]] == []
    assert len(expected["revisions"]) == 9
    assert {row[2] for row in merged["articles"]} == {"baodonghai.example"}


def test_a_revisit_of_what_only_another_host_holds(tmp_path: Path) -> None:
    """Its own host says what is missing and where; the release of all shows what it repeats."""
    url, page = pressroom.article_url(5), pressroom.article_page(5)
    with SegmentWriter(tmp_path / "mot", prefix="mot", info={}) as writer:
        digest = writer.write_response(url, pressroom.AT, pressroom.head(), page).payload_digest or ""
    one, later = writer.summaries[0].path, pressroom.AT + timedelta(hours=3)
    with SegmentWriter(tmp_path / "hai", prefix="hai", info={}) as writer:
        writer.write_revisit(
            url, later, pressroom.head(), profile="identical-payload-digest", payload_digest=digest,
            refers_to_uri=url, refers_to_date=pressroom.AT,
        )  # fmt: skip
    two = writer.summaries[0].path
    first, second = archive(tmp_path / "a", one), archive(tmp_path / "b", two)
    told = command_line.run("why", url, "--archive", str(second))
    assert f"revisit of a capture that this archive does not hold: {url} of" in " ".join(told.output.split())
    publish(shard_of(first, second), now=NOW)
    publish(archive(tmp_path / "c", one, two), now=NOW)
    found, expected = tables(first), tables(tmp_path / "c")
    assert [row[3] for row in found["captures"]].count(url) == 2 == len(found["mementos"])
    assert [name for name in expected if found[name] != expected[name]] == []


def test_what_both_hold_is_there_once(tmp_path: Path, files: tuple[Path, Path]) -> None:
    one, two = files
    first = shard_of(archive(tmp_path / "a", one, two), archive(tmp_path / "b", two, one))
    publish(first, now=NOW)
    publish(archive(tmp_path / "c", one, two), now=NOW)
    assert tables(first) == tables(tmp_path / "c")


@pytest.mark.parametrize("level", ["hide", "block", "purge"])
def test_what_one_host_withholds_no_release_shows(tmp_path: Path, files: tuple[Path, Path], level: str) -> None:
    one, two = files
    first, second = archive(tmp_path / "a", one), archive(tmp_path / "b", two)
    url = pressroom.article_url(3)
    if level == "purge":
        purge(second, url, Order("purge", "bản án"))
    else:
        with Archive.open(second, workers=0) as opened:
            decide_on(opened.store, opened.ledger, url, Order(level, "bản án"))
    publish(shard_of(first, second), now=NOW)
    with closing(sqlite3.connect(first / "public.db")) as db:
        uids = {row[0] for row in db.execute("select url from articles")}
        told = [row[0] for row in db.execute("select level from tombstones")]
    assert uids == {pressroom.article_url(number) for number in (1, 2, 4)}
    assert told == ([] if level == "hide" else [level])


def test_giving_back_by_one_host_does_not_undo_what_the_other_decided(tmp_path: Path, files: tuple[Path, Path]) -> None:
    one, two = files
    first, second = archive(tmp_path / "a", one), archive(tmp_path / "b", two)
    url = pressroom.article_url(3)
    for folder, wishes in ((second, ("block",)), (first, ("block", "none"))):
        with Archive.open(folder, workers=0) as opened:
            for wish in wishes:
                decide_on(opened.store, opened.ledger, url, Order(wish, "thử"))
    publish(shard_of(first, second), now=NOW)
    with closing(sqlite3.connect(first / "public.db")) as db:
        assert db.execute("select count(*) from articles where url = ?", (url,)).fetchone()[0] == 0


def test_the_strictest_terms_of_all_hosts_hold(tmp_path: Path, files: tuple[Path, Path]) -> None:
    one, two = files
    strict = "publish:\n  access:\n    newspapers:\n      baodonghai.example: {access: excerpt}\n"
    first, second = archive(tmp_path / "a", one), archive(tmp_path / "b", two, settings=strict)
    publish(shard_of(first, second), now=NOW)
    with closing(sqlite3.connect(first / "public.db")) as db:
        assert {row[0] for row in db.execute("select access from articles")} == {"excerpt"}
        assert db.execute("select count(*) from texts").fetchone()[0] == 0
    waiting = strict.replace("access: excerpt", "embargo_days: 400")
    (second / "archive.yml").write_text(waiting, encoding="utf-8")
    assert publish(first, now=NOW).release.articles == 0


def test_pictures_revisits_and_excerpts_of_another_host(tmp_path: Path) -> None:
    build = package_archive.build(tmp_path / "b" / "kho")
    (tmp_path / "a").mkdir()
    other = captures(tmp_path, "khac", (90, 0, ""))
    first = shard_of(archive(tmp_path / "a", other), build)
    publish(first, now=NOW)
    publish(build, now=NOW)
    merged, alone = tables(first), tables(build)
    for name, ids in (("mementos", 3), ("figures", 1), ("tombstones", 0)):
        assert {row[ids:] for row in alone[name]} <= {row[ids:] for row in merged[name]}, name
    assert package_archive.CANARY.encode() not in (first / "public.db").read_bytes()


def test_a_host_whose_decisions_are_not_known_stops_the_release(tmp_path: Path, files: tuple[Path, Path]) -> None:
    one, two = files
    first, second = archive(tmp_path / "a", one), archive(tmp_path / "b", two)
    publish(first, now=NOW)
    before = (first / "public.db").read_bytes()
    shard_of(first, second)
    lines = (second / "data" / "ledger.jsonl").read_bytes()
    (second / "data" / "ledger.jsonl").write_bytes(lines.replace(b'"kind"', b'"kinD"', 1))
    with pytest.raises(LedgerError):
        publish(first, now=NOW)
    shard_of(first, tmp_path / "khong-co")
    with pytest.raises(ArchiveError, match=r"publish\.shards"):
        publish(first, now=NOW)
    shown = command_line.run("publish", "--archive", str(first))
    assert (shown.exit_code, "publish.shards" in shown.stderr) == (3, True)
    assert (first / "public.db").read_bytes() == before
    assert not list((first / "data").glob(".publish-*"))


def test_copies_are_given_out_from_every_host(tmp_path: Path, files: tuple[Path, Path]) -> None:
    one, two = files
    second = archive(tmp_path / "b", two)
    first = shard_of(archive(tmp_path / "a", one), second)
    publish(first, now=NOW)
    with closing(sqlite3.connect(first / "public.db")) as db:
        memento = read_mementos(db, pressroom.article_url(4))[0]
    folders = [folder / "data" / "warc" for folder in (first, second)]
    assert read_copy(folders, memento).body == pressroom.article_page(4)
    with pytest.raises(CopyError):
        read_copy(folders[:1], memento)
