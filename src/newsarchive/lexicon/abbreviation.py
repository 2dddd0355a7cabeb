"""Abbreviations that a text defines: "cải cách hành chính (CCHC)", "CCHC (cải cách hành chính)".

Only what is spelled out by its initials counts: "Tổ chức Y tế Thế giới (WHO)" is a translation, not an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsarchive.cleaning.text import uniform_tone
from newsarchive.lexicon.initials import initial

_UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ"
_SHORT = rf"(?=[^\s()]*[{_UPPER}][^\s()]*[{_UPPER}])[{_UPPER}][^\W_]*(?:[&/-][^\W_]+)*"
_CALLED = r"(?:(?:sau đây|từ đây|dưới đây)\s+)?(?:được\s+)?(?:gọi tắt|viết tắt|gọi chung|gọi)(?:\s+là)?\s*:?\s*[“\"']?"
_BEHIND = re.compile(rf"\(\s*(?:{_CALLED})?(?P<short>{_SHORT})[”\"']?\s*\)")
_BEFORE = re.compile(rf"(?<![^\W_])(?P<short>{_SHORT})\s*\((?P<long>[^()]{{3,120}})\)")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_WORD = re.compile(r"[^\W_]+")
# What may stand between two syllables of one name: blanks, a comma, a dash, quotation marks.
_GAP = re.compile(r"[\s,&“”\"'–-]*")
_FUNCTION_WORDS = frozenset(
    ("và", "của", "các", "những", "về", "cho", "trong", "với", "tại", "do", "để", "trên", "theo", "từ", "ở", "là", "sự",
     "có", "được", "bằng", "hoặc", "hay", "đối", "số", "năm")
)  # fmt: skip
"""Words that an abbreviation may leave out."""
_LONGEST = 12
"""Letters and numbers of an abbreviation."""
_REACH = 30
"""Words looked back over."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One abbreviation, spelled out once."""

    short: str
    """As printed: "CCHC", "KT-XH"."""
    long: str
    """As printed: "cải cách hành chính"."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def find_definitions(text: str) -> tuple[Definition, ...]:
    """Every abbreviation that a paragraph spells out, in its order; each once.

    >>> [(d.short, d.long) for d in find_definitions("Việc cải cách hành chính (CCHC), HĐND (Hội đồng nhân dân)")]
    [('CCHC', 'cải cách hành chính'), ('HĐND', 'Hội đồng nhân dân')]
    >>> [d.long for d in find_definitions("Sở Văn hóa, Thể thao và Du lịch (VHTTDL)")]
    ['Văn hóa, Thể thao và Du lịch']
    >>> find_definitions("Tổ chức Y tế Thế giới (WHO), phóng viên Phạm Yến (PY)")
    ()
    """
    found = [
        (match.start(), Definition(match["short"], long))
        for match in _BEHIND.finditer(text)
        if (long := _spelled_before(text[: match.start()], match["short"])) is not None
    ]
    found += [
        (match.start(), Definition(match["short"], match["long"].strip()))
        for match in _BEFORE.finditer(text)
        if _spells(match["long"], match["short"])
    ]
    return tuple(dict.fromkeys(one for _, one in sorted(found, key=lambda pair: pair[0])))


def _spelled_before(text: str, short: str) -> str | None:
    """The end of `text` that the abbreviation stands for."""
    words = list(_last_words(text))
    letters = _letters(short)
    count = _match(letters, words)
    if count is None:
        return None
    long = text[words[-count].start : words[-1].end]
    return long if _is_term(short, long) else None


def _spells(long: str, short: str) -> bool:
    words = list(_last_words(long.strip()))
    return bool(words) and _match(_letters(short), words) == len(words) == len(_WORD.findall(long)) and _is_term(
        short, long)  # fmt: skip


def _is_term(short: str, long: str) -> bool:
    """Two capitals behind two capitalised words are as likely a person's initials: left alone."""
    words = _WORD.findall(long)
    return not (len(_letters(short)) == 2 and len(words) > 1 and all(word[0].isupper() for word in words))


def _last_words(text: str) -> Iterator[_Word]:
    """The words at the end of `text` that nothing parts but blanks, commas and dashes; in order."""
    words = [_Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text, max(0, len(text) - 300))]
    end = len(text)
    kept: list[_Word] = []
    for word in reversed(words[-_REACH:]):
        if not _GAP.fullmatch(text, word.end, end):
            break
        kept.append(word)
        end = word.start
    return reversed(kept)


def _letters(short: str) -> list[str]:
    """What must be spelled out: letters one by one, numbers whole."""
    pieces = _PIECE.findall(short)
    return [one for piece in pieces for one in ([piece] if piece.isdecimal() else map(initial, piece))]


def _match(letters: Sequence[str], words: Sequence[_Word]) -> int | None:
    """How many words at the end the letters stand for, from the last to the first; None when they do not."""
    if not 2 <= len(letters) <= _LONGEST:
        return None
    # Positions (letters left, words used) that can be reached; an abbreviation is short, so there are few.
    reached = {(len(letters), 0)}
    while reached:
        following: set[tuple[int, int]] = set()
        for left, used in reached:
            if left == 0:
                return used
            if used == len(words):
                continue
            word = words[len(words) - used - 1].text
            wanted = letters[left - 1]
            if word == wanted if wanted.isdecimal() else initial(word) == wanted:
                following.add((left - 1, used + 1))
            if used and left < len(letters) and uniform_tone(word).lower() in _FUNCTION_WORDS:
                following.add((left, used + 1))
        reached = following
    return None
