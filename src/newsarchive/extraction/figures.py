"""Figures: which caption belongs to which picture, and what is a figure at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.article import Evidence, Figure
from newsarchive.cleaning.caption import is_caption_label, parse_caption, part_credit
from newsarchive.extraction.above import in_column, in_group, stand_above
from newsarchive.extraction.image import find_source
from newsarchive.extraction.pieces import Piece

_LABEL = re.compile(r"^\s*(?:chú\s+thích\s+ảnh|caption)\s*[:：]?\s*", re.IGNORECASE)
_REACH = 60
"""Pieces looked at around a caption: no group holds more pictures."""


def figures_of(pieces: Sequence[Piece]) -> tuple[list[Figure], dict[int, int], dict[str, Evidence]]:
    """Figures in reading order; for each image or lone caption (by id) the index of its figure; where they came from.

    A caption belongs to the picture in the same group, else to the one before it, else to the one after it; where the
    page prints captions over its pictures, to the one after it. Several
    lines for one picture are one caption. A picture without a caption is a figure; a player without one is not.
    """
    flat = list(_flat(pieces))
    above = stand_above(flat)
    told: dict[int, list[Piece]] = {}
    order: list[Piece] = []
    for at, piece in enumerate(flat):
        if piece.kind == "image":
            order.append(piece)
        elif piece.role == "caption":
            owner = _owner(flat, at, above=above) or piece
            if owner is piece:
                order.append(piece)
            told.setdefault(id(owner), []).append(piece)
    figures: list[Figure] = []
    index: dict[int, int] = {}
    evidence: dict[str, Evidence] = {}
    for piece in order:
        lines = told.get(id(piece), [])
        raw = part_credit(_LABEL.sub("", " ".join(dict.fromkeys(line.text for line in lines)))) or None
        if raw is None and (piece.kind != "image" or piece.element.tag != "img" or not piece.src):
            continue
        parts = parse_caption(raw) if raw else None
        number = index[id(piece)] = len(figures)
        figures.append(Figure(piece.src, parts.text if parts else None, parts.credit if parts else None, raw))
        if piece.src:
            evidence[f"figures[{number}]"] = _address(piece)
        if raw:
            evidence[f"figures[{number}].caption"] = Evidence(lines[0].why, raw)
    return figures, index, evidence


def _address(piece: Piece) -> Evidence:
    """The attribute that a picture's address was read from."""
    if piece.element.tag != "img":
        return Evidence(f"{piece.element.tag} poster", piece.element.get("poster"))
    name, written = find_source(piece.element) or ("src", piece.src)
    return Evidence(f"img {name}", written)


def _flat(pieces: Sequence[Piece]) -> list[Piece]:
    return [inner for piece in pieces for inner in (_flat(piece.inner) if piece.kind == "box" else [piece])]


def _owner(flat: list[Piece], at: int, *, above: bool) -> Piece | None:
    """The picture that a caption is about."""
    caption = flat[at]
    if caption.group is not None:
        if found := in_group(flat, at) or in_column(flat, at):
            return found
        near = flat[max(0, at - _REACH) : at] or flat[:1]
        grouped = [piece for piece in near if piece.kind == "image" and piece.group is caption.group]
        behind = flat[at + 1 : at + _REACH]
        grouped = grouped or [piece for piece in behind if piece.kind == "image" and piece.group is caption.group][:1]
        if grouped:
            return grouped[-1]
    following = flat[at + 1] if at + 1 < len(flat) else None
    if above and following is not None and following.kind == "image":
        return following
    for piece in reversed(flat[:at]):
        if piece.kind == "image":
            return piece
        if piece.role != "caption" and not is_caption_label(piece.text):
            break
    return following if following is not None and following.kind == "image" and caption.group is None else None
