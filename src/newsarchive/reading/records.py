"""An article of a release as a record that leaves the reading room: its fields, and where they were taken from."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from newsarchive.reading.texts import of_text

Record = Mapping[str, Any]

COLUMNS = (
    "uid", "headline", "lead", "authors", "photographers", "byline", "newspaper", "newspaper_name", "province",
    "section", "day", "published", "published_precision", "published_raw", "language", "url", "permalink", "access",
    "word_count", "captions", "keywords", "figures", "revisions", "captures", "first_captured_at", "last_captured_at",
    "content_digest", "extractor", "text", "query", "search_url", "release", "exported_at",
)  # fmt: skip
"""Of a table; what a record says of one article, and what its stamp says."""
LISTS = ("authors", "photographers", "captions", "keywords")
"""Columns that hold several strings."""
NUMBERS = ("word_count", "figures", "revisions", "captures")

_SQL = {
    "uid": "a.uid", "headline": "a.headline", "lead": "a.lead", "byline": "a.byline", "newspaper": "a.newspaper",
    "newspaper_name": "n.name", "province": "n.province_name", "section": "a.section", "day": "a.day",
    "published": "a.published", "published_precision": "a.published_precision", "published_raw": "a.published_raw",
    "language": "a.language", "url": "a.url", "access": "a.access", "word_count": "a.word_count",
    "figures": "a.figures", "revisions": "a.revisions", "captures": "a.captures",
    "first_captured_at": "a.first_captured_at", "last_captured_at": "a.last_captured_at",
    "content_digest": "a.content_digest", "extractor": "a.extractor", "text": of_text("body"),
}  # fmt: skip
_LISTED = {
    "authors": ("name", "bylines", "role = 'text'"),
    "photographers": ("name", "bylines", "role = 'photo'"),
    "captions": ("raw", "figures", "raw IS NOT NULL"),
    "keywords": ("keyword", "keywords", "1"),
}
"""Field → (column, table, condition) of the rows that it lists."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a download comes from; it stands in the file itself."""

    query: str
    """As typed; empty when only filters were set."""
    search_url: str
    """The search, filters and all: opening it asks the same again."""
    release: str
    exported_at: str
    """UTC, ISO 8601 with Z."""

    def line(self) -> str:
        """The same as one line."""
        return f"query: {self.query}; search: {self.search_url}; release: {self.release}; taken: {self.exported_at}"


def read_records(db: sqlite3.Connection, ids: Sequence[int], host: str) -> list[Record]:
    """The articles with these row ids, newest first; `host` is what permalinks begin with."""
    listed = ", ".join(map(str, ids))
    lists = {name: _read_lists(db, name, listed) for name in _LISTED}
    rows = db.execute(
        f"""SELECT a.id, {", ".join(_SQL.values())}
            FROM articles AS a JOIN newspapers AS n ON n.id = a.newspaper
            WHERE a.id IN ({listed}) ORDER BY a.id DESC"""
    )
    return [
        {
            **dict(zip(_SQL, row[1:], strict=True)),
            **{name: tuple(found.get(row[0], ())) for name, found in lists.items()},
            "permalink": f"{host}/bai/{row[1]}",
        }
        for row in rows
    ]


def as_row(record: Record, stamp: Stamp) -> dict[str, Any]:
    """A record with its stamp, in the order of COLUMNS."""
    whole = {**record, **asdict(stamp)}
    return {name: whole[name] for name in COLUMNS}


def _read_lists(db: sqlite3.Connection, name: str, listed: str) -> dict[int, list[str]]:
    column, table, condition = _LISTED[name]
    found: dict[int, list[str]] = {}
    for article, value in db.execute(
        f"SELECT article_id, {column} FROM {table} WHERE article_id IN ({listed}) AND {condition} ORDER BY 1, position"
    ):
        found.setdefault(article, []).append(value)
    return found
