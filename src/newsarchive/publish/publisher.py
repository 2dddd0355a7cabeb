"""`newsarchive publish`: snapshot, build, self-test, swap. Whatever fails, the release in service stays."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from newsarchive.config import load_config
from newsarchive.elsewhere import write_places
from newsarchive.exceptions import ArchiveError
from newsarchive.press import press_of
from newsarchive.publish.build import build_release
from newsarchive.publish.groups import parts_of
from newsarchive.publish.mementos import names_elsewhere
from newsarchive.publish.progress import Progress, say_nothing
from newsarchive.publish.select import papers_of
from newsarchive.publish.selftest import check_release
from newsarchive.publish.shards import gathered
from newsarchive.reading.groups import sweep_groups
from newsarchive.reading.held import sweep
from newsarchive.reading.release import RELEASE_NAME, Release
from newsarchive.reprints import find_reprints
from newsarchive.store.connection import database_errors
from newsarchive.store.errors import storage_errors


@dataclass(frozen=True, slots=True)
class Published:
    """A release in service."""

    path: Path
    release: Release
    bytes: int
    """Of all its files."""


def publish(archive: Path, *, now: datetime | None = None, progress: Progress = say_nothing) -> Published:
    """Build, test and put in service a release of the archive directory and of those that it names as its shards.

    Raises ArchiveError (no archive, another publish at work), ConfigurationError (archive.yml, press/), LedgerError
    (ledger missing or broken), ReleaseError (a self-test failed), StorageFullError (disk full or not writable). In
    every case the release in service stays.
    """
    data = archive / "data"
    with storage_errors(archive), database_errors(archive), _alone(archive), press_of(archive):
        _sweep(archive)
        mark = secrets.token_hex(4)
        building = archive / f".public-{mark}.building"
        try:
            progress("copying news.db", 0, 0)
            with gathered(archive, mark) as source:
                parts = parts_of(archive, load_config(archive), papers_of(source.news, source.terms), mark)
                release = build_release(
                    source.news,
                    building,
                    terms=source.terms,
                    ledger_head=source.ledger_head,
                    now=now or datetime.now(UTC),
                    pairs=find_reprints(data, source.news, progress=partial(progress, "comparing texts")).pairs,
                    parts=parts,
                    progress=progress,
                )
                progress("testing the release", 0, 0)
                check_release(building, source.news, release)
                write_places(data, {name: path for path, name in names_elsewhere(source.news).items()})
            files = [building, *(part.path for part in parts)]
            size = sum(map(_settle, files))
            return Published(_swap(building, archive / RELEASE_NAME), release, size)
        finally:
            building.unlink(missing_ok=True)
            sweep_groups(archive / RELEASE_NAME)


@contextmanager
def _alone(archive: Path) -> Iterator[None]:
    """Hold the publishing lock; a second publish of the same archive is refused, not queued."""
    data = archive / "data"
    if not data.is_dir():
        raise ArchiveError(archive, "not an archive yet: it has no data/; `newsarchive ingest` makes one")
    with (data / "publish.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(archive, "another publish is at work here; wait for it") from None
        yield


def _sweep(archive: Path) -> None:
    """Remove what a killed publish or server left behind; the lock is ours, so nobody is building."""
    for path in (*archive.glob(".public-*.building*"), *(archive / "data").glob(".publish-*.snapshot*")):
        path.unlink()
    sweep_groups(archive / RELEASE_NAME)
    sweep(archive)


def _settle(file: Path) -> int:
    """Make a file durable and read-only; returns its size."""
    file.chmod(0o444)
    _sync(file)
    _sync(file.parent)
    return file.stat().st_size


def _swap(building: Path, public: Path) -> Path:
    """Let the new public.db, which names the files of its groups, take its name in one step."""
    building.replace(public)
    _sync(public.parent)
    return public


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
