"""Pieces → blocks: headings found, lists gathered, figures put in their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.article import Block
from newsarchive.cleaning.caption import is_caption_label
from newsarchive.extraction.naming import naming
from newsarchive.extraction.pieces import Piece

_NAMED_HEADING = re.compile(
    r"(?:^|[\s_-])(?:sub-?titles?|sub-?head(?:ing|line)?s?|tieu-?de(?:-?phu)?|crosshead|intertitle|title-?(?:small|sub))(?:$|[\s_-])"
)
_is_named_heading = naming(_NAMED_HEADING)
_LONGEST = 150
_LEVEL = 3
_FOLLOWING = frozenset({"text", "item", "table", "box"})


def find_headings(pieces: list[Piece]) -> None:
    """Mark paragraphs that are sub-headings: named so, or one short wholly bold line with text behind it.

    A newsroom's sub-heading is no sentence and is not the last line; bodies that are bold throughout have none.
    """
    texts = [piece for piece in pieces if piece.kind == "text" and piece.role == ""]
    whole = sum(len(piece.text) for piece in texts)
    bold = sum(len(piece.text) for piece in texts if piece.bold > 0.95)
    last = max((at for at, p in enumerate(pieces) if p.kind in _FOLLOWING and not p.role), default=-1)
    for at, piece in enumerate(pieces):
        if piece.kind == "box":
            find_headings(piece.inner)
        if piece.kind != "text" or piece.role or piece.quote or len(piece.text) > _LONGEST:
            continue
        named = _is_named_heading(piece.element)
        if at < last and (named or (piece.bold > 0.95 and bold < 0.5 * whole and _is_title(piece.text))):
            piece.kind, piece.level = "heading", _LEVEL
            piece.why = "element named as heading" if named else "short bold line with text behind it"


def _is_title(text: str) -> bool:
    return not text.endswith((".", ",", ";", ":")) and not text.startswith(("-", "–", "+", "•"))


def make_blocks(pieces: Sequence[Piece], index: dict[int, int]) -> tuple[Block, ...]:
    """The body's blocks. `index`: figure number by id of its piece."""
    blocks: list[Block] = []
    items: list[Piece] = []
    for piece in pieces:
        if piece.kind == "item" and piece.role == "" and (not items or items[-1].list_id == piece.list_id):
            items.append(piece)
            continue
        _end_list(items, blocks)
        items = [piece] if piece.kind == "item" and piece.role == "" else []
        if not items and (block := _block(piece, index)):
            blocks.append(block)
    _end_list(items, blocks)
    return tuple(blocks)


def _end_list(items: list[Piece], blocks: list[Block]) -> None:
    if items:
        blocks.append(Block("list", items=tuple(item.text for item in items)))


def _block(piece: Piece, index: dict[int, int]) -> Block | None:
    if id(piece) in index:
        return Block("figure", figure=index[id(piece)])
    if piece.role or piece.kind == "image" or is_caption_label(piece.text):
        return None
    if piece.kind == "heading":
        return Block("heading", piece.text, level=piece.level)
    if piece.kind == "table":
        return Block("table", rows=piece.rows)
    if piece.kind == "box":
        inner = make_blocks(piece.inner, index)
        return Block("box", blocks=inner) if inner else None
    return Block("quote" if piece.quote else "paragraph", piece.text)
