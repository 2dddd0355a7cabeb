"""Figures: which caption belongs to which picture, and what is a figure at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from newsarchive.article import Evidence, Figure
from newsarchive.cleaning.caption import cut_heading, is_caption_label, parse_caption, part_credit
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.above import in_column, in_group, stand_above
from newsarchive.extraction.image import find_source
from newsarchive.extraction.likeness import alike, begins
from newsarchive.extraction.pieces import Piece

_REACH = 60
"""Pieces looked at around a caption: no group holds more pictures."""
_NUMBER = re.compile(r"\s*[-–|]\s*(?:ảnh|hình|photo|image)\s*\d+\W*$", re.IGNORECASE)
_FEWEST_WORDS, _LIKE_HEADLINE = 5, 0.6


def figures_of(
    pieces: Sequence[Piece], headlines: Sequence[str]
) -> tuple[list[Figure], dict[int, int], dict[str, Evidence]]:
    """Figures in reading order; for each image or lone caption (by id) the index of its figure; where they came from.

    A caption belongs to the picture in the same group, else to the one before it, else to the one after it; where the
    page prints captions over its pictures, to the one after it. Several
    lines for one picture are one caption. A picture without a caption is a figure; a player without one is not.
    Where the page prints no captions at all, the title of an image is its caption, unless it is one of the
    `headlines`.
    """
    flat = _flat(pieces)
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
    titles = {} if told else _titles(order, headlines)
    figures: list[Figure] = []
    index: dict[int, int] = {}
    evidence: dict[str, Evidence] = {}
    for piece in order:
        lines = told.get(id(piece), [])
        raw = part_credit(cut_heading(" ".join(dict.fromkeys(line.text for line in lines)))) or None
        raw = raw or titles.get(id(piece))
        if raw is None and (piece.kind != "image" or piece.element.tag != "img" or not piece.src):
            continue
        parts = parse_caption(raw) if raw else None
        number = index[id(piece)] = len(figures)
        figures.append(Figure(piece.src, parts.text if parts else None, parts.credit if parts else None, raw))
        if piece.src:
            evidence[f"figures[{number}]"] = _address(piece)
        if raw:
            evidence[f"figures[{number}].caption"] = Evidence(lines[0].why if lines else "img title", raw)
    return figures, index, evidence


def _titles(images: Sequence[Piece], headlines: Sequence[str]) -> dict[int, str]:
    """What images (by id) say of themselves in their title: a sentence that no other has and that is no headline.

    Content systems fill the title with the headline (Cần Thơ), with "headline - Ảnh 1." (Tuổi Trẻ) or a file's name.
    """
    told = {id(image): clean_text(image.element.get("title") or "") for image in images if image.kind == "image"}
    times = Counter(told.values())
    return {
        image: title
        for image, title in told.items()
        if times[title] == 1 and len(title.split()) >= _FEWEST_WORDS and not _is_headline(title, headlines)
    }


def _is_headline(title: str, headlines: Sequence[str]) -> bool:
    bare = _NUMBER.sub("", title)
    return any(alike(bare, headline, _LIKE_HEADLINE) or begins(headline, bare) for headline in headlines)


def _address(piece: Piece) -> Evidence:
    """The attribute that a picture's address was read from."""
    if piece.element.tag != "img":
        return Evidence(f"{piece.element.tag} poster", piece.element.get("poster"))
    name, written = find_source(piece.element) or ("src", piece.src)
    return Evidence(f"img {name}", written)


def _flat(pieces: Sequence[Piece]) -> list[Piece]:
    flat: list[Piece] = []
    for piece in pieces:
        if piece.kind == "box":
            flat += _flat(piece.inner)
        else:
            flat.append(piece)
    return flat


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
