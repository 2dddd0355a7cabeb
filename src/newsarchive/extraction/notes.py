"""What English newsrooms print about the writer below a text: who that is, and how to reach him or her."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsarchive.article import Byline
from newsarchive.cleaning.newsrooms import JOBS
from newsarchive.extraction.pieces import Piece

_MOST, _LONGEST = 3, 500
_REACH = re.compile(r"(?:you can |please )?(?:reach|contact|e-?mail|follow)(?: out to)? ", re.IGNORECASE)
_IS = re.compile(rf" (?:is|was) (?:an?|the|our)\b[^.]*\b(?:{'|'.join(sorted(JOBS))})\b", re.IGNORECASE)
_DOES = re.compile(r" (?:covers|writes (?:about|for)|reports (?:on|for)|can be reached|may be reached|joined the)\b")
_ADDRESS = re.compile(r"\w@\w|@\w|\d{3}-\d{4}")
_WHY = "note on who wrote the text"


def drop_notes(pieces: list[Piece], bylines: Iterable[Byline]) -> list[Piece]:
    """The pieces less what is said below the text of those who sign it; of anybody else it is text."""
    names = [byline.name for byline in bylines if byline.role == "text" and " " in byline.name]
    if not names:
        return pieces
    texts = [piece for piece in pieces if piece.kind == "text" and not piece.role]
    notes: list[Piece] = []
    for piece in texts[: -_MOST - 1 : -1]:
        if len(piece.text) > _LONGEST or not any(_is_note(piece.text, name) for name in names):
            break
        piece.why = _WHY
        notes.append(piece)
    gone = set(map(id, notes))
    return [piece for piece in pieces if id(piece) not in gone] if len(notes) < len(texts) else pieces


def _is_note(line: str, name: str) -> bool:
    """Who the named one is, what he or she writes about, or where to write to.

    >>> _is_note("Jane Roe is a reporter at the Harrow Post.", "Jane Roe"), _is_note("Jane Roe is mayor.", "Jane Roe")
    (True, False)
    >>> _is_note("Contact Jane Roe at jane@post.example.", "Jane Roe"), _is_note("Contact Jane Roe.", "Jane Roe")
    (True, False)
    """
    asked = _REACH.match(line)
    told = line[asked.end() :] if asked else line
    if told[: len(name)].casefold() != name.casefold():
        return False
    if asked:
        return _ADDRESS.search(told) is not None
    rest = told[len(name) :]
    return _IS.match(rest) is not None or _DOES.match(rest) is not None
