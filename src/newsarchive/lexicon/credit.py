"""One person under two names, where the paper itself shows it: "Phạm Yến (P.Y)", "Hồng Hà (tên thật: Trần Văn An)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsarchive.lexicon.initials import initial

_NAME = r"[^\W\d_]+(?:[ ][^\W\d_]+){1,4}"
_BRACKET = re.compile(rf"(?P<name>{_NAME})\s*\(\s*(?P<label>[^():]*?:?)\s*(?P<other>[^\W\d_][^():]{{1,30}})\s*\)")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.\s?)+[^\W\d_]{0,7}\.?")
_PEN = ("bút danh", "bút danh:", "ký tên", "bí danh")
_REAL = ("tên thật", "tên thật:", "tên thật là")


@dataclass(frozen=True, slots=True)
class Alias:
    """A name and what else the person signs with."""

    name: str
    variant: str


def find_aliases(raw: str) -> tuple[Alias, ...]:
    """The links that a credit line shows.

    >>> find_aliases("Bài, ảnh: Phạm Yến (P.Y)")
    (Alias(name='Phạm Yến', variant='P.Y'),)
    >>> find_aliases("Hồng Hà (tên thật: Trần Văn An)")
    (Alias(name='Trần Văn An', variant='Hồng Hà'),)
    >>> find_aliases("Phạm Yến (TTXVN)"), find_aliases("Phạm Yến (K.L)")
    ((), ())
    """
    found: list[Alias] = []
    for match in _BRACKET.finditer(raw):
        label, name, other = match["label"].strip().lower(), match["name"], match["other"].strip()
        for pen in (*_PEN, *_REAL):
            # The label and the name behind it may have been read as one.
            if not label and other.lower().startswith(pen + " "):
                label, other = pen, other[len(pen) :].strip()
        if label in _REAL:
            found.append(Alias(other, name))
        elif label in _PEN or (not label and is_short_for(other, name)):
            found.append(Alias(name, other))
    return tuple(dict.fromkeys(found))


def is_short_for(short: str, name: str) -> bool:
    """Whether `short` is dotted initials of the name, the given name perhaps whole: "P.Y", "P.Yến", "Th.H.".

    >>> is_short_for("P.Y", "Phạm Yến"), is_short_for("P.Yến", "Phạm Yến"), is_short_for("T.H.", "Trần Thị Thu Hà")
    (True, True, True)
    >>> is_short_for("P.Y", "Phạm Thị Hoa"), is_short_for("PY", "Phạm Yến")
    (False, False)
    """
    if not _DOTTED.fullmatch(short) or "." not in short:
        return False
    parts = [part.strip() for part in short.split(".") if part.strip()]
    words = name.split()
    if not 2 <= len(parts) <= len(words):
        return False
    # Middle names may be left out; the last part is the given name or its first letters, the others follow in order.
    at = -1
    for part in parts[:-1]:
        at = next((i for i in range(at + 1, len(words) - 1) if _begins(words[i], part)), len(words))
        if at == len(words):
            return False
    return _begins(words[-1], parts[-1])


def _begins(word: str, part: str) -> bool:
    return initial(word) == initial(part) and word.lower().startswith(part[1:].lower(), 1)
