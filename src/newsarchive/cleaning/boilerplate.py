"""What stands around an article in a naive scrape: comment form, captcha, share bar, related lists, tags, imprint.

A line goes only when the *whole* line is such furniture, by wording and structure together. A sentence that merely
mentions "quảng cáo", "bình luận" or "ban biên tập" stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from newsarchive.cleaning.furniture import (
    is_contact,
    is_form,
    is_furniture,
    is_imprint,
    is_list_heading,
    is_weak,
    name_furniture,
    opens_comments,
    say,
)

_PARAGRAPH = 100
_STOPS, _CLOSING = (".", "!", "?", "…", ":", ";"), "\"”’')]"
_BULLET = re.compile(r"^(?:[-–—•*+»>]|\d{1,2}[.)])\s*")


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is furniture of the page and none of it article.

    >>> [is_boilerplate(line) for line in ("Gửi bình luận Nhập lại", "(0) Bình luận", "Từ khóa: cải cách, hành chính")]
    [True, True, True]
    >>> [is_boilerplate(line) for line in (">> Giá vàng hôm nay", "Facebook Twitter Zalo Copy link", "0:00 / 0:00")]
    [True, True, True]
    >>> is_boilerplate("Ông cho rằng quảng cáo trên báo cần được kiểm soát.")
    False
    >>> [is_boilerplate(line) for line in ("Bình luận viên có mặt tại sân", "Ban biên tập họp bàn về số Tết", "")]
    [False, False, False]
    """
    said = say(line)
    return bool(said) and (is_form(said) or is_furniture(said) or is_list_heading(said))


def starts_tail(line: str) -> bool:
    """Whether the line opens the comment form or its captcha: behind it stands nothing of the article.

    Ask it of lines behind the body's beginning: "Ý kiến bạn đọc" is also the name of a section.

    >>> [starts_tail(line) for line in ("Ý kiến bạn đọc - Gửi bình luận", "reset captcha", "Bình luận (3)")]
    [True, True, True]
    >>> starts_tail("Từ khóa: bầu cử"), starts_tail("Ý kiến của bạn bè quốc tế rất tích cực.")
    (False, False)
    """
    said = say(line)
    return bool(said) and is_form(said)


def cut_imprint(lines: Sequence[str]) -> int:
    """How many of the lines stand above the paper's imprint: its addresses are cut where it stands below them.

    >>> cut_imprint(["Cầu đã thông xe.", "Địa chỉ: 12 phố Bến Gỗ", "Giấy phép số 12/GP-BC", "Theo dõi"])
    1
    >>> cut_imprint(["Cầu đã thông xe.", "Mọi giúp đỡ xin gửi về:", "Địa chỉ: 12 phố Bến Gỗ"])
    3
    """
    prose = next((at for at in range(len(lines) - 1, 0, -1) if _is_prose(lines[at])), 0)
    below = range(prose + 1, len(lines))
    end = next((at for at in below if is_imprint(say(lines[at]))), len(lines))
    if end < len(lines):
        while end > 1 and is_contact(say(lines[end - 1])):
            end -= 1
    return end


def remove_boilerplate(text: str) -> str:
    """Return a naive scrape without comment form, captcha, share and related lines, tags, advertising and imprint.

    Lines are kept as they are or dropped whole, in order; blank lines are kept between what remains. Behind the comment
    form everything goes, if most of the text stands before it. Doing it twice changes nothing.

    >>> print(remove_boilerplate("Tin mới về cầu\\n\\nCầu đã thông xe.\\n\\nÝ kiến bạn đọc\\n\\nreset captcha"))
    Tin mới về cầu
    <BLANKLINE>
    Cầu đã thông xe.
    """
    lines = _drop_edges(text.splitlines())
    while True:
        kept = _pass(lines)
        if len(kept) == len(lines):
            return "\n".join(kept)
        lines = kept


class _Line(str):
    """A line that is told apart from others that say the same."""

    __slots__ = ()


