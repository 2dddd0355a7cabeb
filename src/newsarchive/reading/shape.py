"""The body of an article is stored once, as text; its shape says which stretch of it is which block.

`body` joins every piece of text (paragraph, list item, table row) with line feeds, in reading order; the shape is a
JSON list of blocks in which each piece is replaced by its length in code points. So the full-text index, the raw table
and the article page all read the same stored text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from newsarchive.article import Block

_CELL = " | "


def pack_blocks(blocks: Sequence[Block]) -> tuple[str, str]:
    """(body, shape) of `blocks`.

    >>> pack_blocks((Block("paragraph", "Chiều 3/2."), Block("list", items=("một", "hai"))))
    ('Chiều 3/2.\\nmột\\nhai', '[{"kind":"paragraph","text":10},{"kind":"list","items":[3,3]}]')
    """
    body = "\n".join(line for block in blocks for line in block.lines())
    return body, json.dumps([_pack(block) for block in blocks], separators=(",", ":"))


def unpack_blocks(body: str, shape: str) -> tuple[Block, ...]:
    """The blocks that `pack_blocks` was given.

    >>> blocks = (Block("box", "Bên lề", blocks=(Block("table", rows=(("Năm", "2022"),)),)), Block("figure", figure=0))
    >>> unpack_blocks(*pack_blocks(blocks)) == blocks
    True
    """
    reader = _Reader(body)
    return tuple(_unpack(packed, reader) for packed in json.loads(shape))


class _Reader:
    """Takes pieces off a body, one after the other."""

    def __init__(self, body: str) -> None:
        self._body, self._at = body, 0

    def line(self, length: int) -> str:
        piece = self._body[self._at : self._at + length]
        self._at += length + 1
        return piece


def _pack(block: Block) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "kind": block.kind,
        "text": len(block.text),
        "level": block.level,
        "items": [len(item) for item in block.items],
        "rows": [[len(cell) for cell in row] for row in block.rows],
        "blocks": [_pack(inner) for inner in block.blocks],
    }
    packed = {key: value for key, value in whole.items() if value}
    return packed if block.figure is None else {**packed, "figure": block.figure}


def _unpack(packed: dict[str, Any], reader: _Reader) -> Block:
    text = reader.line(packed["text"]) if packed.get("text") else ""
    items = tuple(reader.line(length) for length in packed.get("items", ()))
    rows = tuple(_cells(lengths, reader) for lengths in packed.get("rows", ()))
    inner = tuple(_unpack(block, reader) for block in packed.get("blocks", ()))
    return Block(packed["kind"], text, packed.get("level"), items, rows, packed.get("figure"), inner)


def _cells(lengths: list[int], reader: _Reader) -> tuple[str, ...]:
    line = reader.line(sum(lengths) + len(_CELL) * max(0, len(lengths) - 1))
    cells, at = [], 0
    for length in lengths:
        cells.append(line[at : at + length])
        at += length + len(_CELL)
    return tuple(cells)
