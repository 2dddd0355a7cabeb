"""What a search finds, read once: the row ids of its newest articles, by which all that stands around them is counted.

Walking through an index is what costs time, and of a large archive most of the time that a reader waits. So a page
walks once, from the newest article back, and stops at MOST; the whole set is counted only where that is quick.
"""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Literal

from newsarchive.reading.match import Match, count_matches

MOST = 10_000
"""Articles of a set that are read: as many as its pages of results show."""
_ENTRIES = 200_000
"""Entries of an index up to which several words are followed to their end; FTS5 takes 0.1 to 0.2 µs for one."""

_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Found:
    """A set of articles."""

    match: Match
    """What they meet."""
    ids: tuple[int, ...]
    """Row ids, newest first, at most MOST."""
    total: int
    """Articles in the set, or MOST when there are more and they were not counted."""
    is_more: bool
    """There are more than `total`."""

    @property
    def is_whole(self) -> bool:
        """`ids` are all of them."""
        return len(self.ids) == self.total and not self.is_more


def find(db: sqlite3.Connection, match: Match) -> Found:
    """Read what meets a search."""
    ids = read_ids(db, match, MOST + 1, "DESC")
    if len(ids) <= MOST:
        return Found(match, ids, len(ids), is_more=False)
    if not _is_quickly_counted(db, match):
        return Found(match, ids[:MOST], MOST, is_more=True)
    total = articles_of_release(db) if match.is_everything else count_matches(db, match)
    return Found(match, ids[:MOST], total, is_more=False)


def read_ids(db: sqlite3.Connection, match: Match, most: int, direction: Literal["ASC", "DESC"]) -> tuple[int, ...]:
    """Row ids, newest first (DESC) or oldest (ASC), as one value: of ten thousand rows each took three times as long.

    From the oldest is the way in which an index lies: it took three quarters of the time.
    """
    sql = f"SELECT {match.key} AS id FROM {match.sql} ORDER BY {match.key} {direction} LIMIT {most}"
    return tuple(json.loads(db.execute(f"SELECT json_group_array(id) FROM ({sql})", match.parameters).fetchone()[0]))


def articles_of_release(db: sqlite3.Connection) -> int:
    """All articles there are."""
    return int(db.execute("SELECT articles FROM release").fetchone()[0])


def count_up_to_most(db: sqlite3.Connection, match: Match) -> tuple[int, bool]:
    """(articles, whether there are more): never more than MOST are counted."""
    sql = f"SELECT count(*) FROM (SELECT {match.key} FROM {match.sql} ORDER BY {match.key} DESC LIMIT {MOST + 1})"
    count = int(db.execute(sql, match.parameters).fetchone()[0])
    return min(count, MOST), count > MOST


def _is_quickly_counted(db: sqlite3.Connection, match: Match) -> bool:
    """A single word always is; several are when their lists of articles, each of which is followed, are short.

    The beginning of a word (`prefix*`) stands for any number of words.
    """
    expression = str(match.parameters.get("match", ""))
    words = {word for phrase in _QUOTED.findall(expression) for word in phrase.split()}
    if '" *' in expression:
        return False
    if len(words) < 2:
        return True
    column = "term" if match.sql.startswith("fts_exact") else "folded"
    marks = ", ".join("?" * len(words))
    entries = db.execute(f"SELECT sum(articles) FROM terms WHERE {column} IN ({marks})", sorted(words)).fetchone()[0]
    return (entries or 0) <= _ENTRIES
