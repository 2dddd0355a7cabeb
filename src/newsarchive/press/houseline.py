"""House lines: what a newspaper prints inside its articles without saying anything of them."""

from __future__ import annotations

from collections.abc import Set

from newsarchive.cleaning.text import line_key, mask_numbers

LEAST_WORDS = 3
"""Shorter lines may be a heading or an answer of any article."""


def house_key(line: str) -> str | None:
    """The key by which a house line is known again; None when it has too few words, numbers not counted.

    Case, marks and signs make no difference. Numbers do, unless the line is written with # for them.

    >>> house_key("Đón đọc Chuyện làng số 12!"), house_key("Đón đọc Chuyện làng số #"), house_key("Còn nữa (12)")
    ('don doc chuyen lang so 12', 'don doc chuyen lang so #', None)
    """
    key = line_key(line)
    key = mask_numbers(key) if "#" in key else key
    return key if sum(map(str.isalpha, key.split())) >= LEAST_WORDS else None


def is_house_line(line: str, keys: Set[str]) -> bool:
    """Whether the whole line is one of the house lines with these keys.

    >>> is_house_line("ĐÓN ĐỌC: Chuyện làng số 7", {"don doc chuyen lang so #"})
    True
    """
    if not keys:
        return False
    key = line_key(line)
    return key in keys or mask_numbers(key) in keys
