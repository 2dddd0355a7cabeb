"""Words that stand near a word more often than in the whole release, or than elsewhere in the same articles."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from newsarchive.reading.background import Background, read_background
from newsarchive.reading.concordance import as_phrase, read_marked
from newsarchive.reading.likelihood import Key, pairs_of, rank, read_words, without_parts
from newsarchive.reading.match import SearchRequest, count_matches, match_request
from newsarchive.reading.query import compile_query
from newsarchive.reading.snippet import Pieces

ARTICLES = 300
"""Articles that are read for it, the newest found."""
WINDOW = 5
"""Words on either side that count as near."""
SHOWN = 40
_LEAST = 3

Reference = Literal["release", "articles"]
REFERENCES: tuple[Reference, ...] = get_args(Reference)
"""What nearness is held against: the whole release, or the rest of the articles found."""


@dataclass(frozen=True, slots=True)
class Collocates:
    """What stands near the words of a query."""

    total: int
    """Articles found."""
    read: int
    """Articles that were read: all, or the newest ARTICLES."""
    hits: int
    near: int
    """Words within WINDOW of a hit."""
    elsewhere: int
    """Words that these are held against."""
    against: Reference
    spread: int
    """Articles of the release that pairs were counted in; 0 against the articles themselves."""
    keys: tuple[Key, ...]


def read_collocates(db: sqlite3.Connection, request: SearchRequest, against: Reference = "release") -> Collocates:
    """The collocates of what is asked for, bare words as one phrase; raises QueryError."""
    asked = as_phrase(request)
    total = count_matches(db, match_request(asked, compile_query(asked.text, tier=asked.tier)))
    near, far = _Tally(), _Tally()
    hits, uids = 0, set[str]()
    for uid, pieces in read_marked(db, asked, ARTICLES):
        uids.add(uid)
        hits += sum(is_hit for _, is_hit in pieces)
        _tally(pieces, near, far)
    held = _release(db, near) if against == "release" else Background(far.words, far.size, far.pairs, far.size, 0)
    pairs = rank(near.pairs, held.pairs, near.size, held.pairs_size, _LEAST)
    singles = rank(near.words, held.words, near.size, held.size, _LEAST)
    keys = without_parts(pairs[:SHOWN], singles[:SHOWN])[:SHOWN]
    return Collocates(total, len(uids), hits, near.size, held.size, against, held.articles, tuple(keys))


def _release(db: sqlite3.Connection, near: _Tally) -> Background:
    """The release without the words that are near, which are part of it."""
    whole = read_background(db, (word for word, count in near.words.items() if count >= _LEAST))
    elsewhere = Counter({word: max(count - near.words[word], 0) for word, count in whole.words.items()})
    return replace(whole, words=elsewhere, size=max(whole.size - near.size, 0))


class _Tally:
    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.size = 0

    def add(self, run: list[str]) -> None:
        self.words.update(run)
        self.pairs.update(pairs_of(run))
        self.size += len(run)


def _tally(pieces: Pieces, near: _Tally, far: _Tally) -> None:
    """A text between two hits is near the one before with its first words, near the next with its last."""
    for i, (text, is_hit) in enumerate(pieces):
        if is_hit:
            continue
        runs = list(read_words(text))
        left = WINDOW if i > 0 else 0
        right = WINDOW if i < len(pieces) - 1 else 0
        for run, start, size in _placed(runs):
            end = start + len(run)
            first = min(max(left - start, 0), len(run))
            last = max(min(size - right - start, len(run)), first) if right and end > size - right else len(run)
            for part, tally in ((run[:first], near), (run[first:last], far), (run[last:], near)):
                if part:
                    tally.add(part)


def _placed(runs: list[list[str]]) -> Iterator[tuple[list[str], int, int]]:
    """(run, place of its first word, words of all runs)."""
    size, start = sum(map(len, runs)), 0
    for run in runs:
        yield run, start, size
        start += len(run)