def judge_lines(text: str) -> list[tuple[str, str | None]]:
    """Every line that says something, and why `remove_boilerplate` drops it; None for one that it keeps.

    >>> [why for _, why in judge_lines("Cầu đã thông xe.\\n\\nÝ kiến bạn đọc\\n\\nreset captcha")]
    [None, 'the tail begins: comment form', 'behind the tail']
    """
    lines: list[str] = [_Line(line) for line in text.splitlines()]
    why: dict[int, str] = {}
    left, before = _drop_edges(lines), -1
    while len(left) != before:
        before = len(left)
        for step, reason in _STEPS:
            kept = step(left)
            held = {id(line) for line in kept}
            gone = [line for line in left if id(line) not in held]
            why |= {id(line): _name_reason(line, reason, first=line is gone[0]) for line in gone}
            left = list(kept)
    return [(str(line), why.get(id(line))) for line in lines if line.strip()]


def _name_reason(line: str, reason: str, *, first: bool) -> str:
    """What the line is by its own wording, else what dropped it."""
    kind = name_furniture(say(line))
    if reason == _BEHIND:
        return f"the tail begins: {kind or 'heading of the comments'}" if first else _BEHIND
    return kind or reason


def _pass(lines: Sequence[str]) -> list[str]:
    """One round of the steps; each only drops lines."""
    for step, _ in _STEPS:
        lines = step(lines)
    return list(lines)


def _cut_tail(lines: Sequence[str]) -> Sequence[str]:
    return lines[: _find_tail(lines)]


def _find_tail(lines: Sequence[str]) -> int:
    """Index of the line that opens the comments, if at least half of the text in sentences stands before it."""
    weights = [len(line) if _is_prose(line) else 0 for line in lines]
    total, before = sum(weights), 0
    for index, line in enumerate(lines):
        if index and opens_comments(say(line)) and (before * 2 >= total if total else True):
            return index
        before += weights[index]
    return len(lines)


def _drop_related_lists(lines: Sequence[str]) -> list[str]:
    """Drop a heading such as "Tin liên quan" together with the titles under it."""
    kept: list[str] = []
    index = 0
    while index < len(lines):
        said = say(lines[index])
        if said and is_list_heading(said):
            index = _end_of_titles(lines, index + 1)
        else:
            kept.append(lines[index])
            index += 1
    return kept


def _end_of_titles(lines: Sequence[str], start: int) -> int:
    """Titles follow the heading directly, or, behind one blank line, as bullets or at the end of the whole text."""
    index = start
    while index < len(lines) and lines[index].strip() and _is_title(lines[index]):
        index += 1
    if index > start:
        return index
    while index < len(lines) and not lines[index].strip():
        index += 1
    block = index
    while index < len(lines) and _is_title(lines[index]) and _BULLET.match(lines[index].strip()):
        index += 1
    if index > block:
        return index
    rest = [line for line in lines[block:] if line.strip()]
    return len(lines) if rest and all(map(_is_title, rest)) else start


def _drop_furniture(lines: Sequence[str]) -> list[str]:
    """Drop lines that are furniture, and weak ones ("Facebook", "Gửi") whose neighbour is."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    sure = {index for index in filled if is_boilerplate(lines[index])}
    weak = {index for index in filled if index not in sure and is_weak(say(lines[index]))}
    dropped = set(sure)
    for order in (filled, filled[::-1]):
        for before, index in pairwise(order):
            if index in weak and before in dropped:
                dropped.add(index)
    return [line for index, line in enumerate(lines) if index not in dropped]


def _drop_edges(lines: Iterable[str]) -> list[str]:
    """Without blank lines at both ends, and with at most one between two lines."""
    out: list[str] = []
    for line in lines:
        if line.strip() or (out and out[-1].strip()):
            out.append(line)
    while out and not out[-1].strip():
        out.pop()
    return out


_BEHIND = "behind the tail"
_STEPS: tuple[tuple[Callable[[Sequence[str]], Sequence[str]], str], ...] = (
    (_cut_tail, _BEHIND),
    (_drop_related_lists, "title in a list of other articles"),
    (_drop_furniture, "control beside furniture"),
    (_drop_edges, "blank"),
)
"""The steps of one round, with what drops a line there that says nothing of its own."""


def _is_prose(line: str) -> bool:
    return len(line) >= _PARAGRAPH and line.rstrip().rstrip(_CLOSING).endswith(_STOPS)


def _is_title(line: str) -> bool:
    line = line.strip()
    return 0 < len(line) <= 160 and not line.endswith((".", ":", ";")) and len(line.split()) >= 4
