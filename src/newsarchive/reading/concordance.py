"""Every place where something was written, with the words around it: a keyword in context (KWIC)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from newsarchive.cleaning.text import fold
from newsarchive.reading.match import SearchRequest, count_matches, match_request, table_of
from newsarchive.reading.query import compile_query
from newsarchive.reading.snippet import Pieces, split_marks

LineOrder = Literal["date", "left", "right"]
LINE_ORDERS: tuple[LineOrder, ...] = ("date", "left", "right")

ARTICLES = 400
"""Articles that are read for it, the newest found: marking the hits in more takes longer than a reader waits."""
LINES = 50
"""Lines of a page."""
WIDTH = 10
"""Words shown on either side."""
_SORTED_BY = 4
"""Words that lines are sorted by, the nearest first."""
_TEXTS = (0, 1, 2, 3)
"""Columns of the index that are read: headline, lead, body, captions."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A hit between the words around it, as printed."""

    left: str
    hit: str
    right: str
    uid: str
    newspaper: str
    """Its name."""
    day: str | None


@dataclass(frozen=True, slots=True)
class Concordance:
    """A page of lines."""

    total: int
    """Articles found."""
    read: int
    """Articles that the lines are of: all, or the newest ARTICLES."""
    lines: tuple[Line, ...]
    found: int
    """Lines on all pages."""
    page: int
    pages: int


def read_concordance(db: sqlite3.Connection, request: SearchRequest, order: LineOrder) -> Concordance:
    """A page of the lines of what `request` finds; bare words are one phrase here, since a line is about one thing.

    Raises QueryError for text that cannot be understood.
    """
    asked = as_phrase(request)
    total = count_matches(db, match_request(asked, compile_query(asked.text, tier=asked.tier)))
    texts = list(read_marked(db, asked, ARTICLES))
    lines = _sorted([(uid, line) for uid, pieces in texts for line in _lines(pieces)], order)
    pages = max(1, -(-len(lines) // LINES))
    page = min(request.page, pages)
    shown = lines[(page - 1) * LINES : page * LINES]
    return Concordance(total, len({uid for uid, _ in texts}), _placed(db, shown), len(lines), page, pages)


def as_phrase(request: SearchRequest) -> SearchRequest:
    """The request with its bare words as one phrase, unless the reader chose another reading."""
    return replace(request, tier="phrase") if request.tier == "near" else request


def read_marked(db: sqlite3.Connection, request: SearchRequest, articles: int) -> Iterator[tuple[str, Pieces]]:
    """(uid, text with its hits) of every text of the newest articles found: headline, lead, body, captions.

    A published index holds only what may be shown, and so does the text that it marks.
    """
    match = match_request(request, compile_query(request.text, tier=request.tier))
    table = table_of(request)
    columns = ", ".join(f"highlight({table}, {column}, char(2), char(3))" for column in _TEXTS)
    rows = db.execute(
        f"SELECT rowid, {columns} FROM {match.sql} ORDER BY rowid DESC LIMIT {articles}", match.parameters
    ).fetchall()
    uids = dict(db.execute(f"SELECT id, uid FROM articles WHERE id IN ({', '.join(str(row[0]) for row in rows)})"))
    for row in rows:
        for text in row[1:]:
            if text:
                yield uids[row[0]], split_marks(text)


def _lines(pieces: Pieces) -> Iterator[tuple[str, str, str]]:
    """(left, hit, right) of every hit of a text."""
    for i, (piece, is_hit) in enumerate(pieces):
        if is_hit:
            left = _words("".join(text for text, _ in pieces[max(0, i - 8) : i]))[-WIDTH:]
            right = _words("".join(text for text, _ in pieces[i + 1 : i + 9]))[:WIDTH]
            yield " ".join(left), " ".join(piece.split()), " ".join(right)


def _words(text: str) -> list[str]:
    return text.split()


def _sorted(lines: list[tuple[str, tuple[str, str, str]]], order: LineOrder) -> list[tuple[str, tuple[str, str, str]]]:
    """By the words next to the hit, without regard to marks; by date they come as they are, newest first."""
    if order == "date":
        return lines
    if order == "left":
        return sorted(lines, key=lambda line: _key(line[1][0])[::-1][:_SORTED_BY])
    return sorted(lines, key=lambda line: _key(line[1][2])[:_SORTED_BY])


def _key(context: str) -> list[str]:
    return _WORD.findall(fold(context))


def _placed(db: sqlite3.Connection, lines: list[tuple[str, tuple[str, str, str]]]) -> tuple[Line, ...]:
    uids = list(dict.fromkeys(uid for uid, _ in lines))
    rows = db.execute(
        f"""SELECT a.uid, n.name, a.day FROM articles AS a JOIN newspapers AS n ON n.id = a.newspaper
            WHERE a.uid IN ({", ".join("?" * len(uids))})""",
        uids,
    )
    places = {row[0]: (row[1], row[2]) for row in rows}
    return tuple(Line(*words, uid, *places[uid]) for uid, words in lines)
