"""One page of results: which articles meet a query, in which order, shown with their hits."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.query import TIERS, Query, Tier, compile_query
from newsarchive.reading.snippet import Pieces, count_hits, split_marks

Order = Literal["relevance", "newest", "oldest"]

PAGE_SIZE = 20
MAX_PAGE = 500
RELEVANCE_LIMIT = 20_000
"""Above this many hits bm25 takes longer than a reader waits (reading-room measurements); newest first is used."""

_WEIGHTS = "8.0, 4.0, 1.0, 3.0, 2.0"
"""bm25 weights of headline, lead, body, captions, byline."""
_SNIPPET = 30
"""Tokens of a snippet."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks for."""

    text: str = ""
    exact: bool = False
    """True: marks must be as typed. False: marks do not matter, exact hits come first."""
    tier: Tier = "near"
    newspaper: str | None = None
    since: str | None = None
    """First day: YYYY, YYYY-MM or YYYY-MM-DD."""
    until: str | None = None
    """Last day, the same forms; "2023" means to its end."""
    order: Order | None = None
    """None: relevance with a query, newest without."""
    page: int = 1


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


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results and what surrounds it."""

    request: SearchRequest
    query: Query | None
    """None when the reader typed nothing: all articles, newest first."""
    order: Order
    total: int
    hits: tuple[Hit, ...]
    tiers: tuple[tuple[Tier, int], ...]
    """How many articles each reading of bare words finds; empty when they do not differ."""
    newspapers: tuple[tuple[str, str, int], ...]
    """(id, name, hits), most hits first."""
    years: tuple[tuple[int, int, int], ...]
    """(year, hits, articles held), every year from the first to the last held, gaps with 0."""
    alternative: int
    """Hits without regard to marks, when an exact search found few; else 0."""

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, min(MAX_PAGE, -(-self.total // PAGE_SIZE)))


@dataclass(frozen=True, slots=True)
class _Match:
    """The FROM and WHERE of a search, with its parameters."""

    sql: str
    parameters: dict[str, object]


def search(db: sqlite3.Connection, request: SearchRequest) -> SearchPage:
    """The page of results for `request`.

    Raises QueryError for text that cannot be understood; sqlite3.OperationalError("interrupted") passes through when
    the caller has set a time limit.
    """
    query = compile_query(request.text, tier=request.tier) if request.text.strip() else None
    match = _match(request, query)
    total = _count(db, match)
    order = _order(request, query, total)
    return SearchPage(
        request=request,
        query=query,
        order=order,
        total=total,
        hits=_hits(db, request, query, match, order),
        tiers=_tiers(db, request, query),
        newspapers=_newspapers(db, match),
        years=_years(db, match),
        alternative=_alternative(db, request, total),
    )


def _match(request: SearchRequest, query: Query | None) -> _Match:
    """Row ids are days, so a range of days is a range of ids."""
    conditions = ["a.id BETWEEN :low AND :high"]
    parameters: dict[str, object] = {"low": first_id(request.since), "high": last_id(request.until)}
    if request.newspaper:
        conditions.append("a.newspaper = :newspaper")
        parameters["newspaper"] = request.newspaper
    source = "articles AS a"
    if query:
        table = _table(request)
        source = f"{table} JOIN articles AS a ON a.id = {table}.rowid"
        conditions.insert(0, f"{table} MATCH :match AND {table}.rowid BETWEEN :low AND :high")
        parameters |= {"match": query.exact if request.exact else query.folded, "exact": query.exact}
    return _Match(f"{source} WHERE {' AND '.join(conditions)}", parameters)


def _table(request: SearchRequest) -> str:
    return "fts_exact" if request.exact else "fts"


def _count(db: sqlite3.Connection, match: _Match) -> int:
    return int(db.execute(f"SELECT count(*) FROM {match.sql}", match.parameters).fetchone()[0])


def _order(request: SearchRequest, query: Query | None, total: int) -> Order:
    if query is None or (total > RELEVANCE_LIMIT and request.order != "oldest"):
        return "oldest" if request.order == "oldest" else "newest"
    return request.order or "relevance"


def _hits(
    db: sqlite3.Connection, request: SearchRequest, query: Query | None, match: _Match, order: Order
) -> tuple[Hit, ...]:
    """First the ids of the page, then the text of those alone: snippets of all hits would take seconds."""
    offset = (max(1, min(request.page, MAX_PAGE)) - 1) * PAGE_SIZE
    by = _order_by(request, query, order)
    ids = [
        int(row[0])
        for row in db.execute(
            f"SELECT a.id FROM {match.sql} ORDER BY {by} LIMIT {PAGE_SIZE} OFFSET {offset}", match.parameters
        )
    ]
    shown = _shown(db, request, query, ids)
    return tuple(_hit(row, *shown.get(int(row[0]), (None, None))) for row in _articles(db, ids))


def _order_by(request: SearchRequest, query: Query | None, order: Order) -> str:
    if order != "relevance":
        return "a.id DESC" if order == "newest" else "a.id"
    rank = f"bm25({_table(request)}, {_WEIGHTS}), a.id DESC"
    if request.exact or query is None or not query.has_marks:
        return rank
    return f"a.id IN (SELECT rowid FROM fts_exact WHERE fts_exact MATCH :exact) DESC, {rank}"


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
    exact = _marked(db, "fts_exact", query.exact, ids)
    return exact if request.exact else _marked(db, "fts", query.folded, ids) | exact


def _marked(db: sqlite3.Connection, table: str, match: str, ids: list[int]) -> dict[int, tuple[str, str]]:
    pieces = ", ".join(f"snippet({table}, {column}, char(2), char(3), '…', {_SNIPPET})" for column in (2, 1, 3))
    rows = db.execute(
        f"""SELECT rowid, highlight({table}, 0, char(2), char(3)), {pieces}
            FROM {table} WHERE {table} MATCH :match AND rowid IN ({_list(ids)})""",
        {"match": match},
    )
    return {int(row[0]): (row[1], max(row[2:], key=count_hits) or "") for row in rows}


def _list(ids: Iterable[int]) -> str:
    return ", ".join(str(int(i)) for i in ids)


def _shorten(text: str | None, length: int = 260) -> str | None:
    if text is None or len(text) <= length:
        return text
    return re.sub(r"\s+\S*$", "", text[:length]) + "…"


def _tiers(db: sqlite3.Connection, request: SearchRequest, query: Query | None) -> tuple[tuple[Tier, int], ...]:
    if query is None or not query.has_tiers:
        return ()
    matches = ((tier, _match(request, compile_query(request.text, tier=tier))) for tier in TIERS)
    return tuple((tier, _count(db, match)) for tier, match in matches)


def _newspapers(db: sqlite3.Connection, match: _Match) -> tuple[tuple[str, str, int], ...]:
    rows = db.execute(
        f"""SELECT f.newspaper, n.name, f.hits
            FROM (SELECT a.newspaper, count(*) AS hits FROM {match.sql} GROUP BY 1) AS f
            JOIN newspapers AS n ON n.id = f.newspaper ORDER BY f.hits DESC, n.name""",
        match.parameters,
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


def _years(db: sqlite3.Connection, match: _Match) -> tuple[tuple[int, int, int], ...]:
    held: dict[int, int] = {
        row[0]: row[1] for row in db.execute("SELECT year, sum(articles) FROM coverage WHERE year > 0 GROUP BY year")
    }
    if not held:
        return ()
    found: dict[int, int] = {
        row[0]: row[1]
        for row in db.execute(
            f"SELECT a.id / 1000000000 AS year, count(*) FROM {match.sql} GROUP BY year", match.parameters
        )
    }
    return tuple((year, found.get(year, 0), held.get(year, 0)) for year in range(min(held), max(held) + 1))


def _alternative(db: sqlite3.Connection, request: SearchRequest, total: int) -> int:
    if not request.exact or total >= 3:
        return 0
    folded = replace(request, exact=False)
    return _count(db, _match(folded, compile_query(folded.text, tier=folded.tier))) if folded.text.strip() else 0
