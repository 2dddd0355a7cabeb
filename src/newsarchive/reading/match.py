"""What a reader asks for, as the FROM and WHERE that all parts of a page of results share."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.places import former_provinces
from newsarchive.reading.query import Query, Tier

Order = Literal["relevance", "newest", "oldest"]


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


@dataclass(frozen=True, slots=True)
class Match:
    """The FROM and WHERE of a search, with its parameters."""

    sql: str
    parameters: dict[str, object]
    key: str
    """The row id that the set is read by: descending it is newest first, without sorting."""


def match_request(request: SearchRequest, query: Query | None) -> Match:
    """Row ids are days, so a range of days is a range of ids."""
    conditions = ["a.id BETWEEN :low AND :high"]
    parameters: dict[str, object] = {"low": first_id(request.since), "high": last_id(request.until)}
    for name, value, condition in _filters(request):
        if value:
            conditions.append(condition)
            parameters[name] = value
    source, key = "articles AS a", "a.id"
    if query:
        table = table_of(request)
        key = f"{table}.rowid"
        source = f"{table} JOIN articles AS a ON a.id = {key}"
        conditions.insert(0, f"{table} MATCH :match AND {key} BETWEEN :low AND :high")
        parameters |= {"match": query.exact if request.exact else query.folded, "exact": query.exact}
    return Match(f"{source} WHERE {' AND '.join(conditions)}", parameters, key)


def _filters(request: SearchRequest) -> tuple[tuple[str, str | None, str], ...]:
    """(parameter, value, condition). Provinces of today are many old ones; JSON carries them in one parameter."""
    joined = json.dumps(former_provinces(request.province_now)) if request.province_now else None
    return (
        ("newspaper", request.newspaper, "a.newspaper = :newspaper"),
        ("province", request.province, "a.province = :province"),
        ("provinces", joined, "a.province IN (SELECT value FROM json_each(:provinces))"),
        ("section", request.section, "a.section = :section"),
        ("byline", request.byline, "a.id IN (SELECT article_id FROM bylines WHERE name = :byline)"),
    )


def table_of(request: SearchRequest) -> str:
    """The index that is asked."""
    return "fts_exact" if request.exact else "fts"


def count_matches(db: sqlite3.Connection, match: Match) -> int:
    """How many articles meet it."""
    return int(db.execute(f"SELECT count(*) FROM {match.sql}", match.parameters).fetchone()[0])
