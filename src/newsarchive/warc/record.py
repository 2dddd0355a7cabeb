"""The records that come out of a WARC, ARC or WACZ file, in the words of ISO 28500 (WARC 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.warc.content import decode_content
from newsarchive.warc.dates import parse_warc_date
from newsarchive.warc.digest import sha256_digest

Fields = tuple[tuple[str, str], ...]
"""Header fields in their order, case and number."""


def find_field(fields: Fields, name: str) -> str | None:
    """The first value of a field, its name compared without case; None when absent."""
    wanted, size = name.lower(), len(name)
    for key, value in fields:
        if len(key) == size and key.lower() == wanted:
            return value
    return None


@dataclass(frozen=True, slots=True)
class HttpHead:
    """The status line and header fields of an HTTP response as sent.

    Text is ISO-8859-1 (RFC 9112), so that every byte survives reading and writing.
    """

    status: int
    reason: str
    headers: Fields
    version: str = "HTTP/1.1"

    def get(self, name: str) -> str | None:
        """The first value of a field, its name compared without case; None when absent."""
        return find_field(self.headers, name)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. Everything is as in the file, except that the payload has its chunk framing removed."""

    type: str
    """warcinfo, response, resource, request, metadata, revisit, conversion, continuation; other words are kept."""
    uri: str | None
    """WARC-Target-URI without angle brackets, blanks as %20; None for warcinfo and where absent."""
    date: datetime
    """WARC-Date in UTC; a date cut short (2016-09) is read as its first instant."""
    record_id: str
    """WARC-Record-ID with its angle brackets as written; empty when the maker wrote none."""
    headers: Fields
    """WARC header fields."""
    http: HttpHead | None
    """Head of a response or revisit; None for everything else (a request is held whole in `payload`)."""
    payload: bytes
    """The body, chunk framing removed, content encoding kept; at most the reader's cap."""
    offset: int | None
    """Byte of the file where the record (or its gzip member) begins; None when it is not the first of its member."""
    length: int | None
    """Bytes from there to the next record; None where `offset` is None."""
    truncated: bool = False
    """True when `payload` is not all of it: over the reader's cap, or the file holds less than the record promises."""

    @property
    def payload_digest(self) -> str:
        """Digest of `payload`, computed by us: "sha256:" and lower-case hex."""
        return sha256_digest(self.payload)

    @property
    def mime(self) -> str | None:
        """Media type in lower case without parameters: of the HTTP response, else of the record; None when untold."""
        declared = self.http.get("Content-Type") if self.http else find_field(self.headers, "Content-Type")
        return (declared or "").split(";")[0].strip().lower() or None

    @property
    def refers_to(self) -> tuple[str | None, datetime | None]:
        """What a revisit repeats: WARC-Refers-To-Target-URI (else its own URI) and WARC-Refers-To-Date."""
        uri = find_field(self.headers, "WARC-Refers-To-Target-URI")
        return (clean_uri(uri) if uri else self.uri), parse_warc_date(self.get("WARC-Refers-To-Date"))

    def get(self, name: str) -> str | None:
        """The first value of a WARC header field; None when absent."""
        return find_field(self.headers, name)

    def content(self, limit: int = 64 << 20) -> bytes:
        """`payload` with its Content-Encoding undone (gzip, deflate, br, zstd), at most `limit` bytes.

        What cannot be decoded comes back as it is: a page stored decoded under its old header is common.
        """
        encoding = self.http.get("Content-Encoding") if self.http else None
        return decode_content(self.payload, encoding, limit=limit)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that could not be read."""

    offset: int | None
    """Byte of the file, None when it concerns the whole."""
    reason: str
    """What is wrong, in words for the reader of a log."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record that we wrote lies."""

    file: str
    """File name within the segment directory; the name the segment will have once closed."""
    offset: int
    length: int
    record_id: str
    payload_digest: str | None
    """"sha256:" and lower-case hex; None for records without a payload of their own."""


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """A closed segment."""

    file: str
    bytes: int
    records: int
    sha256: str
    """Digest of the whole file, lower-case hex without prefix."""
    path: Path


def clean_uri(uri: str) -> str:
    """A target URI as written by any maker → without angle brackets and outer blanks, inner blanks as %20.

    >>> clean_uri(" <http://bao.vn/a b> ")
    'http://bao.vn/a%20b'
    """
    text = uri.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    return text.replace(" ", "%20")
