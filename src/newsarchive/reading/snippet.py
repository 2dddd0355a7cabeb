"""Hits shown in the original text: FTS5 sets control characters around them, a template turns the pieces into marks.

No markup is made here, so nothing that an article says can become markup: the template escapes every piece.
"""

from __future__ import annotations

import re

START, END = "\x02", "\x03"
"""Set around a hit; neither occurs in cleaned text (category Cc is removed by cleaning)."""

_PIECES = re.compile(f"{START}([^{END}]*){END}")

Pieces = tuple[tuple[str, bool], ...]
"""Text and whether it is a hit, in reading order."""


def split_marks(text: str | None) -> Pieces:
    """The pieces of a text that FTS5 marked; hits side by side become one.

    >>> split_marks("Trên \\x02đường\\x03 về")
    (('Trên ', False), ('đường', True), (' về', False))
    >>> split_marks(None)
    ()
    """
    parts = _PIECES.split((text or "").replace(f"{END} {START}", " "))
    return tuple((_bare(part), i % 2 == 1) for i, part in enumerate(parts) if part)


def plain(pieces: Pieces) -> str:
    """The text without its marks."""
    return "".join(text for text, _ in pieces)


def count_hits(text: str | None) -> int:
    """How many hits FTS5 marked."""
    return len(_PIECES.findall(text or ""))


def _bare(text: str) -> str:
    return text.replace(START, "").replace(END, "")
