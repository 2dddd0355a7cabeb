"""What surrounds a page of results: how many there are by tier, newspaper, province, section, byline and year."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace

from newsarchive.reading.match import Match, SearchRequest, count_matches, match_request
from newsarchive.reading.places import present_province, province_name
from newsarchive.reading.query import TIERS, Query, Tier, compile_query

FACET_SIZE = 12
"""Values of a filter that are offered."""
SAMPLE = 20_000
"""Articles that province, section and byline are counted over, the newest found. Over all of 200,000 the counts took
0.4 s, with a word typed 0.6 s; over this many, below a tenth of a second."""

Counts = tuple[tuple[str, str, int], ...]


def count_tiers(db: sqlite3.Connection, request: SearchRequest, query: Query | None) -> tuple[tuple[Tier, int], ...]:
    """Articles that each reading of bare words finds; empty when the query has no bare words side by side."""
    if query is None or not query.has_tiers:
        return ()
    matches = ((tier, match_request(request, compile_query(request.text, tier=tier))) for tier in TIERS)
    return tuple((tier, count_matches(db, match)) for tier, match in matches)


def count_newspapers(db: sqlite3.Connection, match: Match) -> tuple[tuple[str, str, int], ...]:
    """(id, name, articles found), most first."""
    rows = db.execute(
        f"""SELECT f.newspaper, n.name, f.hits
            FROM (SELECT a.newspaper, count(*) AS hits FROM {match.sql} GROUP BY 1) AS f
            JOIN newspapers AS n ON n.id = f.newspaper ORDER BY f.hits DESC, n.name""",
        match.parameters,
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


@dataclass(frozen=True, slots=True)
class Facets:
    """(value, name, articles found) of each filter, most first, at most FACET_SIZE each."""

    provinces: Counts
    """Provinces as they were until 30 June 2025."""
    provinces_now: Counts
    """Provinces since 1 July 2025."""
    sections: Counts
    bylines: Counts
    sample: int | None
    """How many articles, the newest found, the counts are of; None when they are of all."""


def count_facets(db: sqlite3.Connection, match: Match, total: int) -> Facets:
    """What a result set of `total` articles can be narrowed to."""
    counts = _count_sample(db, match)
    present: Counter[str] = Counter()
    for slug, found in counts["province"]:
        present[present_province(slug)] += found
    return Facets(
        provinces=tuple((slug, province_name(slug), found) for slug, found in counts["province"][:FACET_SIZE]),
        provinces_now=tuple((slug, province_name(slug), found) for slug, found in present.most_common(FACET_SIZE)),
        sections=tuple((name, name, found) for name, found in counts["section"][:FACET_SIZE]),
        bylines=tuple((name, name, found) for name, found in counts["byline"][:FACET_SIZE]),
        sample=SAMPLE if total > SAMPLE else None,
    )


def _count_sample(db: sqlite3.Connection, match: Match) -> dict[str, list[tuple[str, int]]]:
    """Filter → (value, articles), most first; the sample is read once for all of them."""
    rows = db.execute(
        f"""WITH sample AS MATERIALIZED (
                SELECT a.id, a.province, a.section FROM {match.sql} ORDER BY {match.key} DESC LIMIT {SAMPLE})
            SELECT 'province', province, count(*) FROM sample WHERE province IS NOT NULL GROUP BY 2
            UNION ALL SELECT 'section', section, count(*) FROM sample WHERE section IS NOT NULL GROUP BY 2
            UNION ALL SELECT 'byline', b.name, count(DISTINCT b.article_id)
                FROM sample CROSS JOIN bylines AS b ON b.article_id = sample.id GROUP BY 2
            ORDER BY 3 DESC, 2""",
        match.parameters,
    )
    counts: dict[str, list[tuple[str, int]]] = {"province": [], "section": [], "byline": []}
    for name, value, found in rows:
        counts[name].append((value, found))
    return counts


def count_years(db: sqlite3.Connection, match: Match) -> tuple[tuple[int, int, int], ...]:
    """(year, articles found, articles held) for every year from the first to the last held."""
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


def count_alternative(db: sqlite3.Connection, request: SearchRequest, total: int) -> int:
    """Articles found when marks are not minded, after an exact search that found hardly any; else 0."""
    if not request.exact or total >= 3 or not request.text.strip():
        return 0
    folded = replace(request, exact=False)
    return count_matches(db, match_request(folded, compile_query(folded.text, tier=folded.tier)))
