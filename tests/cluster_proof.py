"""Re-extraction on a Dask cluster that loses machines, beside one at home; for tests and `make proof`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import earlier
import pressroom
from dask_cluster import running
from newsarchive.archive import Archive
from newsarchive.exceptions import ClusterError
from newsarchive.reextract import reextract


@dataclass(frozen=True)
class Verdict:
    """What came of it."""

    captures: int
    """Read again at home."""
    other: int
    """Revisions by uid, number, digest, cause and reader that are not the same at home and on the cluster."""
    failed: int
    killed: int
    """Machines that were."""
    refused: str = ""
    """What the command said when the scheduler went."""


def digests(kho: Path) -> list[Any]:
    """Every revision of an archive."""
    with closing(sqlite3.connect(kho / "data" / "news.db")) as news:
        rows = news.execute(
            "select a.uid, r.number, r.content_digest, r.cause, r.extractor from revision r"
            " join article a on a.id = r.article_id order by a.uid, r.number"
        )
        return rows.fetchall()


def prepare(folder: Path, articles: int) -> None:
    """Two archives of the same captures as an earlier extractor left them: `nha` and `cum`."""
    warc = pressroom.write_warc(folder, range(articles))
    for name in ("nha", "cum"):
        with Archive.open(folder / name, create=True) as archive:
            archive.ingest(warc)
        earlier.age(folder / name, lambda number: number % 3 == 0)


def kill_worker(folder: Path, articles: int) -> Verdict:
    """One of two machines dies when a third is done."""
    prepare(folder, articles)
    with Archive.open(folder / "nha") as archive:
        alone = reextract(archive)
    (folder / "dask").mkdir()
    killed: list[int] = []
    with running(folder / "dask", workers=2) as cluster:

        def kill(done: int, _total: int) -> None:
            if done >= articles // 3 and not killed:
                cluster.workers[0].kill()
                killed.append(done)

        with Archive.open(folder / "cum", cluster=cluster.address) as archive:
            together = reextract(archive, progress=kill)
    other = set(digests(folder / "nha")) ^ set(digests(folder / "cum"))
    missing = abs(alone.captures - together.captures)
    return Verdict(alone.captures, len(other) + missing, together.failed, len(killed))


def kill_scheduler(folder: Path, articles: int, other_cluster: str) -> Verdict:
    """The scheduler dies when a third is done; the same command on another cluster, at this address, goes on."""
    prepare(folder, articles)
    with Archive.open(folder / "nha") as archive:
        alone = reextract(archive)
    (folder / "dask").mkdir()
    killed: list[int] = []
    refused = ""
    with running(folder / "dask", workers=2) as cluster:

        def kill(done: int, _total: int) -> None:
            if done >= articles // 3 and not killed:
                cluster.scheduler.kill()
                killed.append(done)

        try:
            with Archive.open(folder / "cum", cluster=cluster.address) as archive:
                reextract(archive, progress=kill)
        except ClusterError as error:
            refused = str(error)
    with Archive.open(folder / "cum", cluster=other_cluster) as archive:
        rest = reextract(archive)
    other = set(digests(folder / "nha")) ^ set(digests(folder / "cum"))
    doubled = len(digests(folder / "cum")) - len(set(digests(folder / "cum")))
    return Verdict(alone.captures, len(other) + doubled, rest.failed, len(killed), refused)
