"""Captions printed over their pictures: the habit of a whole page, since one line over one picture says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, zip_longest

from newsarchive.extraction.pieces import Piece

_PAIRS = 2
"""Lines over pictures that make a habit where nothing but their form says that they are captions."""
_REACH = 60


def stand_above(flat: Sequence[Piece]) -> bool:
    """Whether captions stand over their pictures: rows of both open with a caption and end with a picture, never else.

    >>> stand_above([])
    False
    """
    if not any(line.role == "caption" and image.kind == "image" for line, image in pairwise(flat)):
        return False
    above, below, _ = _habit(flat, lambda piece, _: piece.role == "caption")
    return above > 0 and below == 0


def lines_above(pieces: Sequence[Piece], looks: Callable[[Piece], bool]) -> list[Piece]:
    """Lines over pictures that are captions by the page's habit: over two pictures of three, and under none.

    `looks`: whether a line that nobody has taken for a caption looks like one.
    """
    images = sum(piece.kind == "image" for piece in pieces)
    if images < _PAIRS:
        return []
    above, below, lines = _habit(
        pieces, lambda piece, after: piece.role == "caption" or (after and piece.role == "" and looks(piece))
    )
    return lines if above and not below and len(lines) >= _PAIRS and 3 * len(lines) >= 2 * images else []


def in_group(flat: Sequence[Piece], at: int) -> Piece | None:
    """The picture under a caption where one frame holds several of both, each caption over its picture."""
    group = flat[at].group
    near = range(max(0, at - _REACH), min(len(flat), at + _REACH))
    frame = [flat[index] for index in near if flat[index].group is group]
    if len(frame) < 2 * _PAIRS or frame[0].role != "caption" or frame[-1].kind != "image":
        return None
    below = flat[at + 1] if at + 1 < len(flat) else None
    return below if below is not None and below.kind == "image" and below.group is group else None


def in_column(flat: Sequence[Piece], at: int) -> Piece | None:
    """The picture over a caption in a table whose one row shows pictures side by side and the next their captions."""
    group = flat[at].group
    if group is None or group.tag != "table":
        return None
    near = range(max(0, at - _REACH), min(len(flat), at + _REACH))
    frame = [index for index in near if flat[index].group is group]
    images = [flat[index] for index in frame if flat[index].kind == "image"]
    captions = [index for index in frame if flat[index].role == "caption"]
    apart = len({id(flat[index].element) for index in captions}) == len(captions)
    if len(images) < _PAIRS or len(images) != len(captions) or len(frame) != 2 * len(images) or not apart:
        return None
    return images[captions.index(at)] if captions[0] == frame[len(images)] else None


def _habit(pieces: Sequence[Piece], is_line: Callable[[Piece, bool], bool]) -> tuple[int, int, list[Piece]]:
    """Rows of pictures and lines that put the line above, that put it below, and the lines right over a picture."""
    above = below = 0
    lines: list[Piece] = []
    for row in _rows(pieces, is_line):
        opens, ends = row[0].kind == "image", row[-1].kind == "image"
        above += ends and not opens
        below += opens and not ends
        lines += [line for line, image in pairwise(row) if line.kind != "image" and image.kind == "image"]
    return above, below, lines


def _rows(pieces: Sequence[Piece], is_line: Callable[[Piece, bool], bool]) -> Iterator[list[Piece]]:
    """Pictures and lines about them in a row; `is_line` is told whether a picture stands right behind."""
    row: list[Piece] = []
    for piece, after in zip_longest(pieces, pieces[1:]):
        if piece.kind == "image" or is_line(piece, after is not None and after.kind == "image"):
            row.append(piece)
        elif row:
            yield row
            row = []
    if row:
        yield row
