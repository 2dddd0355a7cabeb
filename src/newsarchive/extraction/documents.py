"""Documents printed whole: the office and the name under them are text, and nobody's byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from newsarchive.cleaning.names import is_person
from newsarchive.extraction.pieces import Piece

# How decree 30/2020/NĐ-CP has a document signed: for whom ("TM.", "KT."), in what office, "(Đã ký)", and the name.
_OFFICE = re.compile(
    r"\(?[Đđ]ã ký\)?|\(ĐÃ KÝ\)|(?:TM|KT|TL|TUQ|Q)\.\s?[^\W\d_].{2,80}"
    r"|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BÍ THƯ|CHÁNH VĂN PHÒNG|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG BAN)"
    r"(?: [^a-zà-ỹ]{2,60})?"
)
_REACH, _LONGEST = 12, 90
"""Lines at the end that are looked at, and characters of an office at most."""


def mark_signatures(pieces: Sequence[Piece]) -> None:
    """Mark the lines under a document: offices one below the other at the end of a body, and the name below them."""
    lines = [piece for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""][-_REACH:]
    for at, line in enumerate(lines[:-1], 1):
        if _is_office(line) and is_person(lines[at].text):
            for piece in (*takewhile(_is_office, reversed(lines[:at])), lines[at]):
                piece.signed = True


def _is_office(line: Piece) -> bool:
    return len(line.text) <= _LONGEST and _OFFICE.fullmatch(line.text) is not None
