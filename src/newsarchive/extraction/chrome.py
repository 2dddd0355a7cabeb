"""Lines in the body's subtree that say nothing of the article: repeated headlines, related titles, form wording."""

from __future__ import annotations

import re

from newsarchive.cleaning.boilerplate import cut_imprint, is_boilerplate, starts_tail
from newsarchive.cleaning.byline import looks_like_byline, parse_byline
from newsarchive.cleaning.dates import is_moment, parse_published
from newsarchive.cleaning.furniture import is_weak, say
from newsarchive.cleaning.names import is_outlet_name, is_vietnamese_name
from newsarchive.cleaning.text import clean_text
from newsarchive.cleaning.wording import SECTIONS
from newsarchive.cleaning.wording_english import SUMMARIES
from newsarchive.extraction.likeness import same
from newsarchive.extraction.others import (
    LINKED,
    OTHER,
    is_home_link,
    why_beside,
    why_elsewhere,
    why_under,
    without_their_pictures,
)
from newsarchive.extraction.pieces import Piece
from newsarchive.press import Newspaper
from newsarchive.press.houseline import house_key, is_house_line

HOUSE = "house line of the newspaper, by the registry"
IMPRINT = "the paper's imprint"
TAIL = "the tail begins"
"""Why of the line behind which nothing is article."""
WORDING = "wording of page furniture"
"""Why of a line that `is_boilerplate` knows."""
_LONGEST_LINE = 200
"""Whatever is longer is text: the longest line of form wording we know has 90 characters."""
_UNRENDERED = re.compile(
    r"\[/?(?:ad|ads|caption|gallery|embed|video|vc|et|su)(?:_\w+)?(?:\s[^\]]{0,200})?\]|\{\{.{0,80}?\}\}"
)
"""Shortcodes and template marks that a system left in the text: "[ad_1]", "{{ }}" (Báo Lạng Sơn)."""
_LONGEST_STAMP = 80
_NUMBER_ALONE = re.compile(r"[\s👁👀()]*(?:\d{1,3}(?:[.,]\d{3}){1,2}|\d{1,6})\s?[kKmM]?[\s()]*")
"""What is left of a counter of readers whose icon says what it counts; the number of an account is longer."""


def house_lines(newspaper: Newspaper | None) -> frozenset[str]:
    """Keys of the lines that the registry calls boilerplate of this newspaper."""
    lines = newspaper.boilerplate if newspaper else ()
    return frozenset(key for line in lines if (key := house_key(line)))


def drop_chrome(pieces: list[Piece], headline: str | None, house: frozenset[str] = frozenset()) -> list[Piece]:
    """The pieces without what belongs to the page rather than to the article; boxes are searched inside.

    `house`: keys of whole lines that are none of it at this newspaper.
    """
    kept = _drop_lines(pieces, headline, house)
    for edge in (0, -1):
        while len(kept) > 1 and kept[edge].kind == "text" and _NUMBER_ALONE.fullmatch(kept[edge].text):
            kept.pop(edge).why = "a number alone at the edge of the text"
    return kept


def _drop_lines(pieces: list[Piece], headline: str | None, house: frozenset[str]) -> list[Piece]:
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
            if "[" in piece.text or "{" in piece.text:
                piece.text = clean_text(_UNRENDERED.sub(" ", piece.text))
            if not piece.text:
                piece.why = "marks that a system left unread"
                continue
            if house and is_house_line(piece.text, house):
                piece.why = HOUSE
                continue
            if len(piece.text) <= _LONGEST_LINE or piece.linked >= LINKED:
                if said and piece is tail:
                    piece.why = TAIL
                    break
                why = _why_chrome(piece, headline, opening=not begun) or (heading and why_under(heading, piece))
                if why := why or (why_beside(others[-1], piece) if others else None):
                    piece.why, heading = why, heading if heading and why_under(heading, piece) else piece
                    others += [piece] if why == OTHER else []
                    continue
            heading = None
            said, begun = True, begun or len(piece.text) > _LONGEST_STAMP
        elif piece.kind == "box":
            piece.inner = _drop_lines(piece.inner, headline, house)
            if not _has_text(piece.inner):
                continue
        said = said or piece.kind in {"box", "table"}
        kept.append(piece)
    return _without_empty_headings(without_their_pictures(kept, others))


def _find_tail(pieces: list[Piece]) -> Piece | None:
    """The first line that opens the comment form with half of the text or more before it.

    A hint beside a field may stand in between: "Vui lòng nhập tiếng Việt có dấu".
    """
    weights = [len(piece.text) if len(piece.text) > _LONGEST_STAMP else 0 for piece in pieces]
    whole, before = sum(weights), 0
    for piece, weight in zip(pieces, weights, strict=True):
        short = len(piece.text) <= _LONGEST_LINE or piece.linked >= LINKED
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
    if piece.linked >= LINKED and is_weak(say(piece.text)):
        return WORDING
    if is_home_link(piece):
        return "link to the front page"
    if piece.linked >= LINKED and is_outlet_name(piece.text):
        return None  # a copied article ends with a link to the newspaper it was taken from
    above = _why_above(piece) if opening and piece.role == "" else None
    return why_elsewhere(piece) or above or _why_wording(piece.text)


def _why_wording(text: str) -> str | None:
    if len(text) == 1 and text.isascii():
        return "one letter"
    if say(text).strip(" :") in SUMMARIES:
        return "heading of a summary set apart"
    return WORDING if is_boilerplate(text) else None


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
    return told is not None and (told.precision == "minute" or len(text) < 30 or is_moment(text))


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
