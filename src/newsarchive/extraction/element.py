"""One element of a page: its text, its name in the source, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import lxml.html
from lxml import etree

from newsarchive.cleaning.text import clean_text

Element: TypeAlias = lxml.html.HtmlElement

_PROSE = 80
LONGEST_NAMES = 1000
"""No newsroom gives an element more names; a class of 4 MB costs every pattern seconds."""
_INSIDE_LINES = frozenset({"a", "abbr", "b", "strong", "i", "em", "u", "span", "font", "small", "sup", "sub", "mark"})


def text_of(element: Element) -> str:
    """All text of an element as one clean line."""
    # Nearly every line stands in an element without others: to ask XPath for it costs ten times as much.
    return clean_text(element.text_content() if len(element) else element.text or "")


def spaced_text_of(element: Element) -> str:
    """`text_of`, with a blank at the borders of blocks and of <time>: some pages are sent without line breaks."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        border = " " if node.tag not in _INSIDE_LINES and node is not element else ""
        parts += (
            (border, node.text or "") if event == "start" else (border, node.tail or "" if node is not element else "")
        )
    return clean_text("".join(parts))


def has_prose(element: Element) -> bool:
    """A line of text begins here that is no link: not what a menu or a list of pictures has."""
    own = 0 if element.tag == "a" else len((element.text or "").strip())
    return max(own, len((element.tail or "").strip())) >= _PROSE


def opening_tags(elements: Iterable[Element]) -> str:
    """The elements by tag, id and classes as a reader finds them in the source: '<div id="bai" class="detail">'."""
    return " ".join(map(_opening_tag, elements))


def _opening_tag(element: Element) -> str:
    named = (f' {name}="{element.get(name, "")[:LONGEST_NAMES]}"' for name in ("id", "class") if element.get(name))
    return f"<{element.tag}{''.join(named)}>"


def is_hidden(element: Element) -> bool:
    """Hidden by its own style or attribute; hiding by class lies in style sheets we do not read."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def chain(element: Element, length: int) -> list[Element]:
    """The element and its nearest ancestors, from the inside out, at most `length` together."""
    found = [element]
    while len(found) < length and (parent := found[-1].getparent()) is not None:
        found.append(parent)
    return found


def ancestors(element: Element, *, up_to: Element | None = None) -> Iterator[Element]:
    """Parents from the inside out, ending before `up_to`."""
    parent = element.getparent()
    while parent is not None and parent is not up_to:
        yield parent
        parent = parent.getparent()
