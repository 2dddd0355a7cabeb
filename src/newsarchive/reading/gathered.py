"""What a page about a person, a newspaper or a place gathers: articles, year by year, and what they share."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from newsarchive.reading.facets import Facets, count_facets, count_years
from newsarchive.reading.found import find
from newsarchive.reading.hits import Hit, read_hits
from newsarchive.reading.match import SearchRequest, match_request
from newsarchive.reading.snippet import plain
from newsarchive.reading.twin import fields_of

Years = tuple[tuple[int, int, int], ...]
"""(year, articles, articles held in all), every year from the first to the last held; 0 held is a gap."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a filter without words."""

    total: int
    newest: tuple[Hit, ...]
    years: Years
    facets: Facets

    @property
    def most(self) -> int:
        """Articles of the richest year, at least 1."""
        return max((count for _, count, _ in self.years), default=0) or 1

    def to_dict(self) -> dict[str, Any]:
        """For JSON: headlines as plain text."""
        newest = [
            {**fields_of(hit), "headline": plain(hit.headline), "snippet": plain(hit.snippet)} for hit in self.newest
        ]
        return {**fields_of(self), "newest": newest}


def gather(db: sqlite3.Connection, request: SearchRequest) -> Gathered:
    """What `request`, which has a filter and no words, finds."""
    found = find(db, match_request(request, None))
    return Gathered(
        found.total,
        read_hits(db, request, None, "newest", found),
        count_years(db, found),
        count_facets(db, found),
    )
