"""When two texts of one page say the same: a caption and an image's alt, a headline and a repeated heading."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from newsarchive.cleaning.text import uniform_tone

_REACH = 4000
_MOVING = frozenset("oòóỏõọuùúủũụOÒÓỎÕỌUÙÚỦŨỤ")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=128)
def key(text: str) -> str:
    """The words alone, in one case and one tone placement; kept, since a page's texts are compared several times."""
    return " ".join(_WORD.findall(uniform_tone(text).casefold()))


def same(first: str | None, second: str | None) -> bool:
    """Equal but for case, marks of punctuation and the placement of tones."""
    if not first or not second or abs(len(first) - len(second)) > 40 + len(first) // 2:
        return False
    return _may_begin_alike(first[0], second[0]) and key(first) == key(second)


def _may_begin_alike(one: str, other: str) -> bool:
    """A look at the first letters, which turns most pairs away; a tone may move to or from the vowels of oa, oe, uy."""
    if one == other or not (one.isalnum() and other.isalnum()):
        return True
    return one in _MOVING or other in _MOVING or one.casefold() == other.casefold()


def alike(first: str | None, second: str | None, least: float = 0.9) -> bool:
    """Nearly the same words, in any order."""
    a, b = key(first or "").split(), key(second or "").split()
    whole = len(a) + len(b)
    if not a or not b or 2 * min(len(a), len(b)) / whole < least:
        return False
    return 2 * (Counter(a) & Counter(b)).total() / whole >= least


def begins(whole: str, part: str) -> bool:
    """True when one begins with the words of the other: descriptions are cut off, and so are copies of leads."""
    if not whole or not part or not _may_begin_alike(whole[0], part[0]):
        return False
    a, b = key(whole[:_REACH]), key(part[:_REACH].rstrip(".… "))
    return bool(a and b) and (a.startswith(b) or b.startswith(a))
