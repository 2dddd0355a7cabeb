"""One record whose place and length are known, read within a limit whatever the file holds there."""

from __future__ import annotations

import io
from pathlib import Path

from newsarchive.exceptions import RecordTooLargeError, UnreadableInputError
from newsarchive.warc.away import open_file
from newsarchive.warc.cut import read_format
from newsarchive.warc.inflate import GZIP_MAGIC, InflateError, new_inflater
from newsarchive.warc.read import WARC
from newsarchive.warc.record import Record

_HEADERS = 1 << 20
"""Bytes that the header of record and answer may take beyond the limit."""


def read_bounded(path: Path, offset: int, length: int, *, limit: int) -> Record:
    """The record in these bytes of a file; about three times `limit` bytes are held.

    What its own header tells as digests is not looked at: of a record from elsewhere they may never have fitted.
    Raises RecordTooLargeError before more than that is read or unpacked, UnreadableInputError when there is no whole
    record.
    """
    if length > limit + _HEADERS:
        raise RecordTooLargeError(path, f"the record at byte {offset} takes {length} bytes")
    try:
        with open_file(path) as file:
            file.seek(offset)
            data = file.read(length)
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error
    items = read_format(io.BytesIO(_unpacked(path, offset, data, limit)), WARC, 0)
    item = next(items, None)
    if not isinstance(item, Record) or item.truncated:
        told = "it is not whole" if isinstance(item, Record) else item.reason if item else "nothing is there"
        raise UnreadableInputError(path, f"no whole record at byte {offset}: {told}")
    return item


def _unpacked(path: Path, offset: int, data: bytes, limit: int) -> bytes:
    if not data.startswith(GZIP_MAGIC):
        return data
    inflater = new_inflater()
    try:
        plain = inflater.decompress(data, limit + _HEADERS)
        # The checksum behind the last byte is only looked at when more is asked for.
        rest = b"" if inflater.eof else inflater.decompress(inflater.unconsumed_tail, 1)
    except InflateError as error:
        raise UnreadableInputError(path, f"the gzip member at byte {offset} is damaged") from error
    if rest or (not inflater.eof and len(plain) >= limit):
        raise RecordTooLargeError(path, f"the record at byte {offset} unpacks to more than {limit} bytes")
    if not inflater.eof:
        raise UnreadableInputError(path, f"the gzip member at byte {offset} is torn")
    return plain
