"""Lines in the body's subtree that say nothing of the article: repeated headlines, related titles, form wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.cleaning.boilerplate import cut_imprint, is_boilerplate, starts_tail
from newsarchive.cleaning.byline import looks_like_byline, parse_byline
from newsarchive.cleaning.dates import is_moment, parse_published
from newsarchive.cleaning.furniture import is_list_heading, is_weak, say
from newsarchive.cleaning.names import is_outlet_name, is_vietnamese_name
from newsarchive.cleaning.wording import SECTIONS
from newsarchive.cleaning.wording_english import SUMMARIES
from newsarchive.cleaning.wording_world import POINTERS
from newsarchive.extraction.element import Element, chain
from newsarchive.extraction.likeness import same
from newsarchive.extraction.pieces import Piece
from newsarchive.press import Newspaper
from newsarchive.press.houseline import house_key, is_house_line

HOUSE = "house line of the newspaper, by the registry"
IMPRINT = "the paper's imprint"
TAIL = "the tail begins"
"""Why of the line behind which nothing is article."""
WORDING = "wording of page furniture"
"""Why of a line that `is_boilerplate` knows."""
_LINKED = 0.85
_LONGEST_LINE = 200
"""Whatever is longer is text: the longest line of form wording we know has 90 characters."""
_TITLE = 20
_MOSTLY_LINKED = 0.5
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
_UNRENDERED = re.compile(
    r"\[/?(?:ad|ads|caption|gallery|embed|video|vc|et|su)(?:_\w+)?(?:\s[^\]]{0,200})?\]|\{\{.{0,80}?\}\}"
)
"""Shortcodes and template marks that a system left in the text: "[ad_1]", "{{ }}" (Báo Lạng Sơn)."""
_LONGEST_STAMP, _NEAR = 80, 4
_OTHER = "a link and nothing else: title of another article"


def house_lines(newspaper: Newspaper | None) -> frozenset[str]:
    """Keys of the lines that the registry calls boilerplate of this newspaper."""
    lines = newspaper.boilerplate if newspaper else ()
    return frozenset(key for line in lines if (key := house_key(line)))


def drop_chrome(pieces: list[Piece], headline: str | None, house: frozenset[str] = frozenset()) -> list[Piece]:
    """The pieces without what belongs to the page rather than to the article; boxes are searched inside.

    `house`: keys of whole lines that are none of it at this newspaper.
    """
    kept: list[Piece] = []
    others: list[Piece] = []
    said = begun = False
    heading: Piece | None = None
    above = cut_imprint([piece.text for piece in pieces])
    tail = _find_tail(pieces)
    for piece in pieces[above:]:
        piece.why = IMPRINT
    for piece in pieces[:above]:
        if piece.kind in {"text", "heading", "item"}:
            if "[" in piece.text or "{{" in piece.text:
                piece.text = _UNRENDERED.sub("", piece.text).strip()
            if not piece.text:
                piece.why = "marks that a system left unread"
                continue
            if house and is_house_line(piece.text, house):
                piece.why = HOUSE
                continue
            if len(piece.text) <= _LONGEST_LINE or piece.linked >= _LINKED:
                if said and piece is tail:
                    piece.why = TAIL
                    break
                why = _why_chrome(piece, headline, opening=not begun) or (heading and _why_under(heading, piece))
                if why := why or (_why_beside(others[-1], piece) if others else None):
                    piece.why, heading = why, heading if heading and _why_under(heading, piece) else piece
                    others += [piece] if why == _OTHER else []
                    continue
            heading = None
            said, begun = True, begun or len(piece.text) > _LONGEST_STAMP
        elif piece.kind == "box":
            piece.inner = drop_chrome(piece.inner, headline, house)
            if not _has_text(piece.inner):
                continue
        said = said or piece.kind in {"box", "table"}
        kept.append(piece)
    return _without_empty_headings(_without_their_pictures(kept, others))


def _find_tail(pieces: list[Piece]) -> Piece | None:
    """The first line that opens the comment form with half of the text or more before it.

    A hint beside a field may stand in between: "Vui lòng nhập tiếng Việt có dấu".
    """
    weights = [len(piece.text) if len(piece.text) > _LONGEST_STAMP else 0 for piece in pieces]
    whole, before = sum(weights), 0
    for piece, weight in zip(pieces, weights, strict=True):
        short = len(piece.text) <= _LONGEST_LINE or piece.linked >= _LINKED
        if short and piece.role != "caption" and 2 * before >= whole and starts_tail(piece.text):
            return piece
        before += weight
    return None


def _has_text(pieces: list[Piece]) -> bool:
    """True for any text; boxes among the pieces are there because they have some."""
    return any(piece.text or piece.kind == "box" or any(map(any, piece.rows)) for piece in pieces)


def _why_chrome(piece: Piece, headline: str | None, *, opening: bool) -> str | None:
    """Why the line is none of the article; None when it is."""
    if same(piece.text, headline):
        return "repeats the headline"
    if piece.linked >= _LINKED and is_weak(say(piece.text)):
        return WORDING
    if piece.kind == "heading" and piece.linked >= _LINKED and all(map(_is_home, _links(piece.element))):
        return "link to the front page"
    if piece.linked >= _LINKED and is_outlet_name(piece.text):
        return None  # a copied article ends with a link to the newspaper it was taken from
    above = _why_above(piece) if opening and piece.role == "" else None
    return _why_elsewhere(piece) or above or _why_wording(piece.text)


def _why_elsewhere(piece: Piece) -> str | None:
    """Why the line leads to another article."""
    if piece.linked >= _LINKED and len(piece.text) >= _TITLE and piece.group is None:
        return _OTHER
    if piece.linked >= _MOSTLY_LINKED and piece.group is None and _DATED.search(piece.text):
        return "title of another article, with its day"
    if _POINTER.match(piece.text) and (piece.linked > 0.4 or piece.text.startswith((">", "»", "►"))):
        return "points to another article"
    if piece.linked > 0 and _TEASER.search(piece.text):
        return "teaser of another article"
    return None


def _is_home(link: Element) -> bool:
    """The link leads to the front page: the newspaper's name, in the place of a heading."""
    href = (link.get("href") or "#").strip()
    return not href.startswith(("#", "javascript:")) and _HOME.fullmatch(href) is not None


