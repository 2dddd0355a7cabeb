"""Captions right behind their pictures that nothing marks: told by what they lack, or by the habit of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from newsarchive.cleaning.syllable import is_vietnamese
from newsarchive.extraction.pieces import Piece

_OPEN = re.compile(r"^\s*[-–—+*•\d]|[!?…:;,][\"”’')\]]*$|\.[\"”’')\]]+$")
_SENTENCES = re.compile(r"[.!?…]\s")
_STOPS = (".", "!", "?", "…", "”", '"')
_LONG_LINE, _PARAGRAPH = 100, 80
_LONGEST_IN_ROW = 160
_LEAST_WORDS = 5
_ITALIC = 0.9
_LONGER, _FEW, _ROW = 1.25, 3, 3


def lines_below(pieces: Sequence[Piece]) -> frozenset[int]:
    """Ids of Vietnamese lines that are captions by their place behind a picture, their length and their neighbours."""
    behind = [
        (line, after)
        for image, line, after in zip(pieces, pieces[1:], [*pieces[2:], None], strict=False)
        if image.kind == "image" and image.group is None and _is_bare(line)
    ]
    if not behind:
        return frozenset()
    shortest = _shortest_paragraph(pieces)
    styles = {id(line): (line.align, line.italic > _ITALIC) for line, _ in behind}
    single = {id(line) for line, after in behind if _is_single(line, after, shortest)}
    return frozenset(single | _in_rows(pieces, styles))


def _is_bare(line: Piece) -> bool:
    """Plain text that is neither an item nor somebody's words."""
    if line.kind != "text" or line.bold > 0.5 or line.align == "right" or line.linked or _OPEN.search(line.text):
        return False
    short = len(line.text) <= _LONGEST_IN_ROW and len(line.text.split()) >= _LEAST_WORDS
    return short and _SENTENCES.search(line.text) is None and is_vietnamese(line.text)


def _is_single(line: Piece, after: Piece | None, shortest: int) -> bool:
    """Without a full stop before a picture or a paragraph; with one where every paragraph is longer.

    `shortest`: how long the shortest of them is.
    """
    follows = after is not None and (after.kind == "image" or (after.kind == "text" and len(after.text) > _PARAGRAPH))
    longer = not line.text.endswith(".") or len(line.text) * _LONGER <= shortest
    return follows and longer and len(line.text) <= _LONG_LINE


def _in_rows(pieces: Sequence[Piece], styles: dict[int, tuple[str, bool]]) -> set[int]:
    """Of these lines those in a row of pictures, each with its line: a story told in pictures.

    `styles`: how each of the lines is set, by id; what is set otherwise than the row is the paragraph behind it.
    """
    found: set[int] = set()
    row: list[int] = []
    for piece in pieces:
        if id(piece) in styles and (not row or styles[row[0]] == styles[id(piece)]):
            row.append(id(piece))
        elif piece.kind != "image":
            found.update(row if len(row) >= _ROW else ())
            row = []
    return found | set(row if len(row) >= _ROW else ())


def _shortest_paragraph(pieces: Sequence[Piece]) -> int:
    """Characters of the shortest paragraph that no picture stands before; 0 where there are only a few."""
    sizes = [
        len(piece.text)
        for before, piece in pairwise(pieces)
        if piece.kind == "text" and piece.text.endswith(_STOPS) and before.kind != "image" and piece.align != "right"
    ]
    return min(sizes) if len(sizes) >= _FEW else 0
