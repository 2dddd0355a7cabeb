"""Read WARC files of any maker: every whole record, and in words what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc.content import remove_chunking
from newsarchive.warc.dates import parse_warc_date
from newsarchive.warc.head import parse_fields, split_http
from newsarchive.warc.record import Damage, Fields, HttpHead, Record, clean_uri, find_field
from newsarchive.warc.source import BrokenSourceError, GzipSource, Source, open_source

PAYLOAD_CAP = 64 << 20
"""Bytes of one record that are held; a longer one is cut here and marked truncated."""
_HEADER_CAP = 1 << 20
_VERSION = re.compile(rb"WARC/\d+\.\d+[ \t]*\r*\n")
_CLOSING = re.compile(rb"(?:\r*\n){1,2}\Z")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A record as cut out of the file, its block not yet read as HTTP."""

    fields: Fields
    block: bytes
    truncated: bool
    problem: str | None = None


def read_records(path: Path, *, offset: int = 0) -> Iterator[Record | Damage]:
    """Yield each record of a WARC file, plain or gzip, and a Damage for each place that could not be read.

    `offset` is where to begin: 0 or the offset of a record. Memory stays flat: one record at most `PAYLOAD_CAP` bytes.
    A record is given only when it is whole: its gzip member ends with the right checksum and length. A file cut exactly
    between two records looks whole to every reader; only a count kept elsewhere tells.

    Raises UnreadableInputError when the file cannot be opened, never for what is in it.
    """
    with open_input(path) as file:
        source = open_source(file, offset)
        going = source.advance()
        while going:
            try:
                yield from _read_member(source)
            except BrokenSourceError as broken:
                yield Damage(broken.offset, broken.reason)
                if not source.resync():
                    return
            going = source.advance()


def read_record(path: Path, offset: int) -> Record:
    """The record at `offset`; raises UnreadableInputError in words when there is none that is whole."""
    first = next(read_records(path, offset=offset), None)
    if isinstance(first, Record):
        return first
    reason = first.reason if first else "the file ends before it"
    raise UnreadableInputError(path, f"no record at byte {offset}: {reason}")


@contextmanager
def open_input(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading, unbuffered; raises UnreadableInputError with the system's reason."""
    try:
        opened = Path(path).open("rb", buffering=0)  # noqa: SIM115 (only the opening may be told as unreadable)
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or str(error)) from error
    with opened as file:
        yield file


def _read_member(source: Source) -> Iterator[Record | Damage]:
    """The records of one gzip member, or one record of a plain file."""
    first = True
    while True:
        start = source.offset
        cut = _cut_record(source)
        if isinstance(source, GzipSource) and source.finished() and first:
            yield from _tell(cut, start, source.end - start)
            return
        if not isinstance(source, GzipSource):
            yield from _tell(cut, start, source.end - start)
            return
        yield from _tell(cut, start if first else None, None)
        if source.finished():
            return
        first = False


def _tell(cut: _Cut, offset: int | None, length: int | None) -> Iterator[Record | Damage]:
    record = _build(cut, offset, length)
    if record is None:
        yield Damage(offset, "a record without a readable WARC-Date, which says when it was captured, is passed over")
        return
    yield record
    if cut.problem:
        yield Damage(offset, cut.problem)


def _cut_record(source: Source) -> _Cut:
    """Header, block and the blank lines behind it; a wrong Content-Length is mended by looking for the next header."""
    source.take_blank_lines()
    where = f"byte {source.offset}"
    if not _VERSION.match(source.peek(64)):
        shown = source.peek(24).decode("ascii", "replace")
        raise BrokenSourceError(source.offset, f"no WARC record begins at {where}: found {shown!r}")
    header = source.take_header(_HEADER_CAP)
    if header is None:
        if len(source.peek(_HEADER_CAP)) < _HEADER_CAP:
            raise _torn(source)
        raise BrokenSourceError(source.offset, f"the header of the record at {where} does not end within 1 MiB")
    fields = parse_fields(header, "utf-8")
    size = _content_length(fields)
    block = source.take(min(size or 0, PAYLOAD_CAP))
    if size is not None and size > PAYLOAD_CAP and len(block) == PAYLOAD_CAP:
        return _skip_rest(source, _Cut(fields, block, truncated=True), size - PAYLOAD_CAP)
    return _close(source, _Cut(fields, block, truncated=False), size)


