"""What two texts are compared by: their words in order, without the lines that are the newspaper's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import chain, pairwise

from newsarchive.cleaning.text import uniform_tone

RUN = 4
"""Words of a run (a shingle). A Vietnamese word is one to two syllables, so four are about three words; with five an
edit in every tenth syllable breaks half of all runs."""
SIGNED_RUN = 3
"""Words of a run in a signature, which only proposes: where a fifth of the words are changed, two texts have a quarter
of their runs of four in common and a third of those of three; two that have nothing to do with each other a 200th."""
LEAST_WORDS = 40
"""Shorter texts say too little: two notices of one form are alike by chance."""
MOST_NUMBERS = 1 / 3
"""Of the words: where more of them are numbers it is a table (draws, prices, results), and no text."""
_LEAST_LINE = 8
"""Words of a sentence that says by itself where it was printed."""
_ENDS = frozenset(".!?…")
_SIGNS = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a text, or a line of a list or table: what a desk takes over or leaves whole."""

    words: list[str]
    key: int | None
    """48 bits of its words' digest; None for one too short to be known again."""


@dataclass(frozen=True)
class Wording:
    """The words of a text."""

    words: Sequence[str]
    numbers: Counter[str]
    """How often each number stands in it: "5/3" and "1.250.000" are one number each."""
    keys: frozenset[int]
    """Its lines that can be known again."""

    @cached_property
    def runs(self) -> frozenset[str]:
        """Every RUN words that follow each other; most texts are never held against another, and need none."""
        return frozenset(runs_of(self.words))

    @property
    def is_comparable(self) -> bool:
        """Whether it is text enough to say that two are the same."""
        return len(self.words) >= LEAST_WORDS and self.numbers.total() <= MOST_NUMBERS * len(self.words)


def split_lines(paragraphs: Iterable[str]) -> list[Line]:
    """The words of each sentence: lower case, one placement of tones, signs around them left out.

    >>> split_lines(["Ngày 5/3, UBND tỉnh hoà giải 1.250 vụ. Xong."])[0].words
    ['ngày', '5/3', 'ubnd', 'tỉnh', 'hòa', 'giải', '1.250', 'vụ']
    """
    return [_line(sentence) for paragraph in paragraphs for sentence in _sentences(paragraph.lower().split())]


def _sentences(printed: list[str]) -> Iterator[list[str]]:
    ends = [i for i, one in enumerate(printed, 1) if one[-1] in _ENDS]
    for start, end in pairwise((0, *ends, len(printed))):
        if words := [one for one in map(_word, printed[start:end]) if one]:
            yield words


@lru_cache(maxsize=1 << 16)
def _word(printed: str) -> str:
    """What is printed between two blanks, as a word: a text repeats its words, and looked up they cost a tenth."""
    return uniform_tone(_SIGNS.sub("", printed))


def _line(words: list[str]) -> Line:
    if len(words) < _LEAST_LINE:
        return Line(words, None)
    digest = blake2b(" ".join(words).encode(), digest_size=6).digest()
    return Line(words, int.from_bytes(digest, "big"))


def word(lines: Iterable[Line], house: Collection[int] = ()) -> Wording:
    """The wording of a text without the lines in `house`."""
    kept = [line for line in lines if line.key not in house]
    words = list(chain.from_iterable(line.words for line in kept))
    return Wording(
        words=words,
        numbers=Counter([one for one in words if one < ":"]),
        keys=frozenset(line.key for line in kept if line.key is not None),
    )


def is_number(one: str) -> bool:
    """Whether a word begins with a digit."""
    return one < ":"


def runs_of(words: Sequence[str], length: int = RUN) -> Iterator[str]:
    """Every `length` words that follow each other, from first to last."""
    return map(" ".join, zip(*(words[i:] for i in range(length)), strict=False))
