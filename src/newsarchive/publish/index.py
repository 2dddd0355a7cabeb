"""Feeding the two full-text indexes from the original text; see docs/architecture.md, "Search in Vietnamese"."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from newsarchive.cleaning.text import fold, uniform_tone
from newsarchive.reading.groups import schemas
from newsarchive.reading.tags import MARK, tag

_RANGES = (range(0x1E0), range(0x200, 0x340), range(0x1E00, 0x1F00), range(0x2000, 0x2100))
_LATIN = frozenset(chr(point) for points in _RANGES for point in points)
"""Where unicode61 folds as we do, but for đ; in other scripts, and in a few rare letters, it leaves marks on."""
_HASH_SIZE = 64 * 2**20
"""Bytes of an index gathered in memory before they are written: building took 0.6 of the time it takes with FTS5's own
megabyte, since far less has to be merged again."""
_CONFIGURATION = {"hashsize": (_HASH_SIZE, 2**20), "automerge": (0, 4), "crisismerge": (1_999, 16)}
"""Option → (while building, FTS5's own): what is gathered is merged once, at the end, instead of again and again."""


def feed_folded(text: str) -> str:
    """What `fts` is fed with: unicode61 takes marks off by itself, đ and other scripts are left to `fold`.

    Folding every text took six times as long.

    >>> feed_folded("Đường về"), feed_folded("Москвой")
    ('Dường về', 'москвои')
    """
    if not _LATIN.issuperset(text):
        return fold(text)
    return text.replace("đ", "d").replace("Đ", "D").replace("ð", "d").replace("Ð", "D")


FEEDS: dict[str, Callable[[str], str]] = {"fts": feed_folded, "fts_exact": uniform_tone}
"""Index → what its text is turned into. Both keep the number and order of words, so snippets show the original."""


def fill_indexes(db: sqlite3.Connection) -> None:
    """Insert every article into both indexes of its file, then merge them into one segment each."""
    db.create_function("article_tags", 4, _tags, deterministic=True)
    for index, feed in FEEDS.items():
        db.create_function(f"feed_{index}", 1, _without_mark(feed), deterministic=True)
        for schema in schemas(db):
            _fill(db, schema, index)


def _fill(db: sqlite3.Connection, schema: str, index: str) -> None:
    feeding = f"feed_{index}"
    _configure(db, schema, index, 0)
    db.execute(
        f"""INSERT INTO {schema}.{index} (rowid, headline, lead, body, captions, byline, tags)
            SELECT c.id, {feeding}(c.headline), {feeding}(c.lead), {feeding}(c.body), {feeding}(c.captions),
                   {feeding}(c.byline), article_tags(f.newspaper, f.province, f.section,
                       (SELECT json_group_array(DISTINCT name) FROM {schema}.bylines WHERE article_id = c.id))
            FROM {schema}.fts_content AS c JOIN {schema}.facets AS f ON f.id = c.id ORDER BY c.id"""
    )
    db.execute(f"INSERT INTO {schema}.{index} ({index}) VALUES ('optimize')")
    _configure(db, schema, index, 1)


def _configure(db: sqlite3.Connection, schema: str, index: str, which: int) -> None:
    for option, values in _CONFIGURATION.items():
        db.execute(f"INSERT INTO {schema}.{index} ({index}, rank) VALUES (?, ?)", (option, values[which]))


def _without_mark(feed: Callable[[str], str]) -> Callable[[str | None], str | None]:
    """The feed for a text that may hold the sign of tags, which must not get into an index as one."""
    return lambda text: None if text is None else feed(text.replace(MARK, "\ue001") if MARK in text else text)


def _tags(newspaper: str, province: str | None, section: str | None, bylines: str) -> str:
    words = [tag("newspaper", newspaper), *(tag("byline", name) for name in json.loads(bylines))]
    if province:
        words.append(tag("province", province))
    if section:
        words.append(tag("section", section))
    return " ".join(words)
