"""The archived copies that a release lists (RFC 7089): those of an address, and the nearest to a moment."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal
from urllib.parse import quote, unquote

from newsarchive.surt import surt

Form = Literal["", "if_", "id_"]
"""How a copy is shown: marked as one, for the frame of our own page, or as it was sent."""

_COLUMNS = (
    "kind", "url", "timestamp", "content_type", "warc_file", "warc_offset", "warc_length", "payload_digest",
    "revisit_digest",
)  # fmt: skip
_SELECT = f"SELECT (SELECT uid FROM articles WHERE id = m.article_id), m.{', m.'.join(_COLUMNS)} FROM mementos AS m"
_SCHEME = re.compile(r"(https?):/{0,2}(?=[^/])", re.IGNORECASE)
_ESCAPED_SCHEME = re.compile(r"https?%3A", re.IGNORECASE)
_DATE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT")
_FORMAT = "%a, %d %b %Y %H:%M:%S GMT"
_UNSAFE = "%/:?[]@!$&'()*+,;=~-._"
"""What an address may hold beside letters and digits; anything else is escaped, so that it can end no header."""


@dataclass(frozen=True, slots=True)
class Memento:
    """One archived copy and where its bytes lie."""

    uid: str | None
    """Of the article it shows; None for a picture."""
    kind: str
    """page or picture."""
    url: str
    timestamp: str
    """UTC, 14 digits: 20240601010000."""
    content_type: str | None
    warc_file: str
    """Relative to data/warc."""
    warc_offset: int
    warc_length: int
    payload_digest: str
    """`sha256:` + hex of the payload as sent."""
    revisit_digest: str | None
    """Another digest that the payload must have too; None for most."""

    @property
    def moment(self) -> datetime:
        """When it was captured, to the second."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    @property
    def http_date(self) -> str:
        """The same as HTTP writes it."""
        return format_datetime(self.moment, usegmt=True)

    @property
    def iso(self) -> str:
        """The same as ISO 8601 writes it, with Z."""
        return f"{self.moment:%Y-%m-%dT%H:%M:%SZ}"

    def path(self, form: Form = "") -> str:
        """Where the copy is given out."""
        return f"/memento/{self.timestamp}{form}/{quote_address(self.url)}"


def quote_address(url: str) -> str:
    """An address in ASCII, as it can stand in a header, a link or behind a path of ours.

    >>> quote_address("https://bao.example/tin <1>?q=đ#x")
    'https://bao.example/tin%20%3C1%3E?q=%C4%91%23x'
    """
    return quote(url, safe=_UNSAFE, errors="replace")


def asked_address(text: str, query: str = "") -> str:
    """The address behind `/timegate/` and its kin: as it is, percent-encoded whole, or without its scheme.

    >>> asked_address("https:/bao.example/a", "b=1"), asked_address("bao.vn"), asked_address("http%3A%2F%2Fx.vn%2F")
    ('https://bao.example/a?b=1', 'http://bao.vn', 'http://x.vn/')
    """
    address = unquote(text) if _ESCAPED_SCHEME.match(text) else text
    scheme = _SCHEME.match(address)
    address = f"{scheme[1].lower()}://{address[scheme.end() :]}" if scheme else f"http://{address}"
    return f"{address}?{query}" if query else address


def parse_accept_datetime(value: str) -> datetime | None:
    """An Accept-Datetime header → its moment; None when it is not a date as RFC 1123 writes it, in GMT.

    >>> parse_accept_datetime("Sat, 01 Jun 2024 01:00:00 GMT").isoformat(), parse_accept_datetime("yesterday")
    ('2024-06-01T01:00:00+00:00', None)
    """
    text = value.strip()
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def parse_timestamp(text: str) -> datetime | None:
    """4 to 14 digits, year first → the first moment they stand for; None for no such moment.

    >>> parse_timestamp("202406").isoformat(), parse_timestamp("20241399")
    ('2024-06-01T00:00:00+00:00', None)
    """
    padded = text + "00000101000000"[len(text) :]
    try:
        return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def read_mementos(db: sqlite3.Connection, url: str) -> tuple[Memento, ...]:
    """Every copy of an address, oldest first; one a second. Addresses are one when their sort keys (SURT) are."""
    return _distinct(db, "m.urlkey = ?", surt(url))


def read_copies(db: sqlite3.Connection, uid: str) -> tuple[Memento, ...]:
    """Every copy of an article's page, at whatever of its addresses, oldest first."""
    return _distinct(db, "m.article_id = (SELECT id FROM articles WHERE uid = ?)", uid)


def nearest(mementos: Sequence[Memento], moment: datetime) -> Memento:
    """The copy nearest in time, of two the earlier; there must be one."""
    return min(mementos, key=lambda one: abs(one.moment - moment))


def find_picture(db: sqlite3.Connection, url: str, moment: datetime) -> Memento | None:
    """The copy of a picture that is nearest to a moment; None when none is listed."""
    pictures = [one for one in read_mementos(db, url) if one.kind == "picture"]
    return nearest(pictures, moment) if pictures else None


def _distinct(db: sqlite3.Connection, where: str, value: str) -> tuple[Memento, ...]:
    if not _lists_copies(db):
        return ()
    rows = db.execute(f"{_SELECT} WHERE {where} ORDER BY m.timestamp, m.id", (value,))
    return tuple({row[3]: Memento(*row) for row in rows}.values())


def _lists_copies(db: sqlite3.Connection) -> bool:
    """A release of an earlier version has no such table."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'mementos'").fetchone() is not None
