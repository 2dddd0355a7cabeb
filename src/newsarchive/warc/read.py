"""Read WARC files of any maker: every whole record, and in words what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsarchive.warc.content import remove_chunking
from newsarchive.warc.cut import Cut, Format, open_input, read_format, torn
from newsarchive.warc.dates import parse_warc_date
from newsarchive.warc.head import parse_fields, split_http
from newsarchive.warc.record import Damage, Fields, HttpHead, Record, clean_uri, find_field
from newsarchive.warc.source import BrokenSourceError, Marks, Source

_HEADER_CAP = 1 << 20
_HEADER = re.compile(rb"WARC/\d{1,2}\.\d{1,3}[ \t]{0,9}\r{0,9}\n(?=[A-Za-z][A-Za-z0-9-]{0,99}[ \t]{0,9}:)")


def read_records(path: Path, *, offset: int = 0) -> Iterator[Record | Damage]:
    """Yield each record of a WARC file, plain or gzip, and a Damage for each place that could not be read.

    `offset` is where to begin: 0 or the offset of a record. Memory stays flat: one record is held, `PAYLOAD_CAP` bytes
    of it at most. A record is given only when it is whole: its gzip member ends with the right checksum and length. A
    file cut exactly between two records looks whole to every reader; only a count kept elsewhere tells.

    Raises UnreadableInputError when the file cannot be opened, never for what is in it.
    """
    with open_input(path) as file:
        yield from read_format(file, WARC, offset)


def split_block(kind: str, block: bytes | memoryview) -> tuple[HttpHead | None, bytes]:
    """The block of a record → HTTP head (None if it has none) and payload without chunk framing.

    HTTP is recognised by its status line, not by the record's Content-Type, which some makers leave out.
    """
    if kind not in {"response", "revisit"}:
        return None, bytes(block)
    http, payload = split_http(block)
    if http and "chunked" in (http.get("Transfer-Encoding") or "").lower():
        payload = remove_chunking(payload)
    return http, payload


def _take_header(source: Source) -> tuple[Fields, int | None]:
    header = source.take_header(_HEADER_CAP)
    if header is None:
        if len(source.peek(_HEADER_CAP)) < _HEADER_CAP:
            raise torn(source)
        where = f"the record at byte {source.offset}"
        raise BrokenSourceError(source.offset, f"the header of {where} does not end within 1 MiB")
    fields = parse_fields(header[header.find(b"\n") + 1 :], "utf-8")  # without the line that tells the version
    text = (find_field(fields, "Content-Length") or "").strip()
    return fields, int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _build(cut: Cut, offset: int | None, length: int | None) -> Record | Damage:
    date = parse_warc_date(find_field(cut.fields, "WARC-Date"))
    if date is None:
        where = f"the record at byte {offset}" if offset is not None else "a record"
        return Damage(
            offset, f"{where} is passed over: it has no readable WARC-Date, so nobody knows when it was captured"
        )
    kind = (find_field(cut.fields, "WARC-Type") or "unknown").strip().lower()
    uri = find_field(cut.fields, "WARC-Target-URI")
    http, payload = split_block(kind, cut.block)
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


WARC = Format(Marks(_HEADER, longest=256, closing=2, opening=b"WARC/"), _take_header, _build)
