"""What a reader asks for, as the FROM and WHERE that all parts of a page of results share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.groups import schemas
from newsarchive.reading.places import former_provinces
from newsarchive.reading.query import Meanings, Query, Tier, compile_query
from newsarchive.reading.tags import Filter, tag

Order = Literal["relevance", "newest", "oldest"]

_ALWAYS = (first_id(None), last_id(None))


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a reader asks for."""

    text: str = ""
    exact: bool = False
    """True: marks must be as typed. False: marks do not matter, exact hits come first."""
    tier: Tier = "near"
    newspaper: str | None = None
    province: str | None = None
    """Slug of the newspaper's province as it was until 30 June 2025."""
    province_now: str | None = None
    """Slug of a province of today: its newspapers and those of the provinces that were merged into it."""
    section: str | None = None
    byline: str | None = None
    """A credited name, whole."""
    since: str | None = None
    """First day: YYYY, YYYY-MM or YYYY-MM-DD."""
    until: str | None = None
    """Last day, the same forms; "2023" means to its end."""
    order: Order | None = None
    """None: relevance with a query, newest without."""
    page: int = 1
    expand: bool = True
    """Whether abbreviations are searched for as they are spelled out too."""
    meanings: Meanings = ()
    """What they stand for, as the release has it; see `expansion.expand_request`."""


@dataclass(frozen=True, slots=True)
class Match:
    """The FROM and WHERE of a search, with its parameters."""

    sql: str
    parameters: dict[str, object]
    key: str
    """The row id that the set is read by: descending it is newest first, without sorting."""

    @property
    def is_everything(self) -> bool:
        """Neither words nor filters nor days."""
        return "match" not in self.parameters and (self.parameters["low"], self.parameters["high"]) == _ALWAYS

    def within(self, first: int, last: int) -> dict[str, object]:
        """The parameters for the part of the set whose row ids lie between these, both included."""
        low, high = int(str(self.parameters["low"])), int(str(self.parameters["high"]))
        return {**self.parameters, "low": max(low, first), "high": min(high, last)}


def compile_request(request: SearchRequest, tier: Tier | None = None) -> Query | None:
    """What is asked for in words, None when nothing was typed. Raises QueryError."""
    if not request.text.strip():
        return None
    return compile_query(request.text, tier=tier or request.tier, meanings=request.meanings)


def match_request(request: SearchRequest, query: Query | None) -> Match:
    """Row ids are days, so a range of days is a range of ids; filters are words (tags), so nothing is joined."""
    bounds: dict[str, object] = {"low": first_id(request.since), "high": last_id(request.until)}
    tags = " AND ".join(_tags(request))
    if query is None and not tags:
        return Match("facets WHERE id BETWEEN :low AND :high", bounds, "id")
    table = table_of(request)
    asked = None if query is None else query.exact if request.exact else query.folded
    match = {"match": _narrowed(asked, tags)}
    if query:
        match["exact"] = _narrowed(query.exact, tags)
    return Match(f"{table} WHERE {table} MATCH :match AND rowid BETWEEN :low AND :high", bounds | match, "rowid")


def _narrowed(expression: str | None, tags: str) -> str:
    return f"({expression}) AND {tags}" if expression and tags else expression or tags


def _tags(request: SearchRequest) -> Iterator[str]:
    """FTS5 expressions of the filters that are set."""
    filters: tuple[tuple[Filter, str | None], ...] = (
        ("newspaper", request.newspaper), ("province", request.province), ("section", request.section),
        ("byline", request.byline),
    )  # fmt: skip
    for kind, value in filters:
        if value:
            yield f'"{tag(kind, value)}"'
    if request.province_now:
        former = former_provinces(request.province_now) or (request.province_now,)
        yield "(" + " OR ".join(f'"{tag("province", slug)}"' for slug in former) + ")"


def table_of(request: SearchRequest) -> str:
    """The index that is asked."""
    return "fts_exact" if request.exact else "fts"


def count_matches(db: sqlite3.Connection, match: Match) -> int:
    """How many articles meet it."""
    return count_within(db, match, match.parameters)


def count_within(db: sqlite3.Connection, match: Match, parameters: Mapping[str, object]) -> int:
    """How many articles meet it with these parameters (see `Match.within`), added up over the files of the release."""
    counts = " + ".join(f"(SELECT count(*) FROM {schema}.{match.sql})" for schema in schemas(db))
    return int(db.execute(f"SELECT {counts}", parameters).fetchone()[0])
