"""Which line of one revision is which line of the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[str | None, str | None]

_WORD = re.compile(r"\w+")
_LIKE = 0.5
"""Share of their words two lines must have in common to be one line edited."""
_MOST_PAIRS = 1_000_000
"""Lines times lines that are compared; beyond it all lines count as taken out and brought in."""


def pair_lines(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """(before, after) of every line that is not the same in both, in reading order; None where there is none.

    >>> pair_lines(["Một hai ba bốn.", "Năm."], ["Một hai ba sáu.", "Bảy.", "Năm."])
    [('Một hai ba bốn.', 'Một hai ba sáu.'), (None, 'Bảy.')]
    """
    if len(before) * len(after) > _MOST_PAIRS:
        return [*((line, None) for line in before), *((None, line) for line in after)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        pair
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
        for pair in _pair_within(before[a:b], after[c:d])
    ]


def likeness(before: str, after: str) -> float:
    """Share of their words that two lines have in common, 0 to 1."""
    old, new = Counter(_WORD.findall(before.casefold())), Counter(_WORD.findall(after.casefold()))
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _pair_within(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """The lines of one changed stretch: each old line with the first new line after the last pair that is like it."""
    taken = 0
    for line in before:
        match = next((at for at in range(taken, len(after)) if likeness(line, after[at]) >= _LIKE), None)
        if match is None:
            yield line, None
            continue
        yield from ((None, new) for new in after[taken:match])
        yield line, after[match]
        taken = match + 1
    yield from ((None, new) for new in after[taken:])
