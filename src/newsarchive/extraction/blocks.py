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
_LONGEST, _BOLD = 150, 0.95
_LEVEL = 3
_FOLLOWING = frozenset({"text", "item", "table", "box"})


def find_headings(pieces: list[Piece]) -> None:
    """Mark paragraphs that are sub-headings: named so, or one short wholly bold line with text behind it.

    A newsroom's sub-heading is no sentence and is not the last line; bodies that are bold throughout have none.
    """
    bold, last = _is_bold(pieces), _last_of_text(pieces)
    for at, piece in enumerate(pieces):
        if piece.kind == "box":
            find_headings(piece.inner)
        if piece.kind != "text" or piece.role or piece.quote or len(piece.text) > _LONGEST or at >= last:
            continue
        named = _is_named_heading(piece.element)
        if named or (piece.bold > _BOLD and not bold and _is_title(piece.text)):
            piece.kind, piece.level = "heading", _LEVEL
            piece.why = "element named as heading" if named else "short bold line with text behind it"


def _is_bold(pieces: list[Piece]) -> bool:
    """Half of the text or more is bold throughout."""
    whole = bold = 0
    for piece in pieces:
        if piece.kind == "text" and piece.role == "":
            whole += len(piece.text)
            bold += len(piece.text) if piece.bold > _BOLD else 0
    return bold >= 0.5 * whole


def _last_of_text(pieces: list[Piece]) -> int:
    """Where the last piece stands that a heading may announce; -1 without any."""
    return next(
        (at for at in reversed(range(len(pieces))) if pieces[at].kind in _FOLLOWING and not pieces[at].role), -1
    )


def _is_title(text: str) -> bool:
    return not text.endswith((".", ",", ";", ":")) and not text.startswith(("-", "–", "+", "•"))


def make_blocks(pieces: Sequence[Piece], index: dict[int, int]) -> tuple[Block, ...]:
    """The body's blocks. `index`: figure number by id of its piece."""
    blocks: list[Block] = []
    items: list[Piece] = []
    for piece in pieces:
        listed = piece.kind == "item" and piece.role == ""
        if items and not (listed and items[-1].list_id == piece.list_id):
            blocks.append(_list(items))
            items = []
        if listed:
            items.append(piece)
        elif block := _block(piece, index):
            blocks.append(block)
    return (*blocks, _list(items)) if items else tuple(blocks)


def _list(items: list[Piece]) -> Block:
    return Block("list", items=tuple(item.text for item in items))


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
