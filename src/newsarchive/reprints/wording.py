"""What two texts are compared by: their words in order, without the lines that are the newspaper's own.

A word is a number of 61 bits, a digest of how it is written: so the runs of a whole text come of a few shifts, and
texts are held against each other without a string being made. Two words of one digest are met with in no archive.
"""

from __future__ import annotations

import operator
import re
import sys
from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from hashlib import blake2b

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
_END = re.compile(r"[.!?…\n]\s")
"""Ends a sentence; lines are parted by two line feeds."""
_SIGNS = re.compile(r"^\W+|\W+$")
_NUMBER = 1 << 60
"""The bit of a word that begins with a digit; those below it are its digest."""
_KNOWN = 1 << 16


class Vocabulary(dict[str, int]):
    """What is printed between two blanks → the word, 0 for signs alone: looked up it costs a twentieth.

    Forgets all when it holds _KNOWN, some ten megabytes: numbers and names never end.
    """

    def __missing__(self, printed: str) -> int:
        if len(self) >= _KNOWN:
            self.clear()
        known = self[printed] = _word(uniform_tone(_SIGNS.sub("", printed)))
        return known


def _word(written: str) -> int:
    if not written:
        return 0
    digest = int.from_bytes(blake2b(written.encode(), digest_size=8).digest(), "big") % _NUMBER
    return digest + _NUMBER if written < ":" else digest


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a text, or a line of a list or table: what a desk takes over or leaves whole."""

    words: array[int]
    key: int | None
    """48 bits of its words' digest; None for one too short to be known again."""


@dataclass(frozen=True)
class Wording:
    """The words of a text."""

    words: array[int]
    keys: frozenset[int]
    """Its lines that can be known again."""

    @cached_property
    def numbers(self) -> Counter[int]:
        """How often each number stands in it: "5/3" and "1.250.000" are one number each."""
        return Counter([one for one in self.words if one >= _NUMBER])

    @cached_property
    def runs(self) -> frozenset[int]:
        """Every RUN words that follow each other; most texts are never held against another, and need none."""
        return frozenset(runs_of(self.words, RUN))

    @property
    def is_comparable(self) -> bool:
        """Whether it is text enough to say that two are the same."""
        return len(self.words) >= LEAST_WORDS and self.numbers.total() <= MOST_NUMBERS * len(self.words)

    def masked(self) -> array[int]:
        """Its words, with every number the same."""
        return array("Q", [min(one, _NUMBER) for one in self.words])


def split_lines(paragraphs: Iterable[str], vocabulary: Vocabulary) -> list[Line]:
    """The words of each sentence: lower case, one placement of tones, signs around them left out.

    >>> lines = split_lines(["Ngày 5/3, UBND tỉnh hoà giải 1.250 vụ. Xong."], Vocabulary())
    >>> [len(line.words) for line in lines]
    [8, 1]
    >>> lines[0].key == split_lines(["ngày 5/3: UBND tỉnh hòa giải (1.250) vụ"], Vocabulary())[0].key
    True
    """
    known = vocabulary.__getitem__
    sentences = _END.split("\n\n".join(paragraphs).lower())
    lines = (array("Q", filter(None, map(known, sentence.split()))) for sentence in sentences)
    return [Line(words, _key(words)) for words in lines if words]


def _key(words: array[int]) -> int | None:
    if len(words) < _LEAST_LINE:
        return None
    return int.from_bytes(blake2b(words, digest_size=6).digest(), "big")


def word(lines: Iterable[Line], house: Collection[int] = ()) -> Wording:
    """The wording of a text without the lines in `house`."""
    words, keys = array("Q"), set()
    for line in lines:
        if line.key not in house:
            words.extend(line.words)
            keys.add(line.key)
    return Wording(words, frozenset(key for key in keys if key is not None))


def runs_of(words: array[int], length: int) -> array[int]:
    """Every `length` words (up to four) that follow each other, from first to last, each run a number of 64 bits.

    A run is its words one upon the other (exclusive or), each shifted a bit further than the one before, so that their
    order counts. A whole text is one long integer: three bits are free above each word, and nothing spills over.
    """
    count = max(0, len(words) - length + 1)
    shifted = (int.from_bytes(words[i : i + count].tobytes(), sys.byteorder) << i for i in range(length))
    return array("Q", reduce(operator.xor, shifted).to_bytes(8 * count, sys.byteorder))
