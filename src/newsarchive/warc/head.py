"""Header blocks of WARC records and HTTP responses, read as leniently as real files demand."""

from __future__ import annotations

import re

from newsarchive.warc.record import Fields, HttpHead

_STATUS_LINE = re.compile(rb"(HTTP/\d(?:\.\d)?)[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?", re.IGNORECASE)
_INTERIM = re.compile(rb"1(?!01)")
"""Answers that come before the final one (RFC 9110, 15.2: 100, 103), which some crawlers keep with it; 101 is final."""
_USUAL = re.compile(r"^([!-9;-~]+)[ \t]*:[ \t]*((?:[^\r\n]*[^\r\n \t])?)[ \t]*\r*$", re.MULTILINE)
"""A line as nearly all are; a block of nothing else is read by it alone, which is three times as fast."""
_BLANKS = " \t"
_HEAD_END = re.compile(rb"\r*\n\r*\n")


def parse_fields(block: bytes, encoding: str) -> Fields:
    """Lines "Name: value" → pairs in their order; a line that begins with a blank continues the one before.

    Lines end in CRLF, LF or CRCRLF (all seen); lines without a colon are dropped. A block that is not in `encoding` is
    read as ISO-8859-1.
    """
    text = _text(block, encoding).strip("\r\n")
    usual: list[tuple[str, str]] = _USUAL.findall(text)
    return tuple(usual if len(usual) == text.count("\n") + 1 else _parse_oddly(text))


def _parse_oddly(text: str) -> list[tuple[str, str]]:
    """The lines of a block that holds others than "Name: value"."""
    fields: list[tuple[str, str]] = []
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        if line.startswith((" ", "\t")) and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip(_BLANKS)}".strip(_BLANKS))
            continue
        key, colon, rest = line.partition(":")
        if colon and (name := key.strip(_BLANKS)):
            fields.append((name, rest.strip(_BLANKS)))
    return fields


def split_http(block: bytes | memoryview) -> tuple[HttpHead | None, bytes]:
    """The block of a response record → its head and the rest; (None, block) when it does not begin with a status line.

    >>> head, body = split_http(b"HTTP/1.0 302\\r\\nlocation: /x\\r\\nLocation: /y\\r\\n\\r\\nabc")
    >>> head.status, head.reason, head.headers, body
    (302, '', (('location', '/x'), ('Location', '/y')), b'abc')
    """
    status = _STATUS_LINE.match(block)
    if not status:
        return None, bytes(block)
    end = _HEAD_END.search(block, status.end())
    stop, rest = (end.start(), end.end()) if end else (len(block), len(block))
    if _INTERIM.match(status[2]) and _STATUS_LINE.match(block, rest):
        return split_http(block[rest:])
    head = HttpHead(
        status=int(status[2]),
        reason=(status[3] or b"").decode("iso-8859-1").strip(_BLANKS),
        headers=parse_fields(bytes(block[status.end() : stop]), "iso-8859-1"),
        version=status[1].decode("ascii"),
    )
    return head, bytes(block[rest:])


def _text(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")
