"""One block of text: Unicode form, blanks, invisible characters; and the two foldings search needs.

None of these functions knows a word: they never add, drop or reorder one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2800\u3164]+")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[\w#]+")
_D_WITH_STROKE = {0x0110: "d", 0x0111: "d", 0x00D0: "d", 0x00F0: "d"}

# A tone mark that stands on the second letter of an open oa, oe, uy ("hoà") and its place on the first ("hòa").
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MOVED = {
    plain + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", plain + tone) + second
    for first, last in (("o", "a"), ("o", "e"), ("u", "y"))
    for plain in (first, first.upper())
    for second in (last, last.upper())
    for tone in _TONES
}
# Not after q, where u belongs to the consonant ("quý"); not before a letter, where the mark is rightly on the second
# vowel ("toàn", "ngoài", "khuỷu").
# The two sets of letters come first, though what follows asks again: an alternation would be tried at every letter.
_AE, _Y = ("".join(pair[1] for pair in _MOVED if pair[0] in first) for first in ("oO", "uU"))
_NEW_STYLE = re.compile(rf"[oOuU][{_AE}{_Y}](?![^\W\d_])(?:(?<=[oO][{_AE}])|(?<=[uU][{_Y}])(?<![qQ]..))")


def clean_text(text: str) -> str:
    """Return one block of text in NFC, its blanks collapsed to single ones, invisible characters cut.

    Combining marks as Windows-1258 leaves them are composed by NFC. Line breaks are blanks too: give one block at a
    time. No word is removed, and cleaning twice changes nothing.

    >>> clean_text("  Ba\\u0309n tin\\u00a0\\u00a0sáng\\n")
    'Bản tin sáng'
    >>> clean_text("\\ufeffThu\\u200b Hà")
    'Thu Hà'
    >>> clean_text("kinh tế - xã hội")
    'kinh tế - xã hội'
    """
    joined = text.strip()
    # Blanks other than " " are not printable: nearly no text need be taken apart, which costs a string for each word.
    is_plain = "  " not in joined and joined.isprintable()
    if not is_plain:
        joined = " ".join(joined.split())
        is_plain = joined.isprintable()
    if is_plain and joined.isascii():
        return joined
    if is_plain and "\u2800" not in joined and "\u3164" not in joined:
        # Nearly every text, at a fifth of the cost.
        return unicodedata.normalize("NFC", joined)
    visible = _INVISIBLE.sub("", text)
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", visible)).strip(" ")


def fold(text: str) -> str:
    """Return `text` in lower case, without marks and with đ→d; one code point to one, so offsets stay true.

    Expects NFC (see `clean_text`): a combining mark standing alone is kept, since dropping it would shift offsets.

    >>> fold("Đường về Ðà Nẵng")
    'duong ve da nang'
    >>> len(fold("İzmir")) == len("İzmir")
    True
    """
    return text.translate(_fold_table())


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words, given in lower case, stands in a text in any case: ten times as fast as a pattern.

    >>> holds_any("Cầu mới. ẢNH: Thu Hà", ("ảnh", "nguồn"))
    True
    """
    lowered = text.lower()
    for word in words:  # noqa: SIM110  (a generator costs twice as much)
        if word in lowered:
            return True
    return False


def line_key(text: str) -> str:
    """What a line says when it is compared with lines of other pages: its words, folded; signs other than # left out.

    >>> line_key("Số ra ngày 5/3:  Đón đọc CHUYỆN LÀNG!")
    'so ra ngay 5 3 don doc chuyen lang'
    """
    return " ".join(_WORD.findall(fold(clean_text(text))))


def mask_numbers(text: str) -> str:
    """The text with # for every run of digits.

    >>> mask_numbers("Số ra ngày 5/3, 7h30")
    'Số ra ngày #/#, #h#'
    """
    return _NUMBER.sub("#", text)


def uniform_tone(text: str) -> str:
    """Return NFC `text` with the tone mark of an open oa, oe, uy on its first vowel: hoà = hòa. Same length.

    Both placements stand side by side in one newspaper, even in one page; search and comparison need one of them.

    >>> uniform_tone("Hoà Bình, khoẻ, thuỷ điện, HOÀ, Thuý")
    'Hòa Bình, khỏe, thủy điện, HÒA, Thúy'
    >>> uniform_tone("quý, giá, toàn, ngoài, khuỷu tay, quỹ")
    'quý, giá, toàn, ngoài, khuỷu tay, quỹ'
    """
    return text if text.isascii() else _NEW_STYLE.sub(lambda found: _MOVED[found[0]], text)


@cache
def _fold_table() -> dict[int, str]:
    """Code point → folded character for every script that has case or marks (up to U+2FFF and the full-width forms)."""
    points = [*range(0x3000), *range(0xFF00, 0xFFF0)]
    folded = {point: _fold_character(chr(point)) for point in points}
    return {point: to for point, to in folded.items() if to != chr(point)} | _D_WITH_STROKE


def _fold_character(character: str) -> str:
    base, *marks = list(unicodedata.normalize("NFD", character))
    bare = base if all(unicodedata.combining(mark) for mark in marks) else character
    lower = bare.lower()
    return lower if len(lower) == 1 else bare
