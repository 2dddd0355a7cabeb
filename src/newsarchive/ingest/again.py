"""Captures that are held, read again from their records: what a worker does with some, and all of them in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from newsarchive.exceptions import UnreadableInputError
from newsarchive.extraction import reader
from newsarchive.ingest.entries import entry_of
from newsarchive.ingest.judge import judge_record, page_kind
from newsarchive.ingest.papers import find_paper
from newsarchive.ingest.records import Place, capture_of, page_of, rights_of_record
from newsarchive.ingest.summary import Finding
from newsarchive.store import Capture, Entry
from newsarchive.warc import Record, open_input, segment_path, take_record_at
from newsarchive.workers import Extracted, Failed, PagePool, Work, extract_page

CAPTURES_PER_TASK = 16
"""Handed to a worker at once: to begin and end a task costs half a millisecond, an article ten."""
_TASKS_PER_WORKER = 3

Reading = Entry | Finding
"""What today's rules make of a capture, or why its record could not be read."""
_Task = tuple[tuple[Capture, ...], Work[list[Reading]]]


def read_again(pool: PagePool, warc_directory: Path, captures: Iterable[Capture]) -> Iterator[Reading]:
    """What is read of each capture, in order; memory is bounded by what is under way.

    Workers read the records themselves, so they are to come as they lie in the files. When a worker was killed, each
    of its captures is tried alone, so that only the one that did it fails.
    """
    folder, under_way = warc_directory.absolute(), deque[_Task]()
    most = max(1, pool.workers) * _TASKS_PER_WORKER
    waiting = iter(captures)
    while some := tuple(islice(waiting, CAPTURES_PER_TASK)):
        under_way.append((some, pool.begin(read_captures, folder, some)))
        if len(under_way) >= most:
            yield from _settle(pool, folder, *under_way.popleft())
    while under_way:
        yield from _settle(pool, folder, *under_way.popleft())


def _settle(pool: PagePool, folder: Path, some: tuple[Capture, ...], task: Work[list[Reading]]) -> Iterator[Reading]:
    found = task.result()
    if not isinstance(found, Failed):
        yield from found
    elif len(some) == 1:
        yield entry_of(some[0], Extracted(None, found.reason, failed=True), "")
    else:
        for one in some:
            yield from _settle(pool, folder, (one,), pool.begin(read_captures, folder, (one,)))


def read_captures(folder: Path, captures: tuple[Capture, ...]) -> list[Reading]:
    """Read records below `folder` again; runs in a worker. Each file is opened once."""
    found: list[Reading] = []
    for name, group in groupby(captures, key=attrgetter("warc_file")):
        found += _read_file(segment_path(folder, name), tuple(group))
    return found


def _read_file(path: Path, captures: tuple[Capture, ...]) -> list[Reading]:
    try:
        with open_input(path) as file:
            return [_read(file, path, capture) for capture in captures]
    except UnreadableInputError as error:
        return [_damage(capture, error.reason) for capture in captures]


def _read(file: BinaryIO, path: Path, capture: Capture) -> Reading:
    """One capture, when the bytes there are the ones that were taken in."""
    try:
        record = take_record_at(file, path, capture.warc_offset)
    except UnreadableInputError as error:
        return _damage(capture, error.reason)
    if not _is_of(record, capture):
        told = f"the record at byte {capture.warc_offset} is not the one that news.db tells of; `newsarchive verify`"
        return _damage(capture, told)
    paper, row = find_paper(capture.url)
    capture, rights = replace(capture, newspaper_id=row.id), rights_of_record(record)
    verdict, name = judge_record(record), paper.id if paper else None
    if verdict is not None:
        judged = replace(capture, outcome=verdict.outcome, reason=verdict.reason)
        return Entry(judged, extractor=reader(name), rights=rights)
    extracted = extract_page(replace(page_of(record, record.payload, page_kind(record)), newspaper=name))
    return replace(entry_of(capture, extracted, reader(name)), rights=(*rights, *extracted.rights))


def _is_of(record: Record, capture: Capture) -> bool:
    held = capture_of(
        record, Place(capture.warc_file, capture.warc_offset, capture.warc_length, "", record.payload_digest)
    )
    same = ("url", "fetched_at", "record_type", "payload_digest")
    return all(getattr(held, name) == getattr(capture, name) for name in same)


def _damage(capture: Capture, reason: str) -> Finding:
    return Finding(capture.warc_file, capture.warc_offset, reason)
