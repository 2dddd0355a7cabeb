"""Initials of Vietnamese syllables."""

from __future__ import annotations

import unicodedata


def initial(word: str) -> str:
    """The first letter in upper case without marks; Đ stays itself, since it is a letter of its own.

    >>> [initial(word) for word in ("ủy", "Đồng", "hành", "2023")]
    ['U', 'Đ', 'H', '2']
    """
    first = word[:1].upper()
    return "Đ" if first in "ĐÐ" else unicodedata.normalize("NFD", first)[:1]
