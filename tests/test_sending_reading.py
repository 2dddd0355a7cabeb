"""Files that lie elsewhere alone are read by range: every reader finds what it found when they were here."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import earlier
import pressroom
import s3_server
from cluster_proof import digests
from newsarchive.archive import Archive
from newsarchive.publish import publish
from newsarchive.reading.memento import Memento, read_mementos
from newsarchive.reextract import reextract
from newsarchive.serving.copy import read_copy
from newsarchive.warc import Record, read_records
from test_sending import on_disk, run, sends_to

ARTICLES = 9


@pytest.fixture(params=["bucket", "folder"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """archive.yml of an archive that drops here what it sent."""
    if request.param == "bucket":
        with s3_server.running() as bucket:
            yield bucket.settings("drop_sent: true")
    else:
        (tmp_path / "o-dia").mkdir()
        yield f"storage:\n  segments: {tmp_path / 'o-dia'}\n  drop_sent: true\n"


@pytest.fixture
def both(tmp_path: Path, settings: str) -> tuple[Path, Path]:
    """The same captures of an earlier extractor: files here, and files elsewhere alone."""
    here = tmp_path / "day"
    with Archive.open(here, create=True, workers=0) as archive:
        archive.ingest(pressroom.write_warc(tmp_path, range(ARTICLES), extras=True))
    earlier.age(here, lambda number: number % 3 == 0)
    away = sends_to(shutil.copytree(here, tmp_path / "xa"), settings)
    run(away, "send")
    assert on_disk(away) == set() != on_disk(here)
    return here, away


def test_a_reextraction_gives_the_same(both: tuple[Path, Path]) -> None:
    found = []
    for folder in both:
        with Archive.open(folder, workers=0) as archive:
            done = reextract(archive)
        found.append((done.captures, done.failed, digests(folder)))
    assert found[0] == found[1]
    captures, failed, _ = found[1]
    assert captures >= ARTICLES
    assert failed == 0
    assert on_disk(both[1]) == set(), "nothing was fetched whole"


def test_machines_of_a_cluster_read_by_range_too(both: tuple[Path, Path], tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs distributed, the extra `cluster`")
    from dask_cluster import running

    here, away = both
    with Archive.open(here, workers=0) as archive:
        reextract(archive)
    (tmp_path / "dask").mkdir()
    with running(tmp_path / "dask", workers=1) as cluster, Archive.open(away, cluster=cluster.address) as archive:
        done = reextract(archive)
    assert done.captures >= ARTICLES
    assert done.failed == 0
    assert digests(away) == digests(here)


def test_exports_and_checks_give_the_same(both: tuple[Path, Path], tmp_path: Path) -> None:
    told = []
    for folder in both:
        with Archive.open(folder, workers=0) as archive:
            reextract(archive)
        options = ("--audience", "preservation", "--output")
        run(folder, "export", "--format", "cdxj", *options, str(tmp_path / f"{folder.name}.cdxj"))
        run(folder, "export", "--format", "warc", *options, str(tmp_path / f"{folder.name}.warc.gz"))
        run(folder, "verify", "--replay")
        every = list(read_records(tmp_path / f"{folder.name}.warc.gz"))
        records = sorted(one.payload for one in every if isinstance(one, Record) and one.type != "warcinfo")
        told.append(((tmp_path / f"{folder.name}.cdxj").read_text("utf-8"), records))
    assert told[0] == told[1]
    assert len(told[0][1]) > ARTICLES


def test_archived_copies_are_given_out_from_there(both: tuple[Path, Path]) -> None:
    given = []
    for folder in both:
        publish(folder)
        found = {one: read_copy([folder / "data" / "warc"], one).body for one in mementos(folder)}
        given.append(found)
    assert given[0] == given[1]
    assert len(given[0]) >= ARTICLES


def mementos(folder: Path) -> Iterator[Memento]:
    """Every copy that the release gives out."""
    with closing(sqlite3.connect(folder / "public.db")) as db:
        for (url,) in db.execute("select distinct url from mementos").fetchall():
            yield from read_mementos(db, url)