def _why_wording(text: str) -> str | None:
    if len(text) == 1 and text.isascii():
        return "one letter"
    if say(text).strip(" :") in SUMMARIES:
        return "heading of a summary set apart"
    return WORDING if is_boilerplate(text) else None


def _why_under(heading: Piece, piece: Piece) -> str | None:
    """Why a line under a heading that was dropped goes with it: an entry of a list of links, or of a summary."""
    said = say(heading.text)
    if said.strip(" :") in SUMMARIES:
        return "entry of a summary set apart" if piece.kind == "item" else None
    return "entry of a list of links" if piece.linked >= _LINKED and is_list_heading(said) else None


def _why_beside(title: Piece, piece: Piece) -> str | None:
    """Why a line behind the title of another article goes with it: the day it was published, in the same entry."""
    beside = not {*chain(title.element, _NEAR)[1:]}.isdisjoint(chain(piece.element, 2)[1:])
    return "day of another article" if beside and is_moment(piece.text) else None


def _without_their_pictures(pieces: list[Piece], others: list[Piece]) -> list[Piece]:
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


def _why_above(piece: Piece) -> str | None:
    """Why a line above the first paragraph is none of the article."""
    if _is_stamp(piece.text):
        return "date line above the text"
    return "name of the section above the text" if not piece.bold and say(piece.text) in SECTIONS else None


def _is_stamp(text: str) -> bool:
    """A line above the text that tells the moment, with or without the author: "Thu Hà • 12/04/2016 07:05"."""
    if len(text) > _LONGEST_STAMP or text.endswith((".", "!", "?", ":")) or not any(c.isdigit() for c in text):
        return False
    told = parse_published(text)
    return told is not None and (told.precision == "minute" or len(text) < 30)


def _without_empty_headings(pieces: list[Piece]) -> list[Piece]:
    """A heading with nothing under it announced something that was dropped; one of names alone signs the article."""
    while pieces and pieces[-1].kind == "heading" and len(pieces) > 1 and not _is_signature(pieces[-1].text):
        pieces[-1].why = "heading with nothing under it"
        pieces = pieces[:-1]
    return pieces


def _is_signature(line: str) -> bool:
    """Vietnamese names alone, of two syllables or more."""
    found = parse_byline(line) if looks_like_byline(line, last=True) else ()
    return bool(found) and all(" " in byline.name and is_vietnamese_name(byline.name) for byline in found)
