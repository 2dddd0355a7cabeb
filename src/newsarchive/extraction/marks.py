"""Inline text under way: the style in force, and lines between <br> joined into paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from newsarchive.extraction.element import Element

_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite"})
_STYLED = _BOLD | _ITALIC | {"center"}
_NAMED_BOLD = re.compile(r"(?:^|\s)(?:font-bold|fw-bold|text-bold|bold)(?:$|\s)", re.IGNORECASE)
_STYLE_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_STYLE_ITALIC = re.compile(r"font-style\s*:\s*italic")
_STYLE_ALIGN = re.compile(r"text-align\s*:\s*(right|center|left|justify|end)")
_SHORT = 60
_STANZA, _COUPLET = 4, [6, 8]


class Mark(NamedTuple):
    """The style in force at one point of the walk; a tuple, since every styled element makes one."""

    bold: bool = False
    italic: bool = False
    linked: bool = False
    align: str = ""
    group: Element | None = None
    quote: bool = False
    list_id: int = 0
    level: int = 0


@dataclass(slots=True)
class Run:
    """One line of inline text, with how many of its characters are bold, italic, linked."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    bold: int = 0
    italic: int = 0
    linked: int = 0

    def add(self, text: str, mark: Mark) -> None:
        weight = len(text) - text.count(" ")
        self.parts.append(text)
        self.size += weight
        if mark.bold:
            self.bold += weight
        if mark.italic:
            self.italic += weight
        if mark.linked:
            self.linked += weight

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


def styled(element: Element, tag: str, mark: Mark) -> Mark:
    """The mark inside an element."""
    told = element.keys()
    if not told and tag not in _STYLED:
        return mark
    style = element.get("style", "").lower() if "style" in told else ""
    align = _STYLE_ALIGN.search(style) if style else None
    aligned = element.get("align", "").lower() if "align" in told else ""
    side = align[1] if align else aligned or ("center" if tag == "center" else "")
    side = "right" if side == "end" else side
    bold = mark.bold or tag in _BOLD or bool(style and _STYLE_BOLD.search(style))
    if not bold and "class" in told and "bold" in (named := element.get("class", "").lower()):
        bold = _NAMED_BOLD.search(named) is not None
    italic = mark.italic or tag in _ITALIC or bool(style and _STYLE_ITALIC.search(style))
    linked = mark.linked or (tag == "a" and bool(element.get("href")))
    if (bold, italic, linked) == (mark.bold, mark.italic, mark.linked) and (not side or side == mark.align):
        return mark
    return Mark(bold, italic, linked, side or mark.align, *mark[4:])


def changed(mark: Mark, **changes: Any) -> Mark:
    """The mark with other values."""
    return mark._replace(**changes)


def gathered(runs: list[Run]) -> Run:
    """The sizes of several lines together."""
    return Run(
        size=sum(run.size for run in runs),
        bold=sum(run.bold for run in runs),
        italic=sum(run.italic for run in runs),
        linked=sum(run.linked for run in runs),
    )


def join_lines(runs: list[Run]) -> list[list[Run]]:
    """Lines between <br> as paragraphs: an empty line parts them, so does a finished sentence or another weight."""
    grouped: list[list[Run]] = [[]]
    for run in runs:
        if not run.text:
            grouped.append([])
        elif grouped[-1] and _part(grouped[-1][-1], run):
            grouped.append([run])
        else:
            grouped[-1].append(run)
    return [part for group in grouped for part in ([[run] for run in group] if _is_verse(group) else [group]) if part]


def _is_verse(group: list[Run]) -> bool:
    """Lines of a poem, or of a list typed without one: four or more, each short, nearly each with a capital first.

    Two lines are verse where they have the six and eight syllables of a Vietnamese couplet.
    """
    lines = [run.text for run in group]
    if len(lines) < _STANZA:
        return [len(line.split()) for line in lines] == _COUPLET and all(line[0].isupper() for line in lines)
    short = all(len(line) < _SHORT for line in lines)
    return short and sum(not line[0].islower() for line in lines) * 4 >= len(lines) * 3


def _part(above: Run, below: Run) -> bool:
    """True when a single line break is a paragraph's end; two short lines are one, as in a byline."""
    first, second = above.text, below.text
    if len(first) < _SHORT and len(second) < _SHORT:
        return False
    return (above.bold * 2 > above.size) != (below.bold * 2 > below.size) or first[-1] in '.!?…:;"”)'
