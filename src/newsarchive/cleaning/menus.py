"""Menus around the article when a scrape took the whole page: long runs of very short lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.cleaning.boilerplate import is_boilerplate
from newsarchive.cleaning.byline import looks_like_byline
from newsarchive.cleaning.dates import is_moment

_PROSE = 100
_MENU, _LONG_MENU = 9, 40
_WORDS = 4
_HEADLINE_WORDS = 5
_FINAL_STOP = re.compile(r"""[.!?…][”"’')\]]*$""")


def find_article(lines: Sequence[str]) -> tuple[int, int]:
    """First index and end of the lines between the menu above an article and the one below it.

    A menu is a run of nine lines or more, mostly of up to four words, or any run of forty. Above, the article begins
    with the last longer line before the first paragraph: the headline. Below, it ends with its byline, unless half as
    much text again follows.

    >>> menu = ["Trang chủ", "Thời sự", "Kinh tế", "Xã hội", "Văn hóa", "Thể thao", "Bạn đọc", "Video", "Ảnh"]
    >>> paragraph = "Sáng 5/3, cây cầu mới đã thông xe, trong niềm vui của bà con hai bên bờ sông. " * 2
    >>> paragraph = paragraph.strip()
    >>> find_article([*menu, "Cầu mới nối hai bờ sông", paragraph, "Thu Hà", *menu])
    (9, 12)
    >>> find_article(["Cầu mới", "Quang cảnh", paragraph])
    (0, 3)
    """
    prose = [index for index, line in enumerate(lines) if len(line) >= _PROSE and _FINAL_STOP.search(line)]
    if not prose:
        return 0, len(lines)
    start = _find_headline(lines, prose[0]) if _is_menu(lines[: prose[0]]) else 0
    return start, _find_end(lines, prose)


def _find_headline(lines: Sequence[str], first_prose: int) -> int:
    for index in range(first_prose - 1, -1, -1):
        line = lines[index]
        if len(line.split()) >= _HEADLINE_WORDS and not is_boilerplate(line) and not is_moment(line):
            return index
    return first_prose


def _find_end(lines: Sequence[str], prose: Sequence[int]) -> int:
    """Behind the paragraph after which a menu follows and less than half as much text again."""
    lengths = [len(lines[index]) for index in prose]
    for order, index in enumerate(prose):
        behind = prose[order + 1] if order + 1 < len(prose) else len(lines)
        below = lines[index + 1 : behind]
        if _is_menu(below) and sum(lengths[order + 1 :]) * 2 < sum(lengths[: order + 1]):
            signed = (place for place, line in enumerate(below[:3]) if looks_like_byline(line, last=True))
            return index + 2 + max(signed, default=-1)
    return len(lines)


def _is_menu(lines: Sequence[str]) -> bool:
    short = sum(len(line.split()) <= _WORDS for line in lines)
    return len(lines) >= _LONG_MENU or (len(lines) >= _MENU and short * 10 >= len(lines) * 6)
