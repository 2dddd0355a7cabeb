"""Feeding the two full-text indexes from the original text; see docs/architecture.md, "Search in Vietnamese"."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from newsarchive.cleaning.text import fold, uniform_tone

FEEDS: dict[str, Callable[[str], str]] = {"fts": fold, "fts_exact": uniform_tone}
"""Index → what its text is turned into. Both keep the number and order of words, so snippets show the original."""


def fill_indexes(db: sqlite3.Connection) -> None:
    """Insert every article into both indexes, then merge them into one segment each."""
    for table, feed in FEEDS.items():
        feeding = f"feed_{table}"
        db.create_function(feeding, 1, _or_null(feed), deterministic=True)
        db.execute(
            f"""INSERT INTO {table} (rowid, headline, lead, body, captions, byline)
                SELECT id, {feeding}(headline), {feeding}(lead), {feeding}(body), {feeding}(captions), {feeding}(byline)
                FROM fts_content ORDER BY id"""
        )
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def _or_null(feed: Callable[[str], str]) -> Callable[[str | None], str | None]:
    return lambda text: None if text is None else feed(text)
