"""Dunning's log-likelihood ratio: how surprising it is that a word is as frequent here as it is, against there.

T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence (1993), in the two-cell form that corpus
linguists use (P. Rayson and R. Garside, 2000).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

from newsarchive.cleaning.text import uniform_tone

_RUN = re.compile(r"[^\W_]+(?: [^\W_]+)*")
"""Words with nothing but one blank between them: no pair reaches over a comma or the end of a paragraph."""

SURE = 15.13
"""Values above have a probability below 0.0001 by chance (chi-squared, one degree of freedom)."""


@dataclass(frozen=True, slots=True)
class Key:
    """A word or a pair of syllables that is more frequent here than there."""

    words: str
    here: int
    there: int
    here_per_million: float
    there_per_million: float
    likelihood: float


def log_likelihood(here: int, there: int, size_here: int, size_there: int) -> float:
    """G² of a word that occurs `here` times among `size_here` words, `there` times among `size_there`.

    >>> round(log_likelihood(20, 5, 1000, 1000), 2)
    9.64
    >>> log_likelihood(0, 0, 10, 10)
    0.0
    """
    share = (here + there) / (size_here + size_there) if size_here + size_there else 0.0
    cells = ((here, size_here), (there, size_there))
    return 2 * sum((count * log(count / (size * share)) for count, size in cells if count), 0.0)


def read_words(text: str) -> Iterator[list[str]]:
    """The words of a text, in runs that nothing parts; in lower case, tone marks in one place.

    >>> list(read_words("Sông Trăng, hoà bình"))
    [['sông', 'trăng'], ['hòa', 'bình']]
    """
    for run in _RUN.findall(uniform_tone(text).lower()):
        yield run.split(" ")


def pairs_of(run: list[str]) -> Iterator[str]:
    """Neighbours: most Vietnamese words are two syllables."""
    return map(" ".join, pairwise(run))


def rank(here: Counter[str], there: Counter[str], size_here: int, size_there: int, least: int) -> list[Key]:
    """What occurs at least `least` times here and more often than there, the most surprising first."""
    keys = (_key(words, count, there[words], size_here, size_there) for words, count in here.items() if count >= least)
    return sorted(
        (key for key in keys if key.here_per_million > key.there_per_million and key.likelihood > SURE),
        key=lambda key: (-key.likelihood, key.words),
    )


def without_parts(pairs: Iterable[Key], singles: Iterable[Key]) -> list[Key]:
    """Both lists as one, a syllable left out where a pair that holds it is nearly as frequent: it is only its part."""
    kept = list(pairs)
    covered: dict[str, int] = {}
    for pair in kept:
        for part in pair.words.split(" "):
            covered[part] = max(covered.get(part, 0), pair.here)
    kept += [single for single in singles if covered.get(single.words, 0) < 0.6 * single.here]
    return sorted(kept, key=lambda key: (-key.likelihood, key.words))


def _key(words: str, here: int, there: int, size_here: int, size_there: int) -> Key:
    return Key(
        words, here, there,
        1e6 * here / size_here if size_here else 0.0, 1e6 * there / size_there if size_there else 0.0,
        log_likelihood(here, there, size_here, size_there),
    )  # fmt: skip
