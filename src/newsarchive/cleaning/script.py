"""How much a line says in writings that part no words, or whose signs are words.

Lengths are thought in letters of an alphabet: a Chinese headline of 16 signs says what an English one says in 50.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Han, kana and Hangul."""
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Lao, Burmese, Khmer, kana and Han: no blank between words."""
_LOOK = 100
_LETTERS, _WORD = 3, {False: 6, True: 2}
"""Letters that a sign stands for; characters of a word, in a writing of letters and in one of signs."""


def width(text: str) -> int:
    """Letters that the text would have in an alphabet; in which writing it is its beginning tells.

    >>> width("Nông dân trồng sen"), width("港口大桥")
    (18, 12)
    """
    if text.isascii() or not _SIGNS.search(text, 0, _LOOK):
        return len(text)
    return len(text) + (_LETTERS - 1) * len(_SIGNS.findall(text))


def count_words(text: str) -> int:
    """Words between blanks, or about as many as there are where a writing has no blanks.

    >>> count_words("Nông dân trồng sen"), count_words("港口大桥周一通车"), count_words("เปิดใช้สะพานใหม่เชื่อมสองฝั่งแม่น้ำ")
    (4, 4, 5)
    """
    if not parts_no_words(text):
        return len(text.split())
    return len(text.split()) - 1 + len(_UNPARTED.findall(text)) // _WORD[_SIGNS.search(text) is not None]


def parts_no_words(text: str) -> bool:
    """Written without blanks between words; Thai and Lao print no full stops either."""
    return not text.isascii() and _UNPARTED.search(text) is not None
