"""The articles on one page of results, shown with their hits."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsarchive.reading.found import Found
from newsarchive.reading.match import Order, SearchRequest, table_of
from newsarchive.reading.query import Query
from newsarchive.reading.snippet import Pieces, count_hits, split_marks

PAGE_SIZE = 20
MAX_PAGE = 500

_WEIGHTS = "8.0, 4.0, 1.0, 3.0, 2.0, 0.0"
"""bm25 weights of headline, lead, body, captions, byline; the tags of filters say nothing about relevance."""
_SNIPPET = 30
"""Tokens of a snippet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article on a page of results."""

    uid: str
    headline: Pieces
    snippet: Pieces
    newspaper: str
    newspaper_name: str
    section: str | None
    day: str | None
    published: str | None
    byline: str | None
    figures: int
    revisions: int


def newest_hits(db: sqlite3.Connection, number: int) -> tuple[Hit, ...]:
    """The newest articles of all."""
    ids = [int(row[0]) for row in db.execute("SELECT id FROM articles ORDER BY id DESC LIMIT ?", (number,))]
    return tuple(_hit(row, None, None) for row in _articles(db, ids))


def read_hits(
    db: sqlite3.Connection, request: SearchRequest, query: Query | None, order: Order, found: Found
) -> tuple[Hit, ...]:
    """The hits of the page that `request` names. Ids first, then their text: snippets of all would take seconds."""
    ids = _ids_of_page(db, request, query, order, found)
    shown = _shown(db, request, query, ids)
    return tuple(_hit(row, *shown.get(int(row[0]), (None, None))) for row in _articles(db, ids))


def _ids_of_page(
    db: sqlite3.Connection, request: SearchRequest, query: Query | None, order: Order, found: Found
) -> list[int]:
    offset = (max(1, min(request.page, MAX_PAGE)) - 1) * PAGE_SIZE
    # One article needs no order; bm25 walks through the index again to weigh the words of a rare phrase.
    if order == "newest" or (found.is_whole and found.total == 1):
        return list(found.ids[offset : offset + PAGE_SIZE])
    if order == "oldest" and found.is_whole:
        return list(found.ids[::-1][offset : offset + PAGE_SIZE])
    match = found.match
    columns, by = _ranked(request, query) if order == "relevance" else (match.key, match.key)
    sql = f"SELECT {columns} FROM {match.sql} ORDER BY {by} LIMIT {PAGE_SIZE} OFFSET {offset}"
    return [int(row[0]) for row in db.execute(sql, match.parameters)]


def _ranked(request: SearchRequest, query: Query | None) -> tuple[str, str]:
    """Columns and their order; what is ordered by is a column, since a view over several files has no other."""
    columns, by = f"rowid, bm25({table_of(request)}, {_WEIGHTS}) AS score", "score, rowid DESC"
    if request.exact or query is None or not query.has_marks:
        return columns, by
    return f"{columns}, rowid IN (SELECT rowid FROM fts_exact WHERE fts_exact MATCH :exact) AS is_exact", (
        f"is_exact DESC, {by}"
    )


def _articles(db: sqlite3.Connection, ids: list[int]) -> Iterable[sqlite3.Row]:
    rows = {
        row[0]: row
        for row in db.execute(
            f"""SELECT a.id, a.uid, a.headline, a.lead, a.newspaper, n.name, a.section, a.day, a.published, a.byline,
                       a.figures, a.revisions
                FROM articles AS a JOIN newspapers AS n ON n.id = a.newspaper WHERE a.id IN ({_list(ids)})"""
        )
    }
    return (rows[i] for i in ids)


def _hit(row: sqlite3.Row, headline: str | None, snippet: str | None) -> Hit:
    lead = _shorten(row[3])
    return Hit(
        uid=row[1],
        headline=split_marks(headline or row[2]),
        snippet=split_marks(snippet or lead),
        newspaper=row[4],
        newspaper_name=row[5],
        section=row[6],
        day=row[7],
        published=row[8],
        byline=row[9],
        figures=row[10],
        revisions=row[11],
    )


def _shown(
    db: sqlite3.Connection, request: SearchRequest, query: Query | None, ids: list[int]
) -> Mapping[int, tuple[str | None, str | None]]:
    """Marked headline and snippet of each id. An exact hit shows the exact words; any other shows the folded ones."""
    if query is None or not ids:
        return {}
    if request.exact:
        return _marked(db, "fts_exact", query.exact, ids)
    folded = _marked(db, "fts", query.folded, ids)
    return folded | _marked(db, "fts_exact", query.exact, ids) if query.has_marks else folded


def _marked(db: sqlite3.Connection, table: str, match: str, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Headline and snippet of those `ids` that match: of the body, or where it holds no hit, of lead or captions."""
    headline, body, lead, captions = (
        f"highlight({table}, 0, char(2), char(3))",
        *(_snippet(table, c) for c in (2, 1, 3)),
    )
    rows = _show(db, table, match, ids, f"{headline}, {body}")
    elsewhere = [i for i, (_, text) in rows.items() if not count_hits(text)]
    others = _show(db, table, match, elsewhere, f"{lead}, {captions}") if elsewhere else {}
    found = {i: max(texts, key=count_hits) for i, texts in others.items() if any(map(count_hits, texts))}
    return {i: (head, found.get(i, text)) for i, (head, text) in rows.items()}


def _show(db: sqlite3.Connection, table: str, match: str, ids: list[int], what: str) -> dict[int, tuple[str, str]]:
    rows = db.execute(
        f"SELECT rowid, {what} FROM {table} WHERE {table} MATCH :match AND rowid IN ({_list(ids)})", {"match": match}
    )
    return {int(row[0]): (row[1] or "", row[2] or "") for row in rows}


def _snippet(table: str, column: int) -> str:
    return f"snippet({table}, {column}, char(2), char(3), '…', {_SNIPPET})"


def _list(ids: Iterable[int]) -> str:
    return ", ".join(str(int(i)) for i in ids)


def _shorten(text: str | None, length: int = 260) -> str | None:
    if text is None or len(text) <= length:
        return text
    return re.sub(r"\s+\S*$", "", text[:length]) + "…"
