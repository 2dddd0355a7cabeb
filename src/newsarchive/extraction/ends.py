"""Both ends of a body whose place nobody told: labels, buttons and names that stand around the paragraphs found in it.

Where a layout tells the body's element, or the page itself does, its short lines are the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Set

from newsarchive.extraction.page import Element, chain
from newsarchive.extraction.pieces import Piece

_ENDED = re.compile(r"[.!?…:;。！？；：؟।။][\"”’'»)\]」』）]*$|[\"”’»)\]」』）]$")
_LEAST, _LONG = 12, 100
_LINKED = 0.5
_MOST = 0.7
"""Share of the text that must have been found: where less was, it stops somewhere in the article."""
_LEVELS = 4
_WHY = "line outside the paragraphs, and no sentence"


def trim_ends(pieces: list[Piece], found: Set[Element]) -> list[Piece]:
    """The pieces less the lines before the first and behind the last found paragraph that do not read as text.

    `found`: elements of the paragraphs that led to the body; without any the pieces stay as they are. Pictures,
    captions, tables and boxes stay.
    """
    inside = [at for at, piece in enumerate(pieces) if found and _is_found(piece, found)]
    if not inside:
        return pieces
    text = sum(len(piece.text) for piece in pieces if _is_text(piece))
    if sum(len(pieces[at].text) for at in inside) < _MOST * text:
        return pieces
    lists = {pieces[at].list_id for at in inside} - {0}
    first, last = inside[0], inside[-1]
    while last + 1 < len(pieces) and pieces[last + 1].list_id in lists:
        last += 1
    while first and (pieces[first - 1].list_id in lists or pieces[first - 1].kind == "heading"):
        first -= 1
    kept = [piece for piece in pieces[:first] if _reads(piece)]
    kept += pieces[first : last + 1]
    announced = False
    for at, piece in enumerate(pieces[last + 1 :], last + 1):
        # What a paragraph announces with a colon is its own: the names of those who won.
        announced = not piece.linked and (announced or (at > 0 and pieces[at - 1].text.endswith(":")))
        if (
            announced
            or _reads(piece)
            or (piece.kind == "heading" and at + 1 < len(pieces) and _is_text(pieces[at + 1]))
        ):
            kept.append(piece)
    return kept


def _is_found(piece: Piece, found: Set[Element]) -> bool:
    return piece.kind in {"text", "item"} and any(element in found for element in chain(piece.element, _LEVELS))


def _reads(piece: Piece) -> bool:
    if piece.kind not in {"text", "item", "heading"} or piece.role or _is_text(piece):
        return True
    piece.why = _WHY
    return False


def _is_text(piece: Piece) -> bool:
    """A sentence, or a line that introduces something."""
    size = len(piece.text)
    if piece.kind not in {"text", "item"} or size < _LEAST or piece.linked >= _LINKED:
        return False
    return size >= _LONG or _ENDED.search(piece.text) is not None
