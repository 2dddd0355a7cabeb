"""One door for every file of records, and one for a single record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc.arc import ARC, read_arc
from newsarchive.warc.cut import Format, open_input, open_source, read_format
from newsarchive.warc.kind import kind_of
from newsarchive.warc.read import WARC, read_records
from newsarchive.warc.record import Damage, Record
from newsarchive.warc.source import BrokenSourceError, Readable
from newsarchive.warc.wacz import read_wacz
from newsarchive.warc.zst import read_zst


def open_records(path: Path) -> Iterator[Record | Damage]:
    """Yield the records of a WARC (plain, gzip, Zstandard), ARC or WACZ file, and a Damage for each unreadable place.

    A file of no such kind gives one Damage. Raises UnreadableInputError when the file cannot be opened.
    """
    kind = kind_of(path)
    if kind == "wacz":
        return read_wacz(path)
    if kind == "warc.zst":
        return read_zst(path)
    return read_arc(path) if kind in {"arc", "arc.gz"} else read_records(path)


def read_record(path: Path, offset: int) -> Record:
    """The record at `offset` of any file of records; raises UnreadableInputError in words when none is whole there."""
    with open_input(path) as file:
        return take_record_at(file, path, offset)


def take_record_at(file: Readable, path: Path, offset: int) -> Record:
    """`read_record` from a file that is open, for many records of one file; `path` is for words alone."""
    first = _first(file, WARC, offset)
    if isinstance(first, Damage) and _is_arc(file, offset):
        first = _first(file, ARC, offset)
    if isinstance(first, Record):
        return first
    reason = first.reason if first else "the file ends before it"
    raise UnreadableInputError(path, f"no record at byte {offset}: {reason}")


def _first(file: Readable, how: Format[Record], offset: int) -> Record | Damage | None:
    items = read_format(file, how, offset)
    return next(items, None)


def _is_arc(file: Readable, offset: int) -> bool:
    source = open_source(file, ARC.marks, offset)
    try:
        return source.advance() and source.at_header()
    except BrokenSourceError:
        return False
