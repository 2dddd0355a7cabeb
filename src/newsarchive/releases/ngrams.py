"""Counting n-grams of one newspaper and month so that no text can be put together from them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsarchive.reading.likelihood import read_words

LEAST = 5
"""Articles of the newspaper and month that must hold an n-gram. What fewer hold is told by none of the tables."""
LONGEST = 3
"""Words of the longest n-grams."""

Gram = tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    occurrences: Counter[Gram] = field(default_factory=Counter)
    articles: Counter[Gram] = field(default_factory=Counter)
    last: dict[Gram, int] = field(default_factory=dict)
    """The article that an n-gram was counted for last."""


def count_ngrams(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int, int]]:
    """(n-gram, articles, occurrences) of what at least LEAST articles hold, by length and alphabet.

    `lines` are (article, line of text), those of one article together; they are gone through LONGEST times. A line
    counts once however often it was printed: otherwise a text that came out under five addresses would be told whole.
    An n-gram is looked at only when both of the shorter ones in it are frequent enough, so that memory is that of what
    can still be told.
    """
    distinct = _distinct(lines)
    frequent: set[Gram] = {()}
    for size in range(1, LONGEST + 1):
        tally = _tally(distinct, size, frequent)
        frequent = {gram for gram, articles in tally.articles.items() if articles >= LEAST}
        for gram in sorted(frequent):
            yield " ".join(gram), tally.articles[gram], tally.occurrences[gram]


def _distinct(lines: Iterable[tuple[int, str]]) -> list[tuple[int, tuple[Gram, ...]]]:
    seen: set[tuple[Gram, ...]] = set()
    kept: list[tuple[int, tuple[Gram, ...]]] = []
    for article, line in lines:
        runs = tuple(tuple(run) for run in read_words(line))
        if runs not in seen:
            seen.add(runs)
            kept.append((article, runs))
    return kept


def _tally(lines: list[tuple[int, tuple[Gram, ...]]], size: int, frequent: set[Gram]) -> _Tally:
    tally = _Tally()
    for article, runs in lines:
        for run in runs:
            for start in range(len(run) - size + 1):
                gram = run[start : start + size]
                if gram[1:] in frequent and gram[:-1] in frequent:
                    tally.occurrences[gram] += 1
                    if tally.last.get(gram) != article:
                        tally.last[gram] = article
                        tally.articles[gram] += 1
    return tally
