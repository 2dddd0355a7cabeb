"""Text in TCVN3 or VNI, read as if it were Western: recognised only when certain, and converted.

Certain is a text in which nearly every word with a letter beyond ASCII becomes a Vietnamese syllable, while many of
them were none before. French, German or Unicode Vietnamese never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsarchive.cleaning.letters import TCVN3, VNI
from newsarchive.cleaning.syllable import is_syllable

_UNICODE = re.compile(r"[\u0100-\u017f\u01a0-\u01b0\u0300-\u036f\u1ea0-\u1ef9]")
"""Letters that neither encoding can show: text that holds one is Unicode already."""
_HIGH = re.compile(r"[\u00a1-\u00ff]")
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_LETTER = re.compile(r"[^\W\d_]+")
_TCVN3 = str.maketrans(TCVN3)
_VNI = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_LEAST = 8
"""Marked words below which nothing is certain."""
_SURE = 0.95
_FOREIGN = 0.3
"""Share of the marked words that must be no syllables as they stand."""
# Every text of a few sentences has đ, à and á (TCVN3), or ư, à and á behind their vowels (VNI): no page without them is
# looked at any closer.
_SIGNS = (("®", "µ", "¸"), ("ö", "ø", "ù"))


def find_legacy(parts: Sequence[str]) -> tuple[str, Callable[[str], str]] | None:
    """Name and converter of the encoding that the parts of a page or text are in, None when that is not certain.

    Parts that hold Unicode Vietnamese are no evidence: a page may keep its menu in Unicode and its old texts in TCVN3.

    >>> found = find_legacy(["Héi nghÞ triÓn khai nhiÖm vô ph¸t triÓn kinh tÕ - x· héi n¨m 1999"])
    >>> found[0], found[1]("Héi nghÞ")
    ('TCVN3', 'Hội nghị')
    >>> find_legacy(["Un café à la crème, s'il vous plaît, déjà payé par l'élève français près du marché"]) is None
    True
    """
    words = [word for part in parts if is_candidate(part) for word in _WORD.findall(part) if _HIGH.search(word)]
    if len(words) < _LEAST or sum(not _reads(word) for word in words) < _FOREIGN * len(words):
        return None
    scored = [(sum(_reads(convert(word)) for word in words), name, convert) for name, convert in _CONVERTERS]
    best, name, convert = max(scored, key=lambda one: one[0])
    return (name, convert) if best >= _SURE * len(words) else None


def may_be_legacy(text: str) -> bool:
    """Whether the signs of one of the encodings stand in a text at all: a look of a few microseconds."""
    return any(all(sign in text for sign in signs) for signs in _SIGNS)


def is_candidate(part: str) -> bool:
    """Whether a part has letters beyond ASCII, none of them Unicode Vietnamese."""
    return _HIGH.search(part) is not None and _UNICODE.search(part) is None


def is_foreign(part: str) -> bool:
    """Whether a part holds a marked word that is no Vietnamese syllable as it stands."""
    return any(not _reads(word) for word in _WORD.findall(part) if _HIGH.search(word))


def from_tcvn3(text: str) -> str:
    """TCVN3 as Windows-1252 shows it → Unicode.

    >>> from_tcvn3("Céng hßa x· héi chñ nghÜa ViÖt Nam")
    'Cộng hòa xã hội chủ nghĩa Việt Nam'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """VNI as Windows-1252 shows it → Unicode.

    >>> from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam")
    'Cộng hòa xã hội chủ nghĩa Việt Nam'
    """
    return _VNI.sub(lambda code: VNI[code[0]], text)


def _reads(word: str) -> bool:
    """Whether a word is letters only and one syllable."""
    return _LETTER.fullmatch(word) is not None and is_syllable(word)


_CONVERTERS = (("TCVN3", from_tcvn3), ("VNI", from_vni))
