"""Abbreviations in a query that articles of the release spell out: searched for under both names."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from newsarchive.reading.match import SearchRequest
from newsarchive.reading.terms import Term, parse_terms

_MOST = 3
"""Meanings taken of one abbreviation, those that most articles spell out."""
_PLAIN = 4
"""Letters from which an abbreviation is known in lower case too: "an" and "ta" are words."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of the query and what it stands for."""

    word: str
    """As typed."""
    longs: tuple[tuple[str, int], ...]
    """(spelled out, articles that do so), most first."""

    @property
    def meanings(self) -> tuple[tuple[str, ...], ...]:
        """The words of each."""
        return tuple(parse_terms(f'"{long}"')[0][0][0].words for long, _ in self.longs)


def expand_request(db: sqlite3.Connection, request: SearchRequest) -> SearchRequest:
    """The request with the meanings of its abbreviations, unless the reader does not want them.

    Only bare words count: what stands in quotation marks is meant as it is typed.
    """
    if not request.expand:
        return request
    return replace(request, meanings=tuple((one.word, one.meanings) for one in read_expansions(db, request.text)))


def read_expansions(db: sqlite3.Connection, text: str) -> tuple[Expansion, ...]:
    """The abbreviations in a query, in its order."""
    wanted, _ = parse_terms(text)
    words = dict.fromkeys(word for group in wanted for term in group for word in _candidates(term) if len(word) > 1)
    found = (Expansion(word, _longs(db, word)) for word in words)
    return tuple(one for one in found if one.longs)


def _candidates(term: Term) -> tuple[str, ...]:
    if term.typed is not None:
        return (term.typed, *term.words)
    return term.words if term.kind == "bare" else ()


def _longs(db: sqlite3.Connection, word: str) -> tuple[tuple[str, int], ...]:
    rows = db.execute(
        f"""SELECT long, articles FROM abbreviations
            WHERE key = :key AND (short = :word OR (:word = :key AND length(:key) >= {_PLAIN}))
            ORDER BY articles DESC, id LIMIT {_MOST}""",
        {"key": word.lower(), "word": word},
    )
    return tuple((row[0], row[1]) for row in rows)