def _skip_rest(source: Source, cut: _Cut, left: int) -> _Cut:
    if source.skip(left) < left:
        raise _torn(source)
    source.take_blank_lines()
    return cut


def _close(source: Source, cut: _Cut, size: int | None) -> _Cut:
    """Check that the record ends where its Content-Length says."""
    blank = source.take_blank_lines()
    follows = source.peek(5)
    whole = size is not None and len(cut.block) == size
    where = f"the record at byte {source.offset}"
    if whole and follows == b"WARC/" and blank:
        return cut
    if whole and not follows:
        if isinstance(source, GzipSource) or blank.count(b"\n") >= 2:
            return cut
        return replace(cut, problem=f"{where} is whole, but not the blank lines that close it: the file may be torn")
    return _mend_length(source, cut, size, blank)


def _mend_length(source: Source, cut: _Cut, size: int | None, blank: bytes) -> _Cut:
    """Take the record up to the next header, or the end, when its Content-Length is absent or does not fit.

    Where the record ends as it says, closing lines and all, what follows is foreign and not its own.
    """
    source.unread(cut.block + blank)
    rest, found = source.take_until_header(PAYLOAD_CAP)
    block = _CLOSING.sub(b"", rest)
    where = f"the record at byte {source.offset}"
    if size is not None and len(cut.block) == size and blank.count(b"\n") >= 2:
        return replace(cut, problem=f"{len(rest) - size} bytes after {where} belong to no record")
    in_member = isinstance(source, GzipSource) and not found and source.finished()
    too_long = size is None or len(block) < size
    if too_long and not found and not in_member:
        raise _torn(source)
    said = "no Content-Length" if size is None else f"Content-Length {size}"
    reaches = "its gzip member" if in_member else "the next one begins after" if found else "the file"
    holds = f"{reaches} {len(block)} bytes" if found else f"{reaches} ends after {len(block)} bytes"
    return replace(cut, block=block, truncated=in_member and too_long, problem=f"{where} has {said}, but {holds}")


def _torn(source: Source) -> BrokenSourceError:
    return BrokenSourceError(
        source.offset, f"torn at byte {source.end}: the last record, begun at byte {source.offset}, is incomplete"
    )


def _content_length(fields: Fields) -> int | None:
    text = (find_field(fields, "Content-Length") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _build(cut: _Cut, offset: int | None, length: int | None) -> Record | None:
    """Cut bytes → Record; None without a readable date."""
    date = parse_warc_date(find_field(cut.fields, "WARC-Date"))
    if date is None:
        return None
    kind = (find_field(cut.fields, "WARC-Type") or "unknown").strip().lower()
    uri = find_field(cut.fields, "WARC-Target-URI")
    http, payload = _split_block(kind, cut.block)
    return Record(
        type=kind,
        uri=clean_uri(uri) if uri else None,
        date=date,
        record_id=(find_field(cut.fields, "WARC-Record-ID") or "").strip(),
        headers=cut.fields,
        http=http,
        payload=payload,
        offset=offset,
        length=length,
        truncated=cut.truncated,
    )


def _split_block(kind: str, block: bytes) -> tuple[HttpHead | None, bytes]:
    """HTTP is recognised by its status line, not by the record's Content-Type, which some makers leave out."""
    if kind not in {"response", "revisit"}:
        return None, block
    http, payload = split_http(block)
    if http and "chunked" in (http.get("Transfer-Encoding") or "").lower():
        payload = remove_chunking(payload)
    return http, payload
