"""Text that was read in the wrong encoding: mojibake and the old Vietnamese encodings, mended part by part.

The parts are the lines and the text between tags, so that a page with its menu in Unicode and an old text in its middle
keeps the one and gets the other mended. What is not certain stays as it is.
"""

from __future__ import annotations

import re

from newsarchive.cleaning.legacy import find_legacy, is_candidate, is_foreign, may_be_legacy
from newsarchive.cleaning.mojibake import find_mojibake, may_be_mojibake

_PARTS = re.compile(r"(<[^<>]*>|\n)")


def repair(text: str) -> tuple[str, str | None]:
    """The text, and in words what was mended; the same text and None when nothing certainly is wrong.

    >>> repair("Há»™i nghá»‹ triá»ƒn khai nhiá»‡m vá»¥")
    ('Hội nghị triển khai nhiệm vụ', 'UTF-8 read as cp1252')
    >>> repair("Tieán só Leâ Vaên Höôùng noùi veà vuï luùa ñoâng xuaân, giaù luùa vaø nöôùc töôùi")
    ('Tiến sĩ Lê Văn Hướng nói về vụ lúa đông xuân, giá lúa và nước tưới', 'VNI')
    >>> repair("Hội nghị triển khai nhiệm vụ")[1] is None
    True
    """
    if may_be_mojibake(text):
        parts = _PARTS.split(text)
        if found := find_mojibake(parts):
            name, convert = found
            return "".join(map(convert, parts)), name
    if may_be_legacy(text):
        return _from_legacy(text, _PARTS.split(text))
    return text, None


def _from_legacy(text: str, parts: list[str]) -> tuple[str, str | None]:
    spoken = [part for part in parts if not part.startswith("<")]
    # Beside Unicode Vietnamese a word like "báo" may be either: only parts that make no sense as they stand are meant.
    mixed = any(not part.isascii() and not is_candidate(part) for part in spoken)
    meant = [part for part in parts if is_candidate(part) and (not mixed or is_foreign(part))]
    found = find_legacy([part for part in meant if not part.startswith("<")])
    if found is None:
        return text, None
    name, convert = found
    chosen = set(meant)
    return "".join(convert(part) if part in chosen else part for part in parts), name
