"""Two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from newsarchive.changes.records import Run

_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|\w+|\s+|[^\w\s]")
_MOST_PAIRS = 1_000_000
"""Tokens times tokens that are compared (SequenceMatcher is quadratic at worst); beyond it a text is a new one."""


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """What stayed, went and came, in reading order; blanks between two changed words count as changed.

    >>> [(run.kind, run.text) for run in compare_words("14 nhà tốc mái", "23 nhà tốc mái")]
    [('removed', '14'), ('added', '23'), ('same', ' nhà tốc mái')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # Most edits are small: what both begin and end with costs nothing.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _compare_tokens(old[head : len(old) - tail], new[head : len(new) - tail])
    ends = ("".join(old[:head]), "", ""), ("".join(old[len(old) - tail :]), "", "")
    return _runs(list(_without_islands([one for one in (ends[0], *middle, ends[1]) if any(one)])))


def _common(old: list[str], new: list[str]) -> int:
    """How many tokens both begin with."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _compare_tokens(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    """Pieces (same, removed, added)."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [("", "".join(old), "".join(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        ("".join(old[a:b]), "", "") if kind == "equal" else ("", "".join(old[a:b]), "".join(new[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
    ]


def _without_islands(pieces: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Pieces (same, removed, added), with blanks that stand between two changes made part of them."""
    held: tuple[str, str] | None = None
    for at, (same, removed, added) in enumerate(pieces):
        between = same.isspace() and 0 < at < len(pieces) - 1
        if same and not between:
            if held is not None:
                yield ("", *held)
                held = None
            yield same, "", ""
        else:
            old, new = held or ("", "")
            held = old + same + removed, new + same + added
    if held is not None:
        yield ("", *held)


def _runs(pieces: list[tuple[str, str, str]]) -> tuple[Run, ...]:
    found = []
    for same, removed, added in pieces:
        found += [Run("same", same)] if same else []
        found += [Run("removed", removed)] if removed else []
        found += [Run("added", added)] if added else []
    return tuple(found)
