"""How frequent words are in a whole release: what a word near another one is held against.

Single words were counted when the release was built. Pairs are counted in articles spread evenly over it: a table of
all pairs would be several times as large as the texts.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.likelihood import pairs_of, read_words
from newsarchive.reading.texts import read_texts

SPREAD = 300
"""Articles that pairs are counted in."""


@dataclass(frozen=True, slots=True)
class Background:
    """Frequencies of words and of pairs, each with the number of words that they were counted among."""

    words: Counter[str]
    size: int
    pairs: Counter[str]
    pairs_size: int
    articles: int
    """Articles that pairs were counted in."""


def read_background(db: sqlite3.Connection, words: Iterable[str]) -> Background:
    """The background of a release for these words."""
    ids = list(_spread(db))
    pairs: Counter[str] = Counter()
    size = 0
    for text in read_texts(db, ids):
        for run in read_words(text):
            pairs.update(pairs_of(run))
            size += len(run)
    total = int(db.execute("SELECT words FROM release").fetchone()[0])
    return Background(_count(db, words), total, pairs, size, len(ids))


def _count(db: sqlite3.Connection, words: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in words:
        row = db.execute("SELECT occurrences FROM terms WHERE term = ?", (word,)).fetchone()
        if row:
            found[word] = row[0]
    return found


def _spread(db: sqlite3.Connection) -> Iterator[int]:
    """Row ids of every n-th article, found by the counts of the months, so that none of those between is read."""
    months = db.execute("SELECT year, month, articles FROM months ORDER BY 1, 2").fetchall()
    ends = list(accumulate(count for *_, count in months))
    total = ends[-1] if ends else 0
    wanted = min(SPREAD, total)
    at = 0
    for number in range(wanted):
        place = (2 * number + 1) * total // (2 * wanted)
        while ends[at] <= place:
            at += 1
        year, month, count = months[at]
        yield _nth(db, year, month, place - ends[at] + count)


def _nth(db: sqlite3.Connection, year: int, month: int, number: int) -> int:
    name = f"{year:04d}-{month:02d}"
    low, high = (first_id(name), last_id(name)) if year else (0, first_id("0001") - 1)
    row = db.execute(
        "SELECT id FROM articles WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1 OFFSET ?", (low, high, number)
    )
    return int(row.fetchone()[0])
