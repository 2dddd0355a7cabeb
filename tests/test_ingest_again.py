"""Captures read again in tasks of several: one that kills its worker fails alone, what is wrong is told, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import pressroom
from newsarchive.archive import Archive
from newsarchive.ingest import Finding
from newsarchive.ingest.again import CAPTURES_PER_TASK, read_again
from newsarchive.store import Capture, Entry
from newsarchive.workers import Failed, Page, PageTask

COUNT = CAPTURES_PER_TASK + 4


@dataclass(frozen=True)
class _Done:
    found: Any

    def done(self) -> bool:
        return True

    def result(self) -> Any:
        return self.found


@dataclass
class _DeadlyPool:
    """Work is done at once, and whoever has to read one capture dies."""

    deadly: str
    workers: int = 1
    sizes: list[int] = field(default_factory=list)

    def submit(self, page: Page) -> PageTask:
        raise AssertionError(page)

    def begin(self, work: Callable[..., Any], *arguments: Any) -> _Done:
        captures = arguments[1]
        self.sizes.append(len(captures))
        if any(one.url == self.deadly for one in captures):
            return _Done(Failed("the extraction process died (signal SIGKILL)"))
        return _Done(work(*arguments))

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "kho", create=True, workers=0) as opened:
        opened.ingest(pressroom.write_warc(tmp_path, range(COUNT)))
        yield opened


def _captures(archive: Archive) -> list[Capture]:
    ids = [row[0] for row in archive.store.connection.execute("select id from capture order by warc_offset")]
    return list(archive.store.captures_in_place(ids))


def test_one_that_kills_its_worker_fails_alone(archive: Archive) -> None:
    captures = _captures(archive)
    pool = _DeadlyPool(deadly=captures[2].url)
    found = list(read_again(pool, archive.warc_directory, captures))
    entries = [one for one in found if isinstance(one, Entry)]
    assert [one.capture.url for one in entries] == [one.url for one in captures]
    outcomes = [one.capture.outcome for one in entries]
    assert [at for at, outcome in enumerate(outcomes) if outcome == "failed"] == [2]
    assert pool.sizes == [CAPTURES_PER_TASK, COUNT - CAPTURES_PER_TASK, *[1] * CAPTURES_PER_TASK]
    broken = entries[2]
    assert (broken.extractor, broken.capture.reason) == ("", "the extraction process died (signal SIGKILL)")


def test_what_is_not_there_is_told_in_its_place(archive: Archive) -> None:
    captures = _captures(archive)
    (path,) = archive.warc_directory.rglob("*.warc.gz")
    data = bytearray(path.read_bytes())
    data[captures[1].warc_offset + 40] ^= 1
    path.write_bytes(data)
    readings = list(read_again(_DeadlyPool(""), archive.warc_directory, captures))
    assert [at for at, one in enumerate(readings) if isinstance(one, Finding)] == [1]
    path.unlink()
    readings = list(read_again(_DeadlyPool(""), archive.warc_directory, captures))
    assert all(isinstance(one, Finding) for one in readings)
