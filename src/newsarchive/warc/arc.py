"""Read ARC files, the format before WARC, as if they were WARC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsarchive.warc.cut import Cut, Format, open_input, read_format
from newsarchive.warc.dates import format_warc_date, parse_warc_date
from newsarchive.warc.read import split_block
from newsarchive.warc.record import Damage, Fields, Record, clean_uri
from newsarchive.warc.source import BrokenSourceError, Marks, Source

_HEADER = re.compile(
    rb"""(?P<url>[a-zA-Z][a-zA-Z0-9+.-]{0,15}:[^\r\n]{0,6000}?)
         [ ](?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+|-)
         [ ](?P<date>[0-9]{4,18})
         [ ](?P<mime>[^ \r\n]+)
         [^\r\n]{0,500}?                # ARC 2 tells result code, checksum, location, offset and file name here
         [ ](?P<length>[^ \r\n]+)\r*\n""",
    re.VERBOSE,
)


def read_arc(path: Path, *, offset: int = 0) -> Iterator[Record | Damage]:
    """Yield each record of an ARC file, plain or gzip, and a Damage for each place that could not be read.

    The file description becomes a warcinfo record, everything else a response (of http, dns, ftp …) without record id;
    its header fields are those that a WARC would have. See `read_records` for the rest.
    """
    with open_input(path) as file:
        yield from read_format(file, ARC, offset)


def _take_header(source: Source) -> tuple[Fields, int | None]:
    found = _HEADER.match(source.peek(ARC.marks.longest))
    if found is None:  # at_header said otherwise a moment ago
        raise BrokenSourceError(source.offset, f"no ARC header at byte {source.offset}")
    source.take(found.end())
    part = {name: value.decode("utf-8", "replace") for name, value in found.groupdict().items()}
    date = parse_warc_date(part["date"][:14])
    fields = (
        ("WARC-Type", "warcinfo" if part["url"].startswith("filedesc:") else "response"),
        ("WARC-Target-URI", clean_uri(part["url"])),
        ("WARC-Date", format_warc_date(date) if date else part["date"]),
        ("WARC-IP-Address", part["ip"]),
        ("Content-Type", part["mime"]),
    )
    return fields, int(part["length"]) if part["length"].isascii() and part["length"].isdigit() else None


def _build(cut: Cut, offset: int | None, length: int | None) -> Record | Damage:
    kind, uri, told_date, ip, mime = (value for _, value in cut.fields)
    date = parse_warc_date(told_date)
    if date is None:
        return Damage(offset, f"the record of {uri} is passed over: its date {told_date} cannot be read")
    http, payload = split_block(kind, cut.block)
    content_type = "application/http; msgtype=response" if http else mime
    return Record(
        type=kind,
        uri=uri,
        date=date,
        record_id="",
        headers=(*cut.fields[:-1], ("Content-Type", content_type))
        if ip != "-"
        else (*cut.fields[:-2], ("Content-Type", content_type)),
        http=http,
        payload=payload,
        offset=offset,
        length=length,
        truncated=cut.truncated,
    )


ARC = Format(Marks(_HEADER, longest=8192, closing=0), _take_header, _build)
