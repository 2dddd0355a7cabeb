"""Cut records out of a source: where each one ends, and what is wrong when it does not end where it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from newsarchive.warc.away import open_file
from newsarchive.warc.inflate import GZIP_MAGIC
from newsarchive.warc.members import GzipSource
from newsarchive.warc.plain import PlainSource
from newsarchive.warc.record import Damage, Fields
from newsarchive.warc.source import CHUNK, BrokenSourceError, Marks, Readable, Source, find_header

PAYLOAD_CAP = 64 << 20
"""Bytes of one record that are held; a longer one is cut here and marked truncated."""
_FULLY_CLOSED = 2
_CLOSING = re.compile(rb"(?:\r*\n){1,2}\Z")


@dataclass(frozen=True, slots=True)
class Cut:
    """A record as cut out of the file, its block not yet read as HTTP."""

    fields: Fields
    block: bytes | memoryview
    """A view where it lies in the source's buffer, to be copied once when it is split."""
    truncated: bool = False
    problem: str | None = None


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Format(Generic[Item]):
    """WARC or ARC, and what is to be made of each record."""

    marks: Marks
    take_header: Callable[[Source], tuple[Fields, int | None]]
    """Reads a header; returns its fields and the length it tells, None when it tells none."""
    build: Callable[[Cut, int | None, int | None], Item | Damage]
    """Makes an item of a cut, its offset and its length in the file."""


def read_format(file: Readable, how: Format[Item], offset: int) -> Iterator[Item | Damage]:
    """Yield each record from `offset` on, and a Damage for each place that could not be read."""
    source = open_source(file, how.marks, offset)
    going = source.advance()
    while going:
        try:
            yield from _read_member(source, how)
        except BrokenSourceError as broken:
            yield Damage(broken.offset, broken.reason)
            if broken.final or not source.resync():
                return
        going = source.advance()


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """`open_file` for a `with` statement."""
    with open_file(path) as file:
        yield file


def open_source(file: Readable, marks: Marks, offset: int) -> Source:
    """A file open for reading → its source, told by its bytes from `offset` on.

    Where neither a gzip member nor a record begins there, the first bytes are damaged: then it is told by what follows.
    """
    file.seek(offset)
    start = file.read(CHUNK)
    is_gzip = start.startswith(GZIP_MAGIC[:2]) or (GZIP_MAGIC in start and find_header(marks, start) is None)
    return (GzipSource if is_gzip else PlainSource)(file, marks, offset)


def torn(source: Source) -> BrokenSourceError:
    """The error that tells of a file which ends within a record."""
    what = f"the last record, begun at byte {source.offset}, is incomplete"
    return BrokenSourceError(source.offset, f"torn at byte {source.end}: {what}")


def _read_member(source: Source, how: Format[Item]) -> Iterator[Item | Damage]:
    """The records of one gzip member, or one record of a plain file."""
    start = source.offset
    cut = _cut_record(source, how)
    while isinstance(source, GzipSource) and not source.finished():
        yield from _tell(how, cut, start if start == source.offset else None, None)
        start = -1
        cut = _cut_record(source, how)
    if start == source.offset:
        yield from _tell(how, cut, start, source.end - start)
    else:
        yield from _tell(how, cut, None, None)


def _tell(how: Format[Item], cut: Cut, offset: int | None, length: int | None) -> Iterator[Item | Damage]:
    yield how.build(cut, offset, length)
    if cut.problem:
        yield Damage(offset, cut.problem)


def _cut_record(source: Source, how: Format[Any]) -> Cut:
    source.take_blank_lines()
    if not source.at_header():
        start = source.peek(source.marks.longest)
        if len(start) < source.marks.longest and source.marks.opening.startswith(start[: len(source.marks.opening)]):
            raise torn(source)
        shown = start[:24].decode("ascii", "replace")
        raise BrokenSourceError(source.offset, f"no record begins at byte {source.offset}: found {shown!r}")
    fields, size = how.take_header(source)
    cut = Cut(fields, source.take_view(min(size or 0, PAYLOAD_CAP)))
    if size is not None and size > PAYLOAD_CAP and len(cut.block) == PAYLOAD_CAP:
        return _skip_rest(source, cut, size - PAYLOAD_CAP)
    return _close(source, cut, size)


def _skip_rest(source: Source, cut: Cut, left: int) -> Cut:
    if source.skip(left) < left:
        raise torn(source)
    source.take_blank_lines()
    return replace(cut, truncated=True)


def _close(source: Source, cut: Cut, size: int | None) -> Cut:
    """Check that the record ends where its header says."""
    if size == len(cut.block) and source.take_usual_end():
        return cut
    blank = source.take_blank_lines()
    if size is None or len(cut.block) < size:
        return _mend_length(source, cut, size, blank)
    if not source.peek(1):
        closed = isinstance(source, GzipSource) or blank.count(b"\n") >= source.marks.closing
        where = f"the record at byte {source.offset}"
        doubt = f"{where} is whole, but not the blank lines that close it: the file may be torn"
        return cut if closed else replace(cut, problem=doubt)
    if source.at_header() or (isinstance(source, PlainSource) and blank.count(b"\n") >= _FULLY_CLOSED):
        return cut  # what follows a record that is closed in full is foreign, not a wrong length
    return _mend_length(source, cut, size, blank)


def _mend_length(source: Source, cut: Cut, size: int | None, blank: bytes) -> Cut:
    """Take the record up to the next header, or the end, when the length it tells is absent or does not fit."""
    source.unread(bytes(cut.block) + blank)
    rest, found = source.take_until_header(PAYLOAD_CAP)
    block = _CLOSING.sub(b"", rest)
    where = f"the record at byte {source.offset}"
    in_member = isinstance(source, GzipSource) and not found and source.finished()
    too_long = size is not None and len(block) < size
    if too_long and not found and not in_member:
        raise torn(source)
    said = "tells no length" if size is None else f"tells the length {size}"
    place = "the next one begins" if found else "its gzip member ends" if in_member else "the file ends"
    problem = f"{where} {said}, but {place} after {len(block)} bytes"
    return replace(cut, block=block, truncated=in_member and too_long, problem=problem)
