"""Records laid out as bytes: WARC 1.1 headers, HTTP heads, application/warc-fields."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from newsarchive.warc.record import Fields, HttpHead

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
ORIGINAL_TRANSFER_ENCODING = "X-Archive-Orig-Transfer-Encoding"
_UNWRITABLE = re.compile(r"[\x00\r\n]+")
_TRANSFER_ENCODING = re.compile(rb"^Transfer-Encoding(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)
_OPEN_HEAD = re.compile(rb"(?:\r?\n)*\Z")


def new_record_id() -> str:
    """A fresh WARC-Record-ID with its angle brackets."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def warc_header(fields: Iterable[tuple[str, str]]) -> bytes:
    """Fields → the header of a WARC 1.1 record and its blank line, in UTF-8; line ends in values become blanks."""
    lines = [f"{name}: {_UNWRITABLE.sub(' ', value)}\r\n" for name, value in fields]
    return f"WARC/1.1\r\n{''.join(lines)}\r\n".encode("utf-8", "surrogateescape")


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """Fields → a block of type application/warc-fields.

    >>> warc_fields([("software", "newsarchive")])
    b'software: newsarchive\\r\\n'
    """
    return "".join(f"{name}: {_UNWRITABLE.sub(' ', value)}\r\n" for name, value in fields).encode()


def http_head(head: HttpHead | bytes) -> bytes:
    """A response head, parsed or as sent, → its bytes up to and with the blank line; order, case and repeats are kept.

    The bodies we store have their chunk framing removed. A Transfer-Encoding that would now be untrue is renamed, which
    every reader of web archives knows.

    >>> http_head(b"HTTP/1.1 200 OK\\r\\ntransfer-encoding: chunked\\r\\n")
    b'HTTP/1.1 200 OK\\r\\nX-Archive-Orig-Transfer-Encoding: chunked\\r\\n\\r\\n'
    """
    raw = head if isinstance(head, bytes) else _head_bytes(head)
    return _TRANSFER_ENCODING.sub(ORIGINAL_TRANSFER_ENCODING.encode(), _OPEN_HEAD.sub(b"\r\n\r\n", raw, count=1))


def _head_bytes(head: HttpHead) -> bytes:
    lines = [f"{head.version} {head.status:03d} {head.reason}", *(f"{name}: {value}" for name, value in head.headers)]
    return "\r\n".join(_UNWRITABLE.sub(" ", line) for line in lines).encode("iso-8859-1", "backslashreplace")


def present(*fields: tuple[str, str | None]) -> Fields:
    """The fields that have a value.

    >>> present(("WARC-IP-Address", None), ("WARC-Type", "response"))
    (('WARC-Type', 'response'),)
    """
    return tuple((name, value) for name, value in fields if value)
