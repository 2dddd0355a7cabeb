"""Taking a result set away: every article that a search finds, batch by batch, so that no set is too large.

Each batch is a query of its own that goes on below the last id, since ids are days: nothing is sorted, nothing is held
in memory, and no connection is kept while a slow reader reads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.reading.formats import FORMATS, Stamp
from newsarchive.reading.match import Match, SearchRequest, compile_request, match_request

BATCH = 500
"""Articles read at once."""

_COLUMNS = {
    "uid": "a.uid", "headline": "a.headline", "lead": "a.lead", "byline": "a.byline", "newspaper": "a.newspaper",
    "newspaper_name": "n.name", "province": "n.province_name", "section": "a.section", "day": "a.day",
    "published": "a.published", "published_precision": "a.published_precision", "published_raw": "a.published_raw",
    "language": "a.language", "url": "a.url", "access": "a.access", "word_count": "a.word_count",
    "figures": "a.figures", "revisions": "a.revisions", "captures": "a.captures",
    "first_captured_at": "a.first_captured_at", "last_captured_at": "a.last_captured_at",
    "content_digest": "a.content_digest", "extractor": "a.extractor", "text": "t.body",
}  # fmt: skip


@dataclass(slots=True)
class Taking:
    """A download that is being made; ask it for the next piece until there is none."""

    format: str
    """A key of FORMATS."""
    stamp: Stamp
    host: str
    _match: Match
    _begun: bool = field(default=False)
    _ended: bool = field(default=False)
    _first: bool = field(default=True)

    @property
    def media_type(self) -> str:
        """For the header Content-Type."""
        return FORMATS[self.format].media_type

    @property
    def filename(self) -> str:
        """A name that tells the release: "newsarchive-20261123T185102Z-3fa9c1d2.csv"."""
        return f"newsarchive-{self.stamp.release}.{self.format}"

    def next_piece(self, db: sqlite3.Connection) -> str | None:
        """The next piece of the file; None when all of it was given."""
        written = FORMATS[self.format]
        if not self._begun:
            self._begun = True
            return written.head(self.stamp)
        if self._ended:
            return None
        records = self._read(db)
        self._ended = len(records) < BATCH
        pieces = [self._separated(written.entry(record, self.stamp)) for record in records]
        return "".join(pieces) + (written.tail if self._ended else "")

    def _separated(self, entry: str) -> str:
        first, self._first = self._first, False
        return entry if first else FORMATS[self.format].separator + entry

    def _read(self, db: sqlite3.Connection) -> list[Mapping[str, Any]]:
        ids = self._next_ids(db)
        listed = ", ".join(map(str, ids))
        authors = _authors(db, listed)
        rows = db.execute(
            f"""SELECT a.id, {", ".join(_COLUMNS.values())}
                FROM articles AS a JOIN newspapers AS n ON n.id = a.newspaper LEFT JOIN texts AS t ON t.id = a.id
                WHERE a.id IN ({listed}) ORDER BY a.id DESC"""
        )
        return [
            {
                **dict(zip(_COLUMNS, row[1:], strict=True)),
                "authors": tuple(authors.get(row[0], ())),
                "permalink": f"{self.host}/bai/{row[1]}",
            }
            for row in rows
        ]

    def _next_ids(self, db: sqlite3.Connection) -> list[int]:
        """The next ids, newest first; the rest of the set begins below the last of them."""
        sql = f"SELECT {self._match.key} FROM {self._match.sql} ORDER BY {self._match.key} DESC LIMIT {BATCH}"
        ids = [int(row[0]) for row in db.execute(sql, self._match.parameters)]
        if ids:
            self._match.parameters["high"] = ids[-1] - 1
        return ids


def take(request: SearchRequest, form: str, stamp: Stamp, host: str) -> Taking:
    """Begin a download of all that `request` finds, newest first; raises QueryError."""
    return Taking(form, stamp, host, match_request(request, compile_request(request)))


def _authors(db: sqlite3.Connection, listed: str) -> dict[int, list[str]]:
    authors: dict[int, list[str]] = {}
    for article, name in _credited(db, listed):
        authors.setdefault(article, []).append(name)
    return authors


def _credited(db: sqlite3.Connection, listed: str) -> Iterator[tuple[int, str]]:
    yield from db.execute(
        f"SELECT article_id, name FROM bylines WHERE article_id IN ({listed}) AND role = 'text' ORDER BY 1, position"
    )
