"""Two sets of articles compared: which words are more frequent in the one than in the other."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from newsarchive.reading.expansion import expand_request
from newsarchive.reading.likelihood import Key, pairs_of, rank, read_words, without_parts
from newsarchive.reading.match import Match, SearchRequest, compile_request, count_matches, match_request
from newsarchive.reading.texts import read_texts

ARTICLES = 300
"""Articles of each set that are read, the newest."""
SHOWN = 25
_LEAST = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sets."""

    total: int
    """Articles in it."""
    read: int
    """Articles that were read: all, or the newest ARTICLES."""
    words: int
    """Words of these."""
    keys: tuple[Key, ...]
    """What sets it apart from the other."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sets."""

    first: Side
    second: Side


@dataclass(frozen=True, slots=True)
class _Read:
    total: int
    read: int
    words: Counter[str]
    pairs: Counter[str]

    @property
    def size(self) -> int:
        return sum(self.words.values())


def compare_sets(db: sqlite3.Connection, first: SearchRequest, second: SearchRequest) -> Comparison:
    """What sets the articles of two requests apart; raises QueryError."""
    one, other = _read(db, first), _read(db, second)
    return Comparison(_side(one, other), _side(other, one))


def _read(db: sqlite3.Connection, request: SearchRequest) -> _Read:
    asked = expand_request(db, request)
    match = match_request(asked, compile_request(asked))
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    texts = _texts(db, match)
    for text in texts:
        for run in read_words(text):
            words.update(run)
            pairs.update(pairs_of(run))
    return _Read(count_matches(db, match), len(texts), words, pairs)


def _texts(db: sqlite3.Connection, match: Match) -> list[str]:
    """The newest articles."""
    rows = db.execute(
        f"SELECT {match.key} FROM {match.sql} ORDER BY {match.key} DESC LIMIT {ARTICLES}", match.parameters
    )
    return read_texts(db, [row[0] for row in rows])


def _side(here: _Read, there: _Read) -> Side:
    pairs = rank(here.pairs, there.pairs, here.size, there.size, _LEAST)[:SHOWN]
    singles = rank(here.words, there.words, here.size, there.size, _LEAST)[:SHOWN]
    return Side(here.total, here.read, here.size, tuple(without_parts(pairs, singles)[:SHOWN]))
