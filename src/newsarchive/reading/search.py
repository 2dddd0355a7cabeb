"""One page of results: which articles meet a query, in which order, and what surrounds them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsarchive.reading.expansion import Expansion, expand_request, read_expansions
from newsarchive.reading.facets import (
    Facets,
    count_alternative,
    count_facets,
    count_tiers,
    count_years,
)
from newsarchive.reading.found import find
from newsarchive.reading.hits import MAX_PAGE, PAGE_SIZE, Hit, read_hits
from newsarchive.reading.match import Order, SearchRequest, compile_request, match_request
from newsarchive.reading.query import Query, Tier

RELEVANCE_LIMIT = 5_000
"""Above this many hits bm25 takes longer than a reader waits, 5 µs for each; newest first is used."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results and what surrounds it."""

    request: SearchRequest
    query: Query | None
    """None when the reader typed nothing: all articles, newest first."""
    order: Order
    total: int
    is_more: bool
    """There are more than `total`, not counted: see `found`."""
    hits: tuple[Hit, ...]
    tiers: tuple[tuple[Tier, int, bool], ...]
    """(reading of bare words, articles that it finds, whether there are more); empty when they do not differ."""
    facets: Facets
    """Newspapers, provinces, sections and bylines to narrow it to."""
    years: tuple[tuple[int, int, int], ...]
    """(year, hits, articles held), every year from the first to the last held, gaps 0; empty when not all counted."""
    alternative: int
    """Hits without regard to marks, when an exact search found few; else 0."""
    expansions: tuple[Expansion, ...]
    """Abbreviations in the query that articles spell out, searched for or not as the request says."""

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, min(MAX_PAGE, -(-self.total // PAGE_SIZE)))


def search(db: sqlite3.Connection, request: SearchRequest) -> SearchPage:
    """The page of results for `request`.

    Raises QueryError for text that cannot be understood; sqlite3.OperationalError("interrupted") passes through when
    the caller has set a time limit.
    """
    request = expand_request(db, request)
    query = compile_request(request)
    found = find(db, match_request(request, query))
    order = _choose_order(request, query, found.total)
    return SearchPage(
        request=request,
        query=query,
        order=order,
        total=found.total,
        is_more=found.is_more,
        hits=read_hits(db, request, query, order, found),
        tiers=count_tiers(db, request, query, found),
        facets=count_facets(db, found),
        years=count_years(db, found),
        alternative=count_alternative(db, request, found.total),
        expansions=read_expansions(db, request.text),
    )


def _choose_order(request: SearchRequest, query: Query | None, total: int) -> Order:
    if query is None or (total > RELEVANCE_LIMIT and request.order != "oldest"):
        return "oldest" if request.order == "oldest" else "newest"
    return request.order or "relevance"
