"""Lines that lead to other articles: their titles, days and pictures, lists of them, pointers and teasers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.cleaning.dates import is_moment
from newsarchive.cleaning.furniture import is_list_heading, say
from newsarchive.cleaning.wording_english import SUMMARIES
from newsarchive.cleaning.wording_world import POINTERS
from newsarchive.extraction.element import Element, chain
from newsarchive.extraction.pieces import Piece

LINKED = 0.85
"""Share of a line's characters above which it is a link and nothing else."""
OTHER = "a link and nothing else: title of another article"
_TITLE, _MOSTLY_LINKED, _NEAR = 20, 0.5, 4
_DATED = re.compile(r"\S\s+[(\[]?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[)\]]?$")
""" "Xã Vạn Đò thông xe cầu mới (12/8/2019)": an entry of a list of other articles."""
_HOME = re.compile(r"(?:(?:https?:)?//[^/]+)?(?:\.?/)?(?:index\.\w+)?", re.IGNORECASE)
_POINTER = re.compile(
    r"^(?:>>+|»|►|▶|[\[(*]?\s*(?:xem thêm|đọc thêm|xem tiếp|mời độc giả|mời bạn đọc|see also|read more|related)\b"
    rf"|[\[(•–-]*\s*(?:{'|'.join(map(re.escape, POINTERS))})(?!\w))",
    re.IGNORECASE,
)
_TEASER = re.compile(
    r"[….]\s*(?:(?:read more|continue reading|xem thêm|đọc thêm|xem tiếp|đọc tiếp)\W*)+$", re.IGNORECASE
)


def why_elsewhere(piece: Piece) -> str | None:
    """Why the line leads to another article."""
    if piece.linked >= LINKED and len(piece.text) >= _TITLE and piece.group is None:
        return OTHER
    if piece.linked >= _MOSTLY_LINKED and piece.group is None and _DATED.search(piece.text):
        return "title of another article, with its day"
    if (piece.linked > 0.4 or piece.text.startswith((">", "»", "►"))) and _POINTER.match(piece.text):
        return "points to another article"
    if piece.linked > 0 and _TEASER.search(piece.text):
        return "teaser of another article"
    return None


def why_under(heading: Piece, piece: Piece) -> str | None:
    """Why a line under a heading that was dropped goes with it: an entry of a list of links, or of a summary."""
    said = say(heading.text)
    if said.strip(" :") in SUMMARIES:
        return "entry of a summary set apart" if piece.kind == "item" else None
    return "entry of a list of links" if piece.linked >= LINKED and is_list_heading(said) else None


def why_beside(title: Piece, piece: Piece) -> str | None:
    """Why a line behind the title of another article goes with it: the day it was published, in the same entry."""
    beside = not {*chain(title.element, _NEAR)[1:]}.isdisjoint(chain(piece.element, 2)[1:])
    return "day of another article" if beside and is_moment(piece.text) else None


def without_their_pictures(pieces: list[Piece], others: list[Piece]) -> list[Piece]:
    """The pieces without pictures that lead where the title of another article leads."""
    links = {link.get("href") for other in others for link in _links(other.element)} - {None, "", "#"}
    kept = []
    for piece in pieces:
        if links and piece.kind == "image" and any(link.get("href") in links for link in chain(piece.element, _NEAR)):
            piece.why = "picture of another article"
        else:
            kept.append(piece)
    return kept


def _links(element: Element) -> Iterator[Element]:
    yield from element.iter("a")
    yield from (outer for outer in chain(element, _NEAR) if outer.tag == "a")


def is_home_link(piece: Piece) -> bool:
    """A heading that is a link to the front page: the newspaper's name."""
    return piece.kind == "heading" and piece.linked >= LINKED and all(map(_is_home, _links(piece.element)))


def _is_home(link: Element) -> bool:
    """The link leads to the front page: the newspaper's name, in the place of a heading."""
    href = (link.get("href") or "#").strip()
    return not href.startswith(("#", "javascript:")) and _HOME.fullmatch(href) is not None
