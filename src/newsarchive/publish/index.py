"""Feeding the two full-text indexes from the original text; see docs/architecture.md, "Search in Vietnamese"."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from newsarchive.cleaning.text import fold, uniform_tone
from newsarchive.reading.tags import MARK, tag

FEEDS: dict[str, Callable[[str], str]] = {"fts": fold, "fts_exact": uniform_tone}
"""Index → what its text is turned into. Both keep the number and order of words, so snippets show the original."""

_HASH_SIZE = 64 * 2**20
"""Bytes of an index gathered in memory before they are written: building took 0.6 of the time it takes with FTS5's own
megabyte, since far less has to be merged again."""
_KNOWN = 200_000
"""Words kept with what they are turned into. A language has few: turning whole texts took five times as long."""


def fill_indexes(db: sqlite3.Connection) -> None:
    """Insert every article into both indexes, then merge them into one segment each."""
    db.create_function("article_tags", 4, _tags, deterministic=True)
    for table, feed in FEEDS.items():
        feeding = f"feed_{table}"
        db.create_function(feeding, 1, _WordByWord(feed), deterministic=True)
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {_HASH_SIZE})")
        db.execute(
            f"""INSERT INTO {table} (rowid, headline, lead, body, captions, byline, tags)
                SELECT c.id, {feeding}(c.headline), {feeding}(c.lead), {feeding}(c.body), {feeding}(c.captions),
                       {feeding}(c.byline), article_tags(f.newspaper, f.province, f.section,
                           (SELECT json_group_array(DISTINCT name) FROM bylines WHERE article_id = c.id))
                FROM fts_content AS c JOIN facets AS f ON f.id = c.id ORDER BY c.id"""
        )
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', {2**20})")


class _WordByWord:
    """Turns a text word by word, remembering each; both feeds look no further than a word's ends."""

    def __init__(self, feed: Callable[[str], str]) -> None:
        self._feed = feed
        self._known = _Known(feed)

    def __call__(self, text: str | None) -> str | None:
        if text is None:
            return None
        if len(self._known) > _KNOWN:
            self._known.clear()
        return " ".join(map(self._known.__getitem__, text.replace(MARK, "\ue001").split(" ")))


class _Known(dict[str, str]):
    """Word → what it is turned into."""

    def __init__(self, feed: Callable[[str], str]) -> None:
        self._feed = feed

    def __missing__(self, word: str) -> str:
        turned = self[word] = self._feed(word)
        return turned


def _tags(newspaper: str, province: str | None, section: str | None, bylines: str) -> str:
    words = [tag("newspaper", newspaper), *(tag("byline", name) for name in json.loads(bylines))]
    if province:
        words.append(tag("province", province))
    if section:
        words.append(tag("section", section))
    return " ".join(words)
