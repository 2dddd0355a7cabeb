"""What is made for captions: elements told by the layout, by their tag or their name, and frames of pictures."""

from __future__ import annotations

import re
from collections.abc import Set

from newsarchive.cleaning.caption import has_credit
from newsarchive.extraction.element import Element, chain, text_of
from newsarchive.extraction.naming import naming
from newsarchive.extraction.pieces import Piece

_NAMED = re.compile(
    r"""
    (?:^|[\s_-]) (?: (?:photo|image|img|pic|figure|fig|media|wp|article|video|thumb|slide|p)?[_-]?
        (?:captions?|caption-?text|figcaption|chu-?thich(?:-?anh)?) (?:[_-]?text)?
      | photocms_caption | (?:image|img|photo|picture|pic)[_-]?(?:desc\w*|note|title|text|info|cap)
      | box-?desc | credits? | ghi-?chu-?anh )
    (?:$|[\s_-])
    | (?:^|\s) fig (?:$|\s)  # the whole name: Le Figaro's begin with "fig-"
    """,
    re.VERBOSE,
)
# Names that mean a caption only beside a picture: "desc" is a lead elsewhere, "note" a footnote.
_NAMED_IN_GROUP = re.compile(r"(?:^|[\s_-])(?:image|desc\w*|note|text|title|cap|legend)(?:$|[\s_-])")
_is_named, is_named_in_group = naming(_NAMED), naming(_NAMED_IN_GROUP)
_LONGEST_TOLD, _LONGEST_NAMED, _LONGEST_GROUPED = 1500, 1000, 600


class Made:
    """The elements of one page; paragraphs share their parents, so each parent is looked at once."""

    def __init__(self, explicit: Set[Element]) -> None:
        self._explicit = explicit
        self._said = frozenset(text_of(element) for element in explicit if element.tag == "span")
        """Texts of caption elements that stand inside a line: "<li> … <span>Quang cảnh lễ hội</span>"."""
        self._around: dict[Element | None, int] = {None: 0}

    def holds(self, piece: Piece) -> bool:
        """Whether the text stands in such an element, or is that of a picture's own frame."""
        if longest := self._longest(piece.element):
            return len(piece.text) <= longest
        return piece.text in self._said or (piece.group is not None and _is_of_group(piece, piece.group))

    def _longest(self, element: Element) -> int:
        """Characters that a caption in this element may have; 0 where none is made for one."""
        parent = element.getparent()
        if parent not in self._around:
            told = any(map(self._is_told, chain(parent, 3)))
            self._around[parent] = _LONGEST_TOLD if told else _LONGEST_NAMED if _is_named(parent) else 0
        around = self._around[parent]
        if around == _LONGEST_TOLD or self._is_told(element):
            return _LONGEST_TOLD
        return around or (_LONGEST_NAMED if _is_named(element) else 0)

    def _is_told(self, element: Element) -> bool:
        return element in self._explicit or element.tag == "figcaption"


def _is_of_group(piece: Piece, group: Element) -> bool:
    """The text of a picture's own frame, or named so or credited in a box of pictures."""
    if len(piece.text) > _LONGEST_GROUPED:
        return False
    if group.tag in {"figure", "table"}:
        return True
    named = any(is_named_in_group(element) for element in chain(piece.element, 2) if element is not group)
    return named or has_credit(piece.text)
