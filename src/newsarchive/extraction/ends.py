"""Both ends of a body whose place nobody told: labels, buttons and names that stand around the paragraphs found in it.

Where a layout tells the body's element, or the page itself does, its short lines are the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import groupby

from newsarchive.cleaning.byline import looks_like_byline
from newsarchive.cleaning.dates import is_moment
from newsarchive.cleaning.script import parts_no_words
from newsarchive.cleaning.syllable import is_vietnamese
from newsarchive.extraction.element import Element, chain
from newsarchive.extraction.pieces import Piece

_ENDED = re.compile(r"[.!?…:;。！？；：؟।။][\"”’'»)\]」』）]*$|[\"”’»)\]」』）]$")
_REMARK = re.compile(r"[(\[][^()\[\]]{3,80}[)\]]\.?")
_WRITTEN = re.compile(
    r"[^\W\d_][^\d.!?]{1,40},\s*[^.!?]{0,20}\b(?:tháng|ngày|năm|xuân|hè|thu|đông|mùa|tết)\b[^.!?]{0,20}\d+",
    re.IGNORECASE,
)
_NEXT = re.compile(r"(?:kỳ|bài|số|phần)\s+(?:sau|tới|cuối|[\dIVX]+)\s*:", re.IGNORECASE)
""" "(Còn nữa)", "Vạn Đò, tháng 4/2023", "Kỳ sau: Chuyện của người giữ hồ"."""
_LEAST, _LONG = 12, 100
_WORDS, _UNSTOPPED = 4, 30
_LINKED, _BOLD = 0.5, 0.9
_MOST = 0.7
"""Share of the text that must have been found: where less was, it stops somewhere in the article."""
_LEVELS = 4
_LINES, _FOOT = 3, (4, 12)
"""Lines of a poem at least, and words of one."""
_LABEL = re.compile(r"[:：|@]|\d{2}|[a-z]\.[a-z]")
_WHY = "line outside the paragraphs, and no sentence"


def trim_ends(pieces: list[Piece], found: Set[Element]) -> list[Piece]:
    """The pieces less the lines before the first and behind the last found paragraph that do not read as text.

    `found`: elements of the paragraphs that led to the body; without any the pieces stay as they are. Pictures,
    captions, tables and boxes stay.
    """
    inside = [at for at, piece in enumerate(pieces) if found and is_found(piece, found)]
    if not inside:
        return pieces
    text = sum(len(piece.text) for piece in pieces if is_text(piece))
    if sum(len(pieces[at].text) for at in inside) < _MOST * text:
        return pieces
    first, last = _span(pieces, inside)
    verse = _verses(pieces[:first], pieces[first]) | _verses(pieces[last + 1 :], pieces[last])
    kept = [
        piece for at, piece in enumerate(pieces[:first]) if id(piece) in verse or _heads(pieces, at) or _reads(piece)
    ]
    kept += pieces[first : last + 1]
    announced = False
    for at, piece in enumerate(pieces[last + 1 :], last + 1):
        # What a paragraph announces with a colon is its own: the names of those who won.
        announced = not piece.linked and (announced or (at > 0 and pieces[at - 1].text.endswith(":")))
        own = id(piece) in verse or _goes_on(piece, pieces[last])
        if announced or own or _heads(pieces, at) or _reads(piece):
            kept.append(piece)
    return kept


def _goes_on(piece: Piece, text: Piece) -> bool:
    """A line that stands in the text as its paragraphs do, in capitals or right above who signs: a slogan."""
    one, other = piece.element, text.element
    return (
        piece.kind == "text"
        and not piece.linked
        and len(piece.text.split()) >= _WORDS
        and (one is other or (one.tag == other.tag and one.getparent() is other.getparent()))
        and (piece.text.isupper() or _is_signed(one))
    )


def _is_signed(element: Element) -> bool:
    """What stands right below is a name."""
    below = element.getnext()
    said = below.text_content() if below is not None and next(below.iter("a"), None) is None else ""
    return len(said) <= _LONG and looks_like_byline(said, last=True)


def _verses(pieces: list[Piece], text: Piece) -> set[int]:
    """Identities of the pieces that are lines of a poem: three or more in a row, side by side, amid the paragraphs."""
    place = text.element.getparent()
    verses: set[int] = set()
    for parent, run in groupby(pieces, key=lambda piece: piece.element.getparent() if _is_verse(piece) else None):
        lines = list(run)
        if parent is not None and len(lines) >= _LINES and place in chain(parent, 2):
            verses.update(map(id, lines))
    return verses


def _is_verse(piece: Piece) -> bool:
    plain = piece.kind == "text" and not (piece.linked or piece.role or piece.signed) and not _LABEL.search(piece.text)
    return plain and _FOOT[0] <= len(piece.text.split()) <= _FOOT[1]


def _heads(pieces: list[Piece], at: int) -> bool:
    """A heading, or a line all in bold or in capitals, with text behind it."""
    piece = pieces[at]
    bold = piece.kind == "text" and (piece.bold > _BOLD or piece.text.isupper()) and not piece.linked
    return (piece.kind == "heading" or bold) and at + 1 < len(pieces) and is_text(pieces[at + 1])


def _span(pieces: list[Piece], inside: list[int]) -> tuple[int, int]:
    """First and last piece of the found text, with headings above it and the whole of lists at its ends."""
    lists = {pieces[at].list_id for at in inside} - {0}
    first, last = inside[0], inside[-1]
    while last + 1 < len(pieces) and pieces[last + 1].list_id in lists:
        last += 1
    while first and (pieces[first - 1].list_id in lists or pieces[first - 1].kind == "heading"):
        first -= 1
    return first, last


def is_found(piece: Piece, found: Set[Element]) -> bool:
    """It stands in one of the paragraphs that led to the body."""
    return piece.kind in {"text", "item"} and any(element in found for element in chain(piece.element, _LEVELS))


def _reads(piece: Piece) -> bool:
    if piece.kind not in {"text", "item", "heading"} or piece.role or piece.signed or is_text(piece):
        return True
    piece.why = _WHY
    return False


def is_text(piece: Piece) -> bool:
    """A sentence, a line that introduces something, a remark in brackets, or where and when the text was written."""
    size = len(piece.text)
    if piece.kind == "text" and not piece.linked and _is_told_of_text(piece.text):
        return True
    if piece.kind not in {"text", "item"} or size < _LEAST or piece.linked >= _LINKED:
        return False
    return size >= _LONG or _ENDED.search(piece.text) is not None or (size > _UNSTOPPED and parts_no_words(piece.text))


def _is_told_of_text(line: str) -> bool:
    """A remark in brackets, what comes next, or where and when the text was written, in Vietnamese."""
    written = _WRITTEN.fullmatch(line) is not None and not is_moment(line)
    told = written or _REMARK.fullmatch(line) is not None or _NEXT.match(line) is not None
    return told and is_vietnamese(line)
