"""What surrounds a page of results: how many there are by tier, newspaper, province, section, byline and year."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.match import Match, SearchRequest, compile_request, count_matches, match_request
from newsarchive.reading.places import present_province, province_name
from newsarchive.reading.query import TIERS, Query, Tier

FACET_SIZE = 12
"""Values of a filter that are offered."""
SAMPLE = 20_000
"""Articles that filters are counted over, the newest found. Over all of 200,000 the counts took 0.4 s, with a word
typed 0.6 s; over this many, below a tenth of a second."""

Counts = tuple[tuple[str, str, int], ...]


def count_tiers(
    db: sqlite3.Connection, request: SearchRequest, query: Query | None, total: int
) -> tuple[tuple[Tier, int], ...]:
    """Articles that each reading of bare words finds; empty when the query has no bare words side by side.

    `total` is what the reading asked for finds, so that it is not counted twice.
    """
    if query is None or not query.has_tiers:
        return ()
    others = {tier: match_request(request, compile_request(request, tier)) for tier in TIERS if tier != request.tier}
    return tuple((tier, count_matches(db, others[tier]) if tier in others else total) for tier in TIERS)


@dataclass(frozen=True, slots=True)
class Facets:
    """(value, name, articles found) of each filter, most first, at most FACET_SIZE each (newspapers: all)."""

    newspapers: Counts
    provinces: Counts
    """Provinces as they were until 30 June 2025."""
    provinces_now: Counts
    """Provinces since 1 July 2025."""
    sections: Counts
    bylines: Counts
    sample: int | None
    """How many articles, the newest found, the counts are of; None when they are of all."""


def count_facets(db: sqlite3.Connection, match: Match, total: int) -> Facets:
    """What a result set of `total` articles can be narrowed to; that of the whole release was counted beforehand."""
    whole = total == _release_articles(db)
    counts = _whole_release(db) if whole else _count_sample(db, match)
    names = dict(db.execute("SELECT id, name FROM newspapers").fetchall())
    present: Counter[str] = Counter()
    for slug, found in counts["province"]:
        present[present_province(slug)] += found
    return Facets(
        newspapers=tuple((slug, names.get(slug, slug), found) for slug, found in counts["newspaper"]),
        provinces=tuple((slug, province_name(slug), found) for slug, found in counts["province"][:FACET_SIZE]),
        provinces_now=tuple((slug, province_name(slug), found) for slug, found in present.most_common(FACET_SIZE)),
        sections=tuple((name, name, found) for name, found in counts["section"][:FACET_SIZE]),
        bylines=tuple((name, name, found) for name, found in counts["byline"][:FACET_SIZE]),
        sample=SAMPLE if total > SAMPLE and not whole else None,
    )


def _release_articles(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT articles FROM release").fetchone()[0])


def _whole_release(db: sqlite3.Connection) -> dict[str, list[tuple[str, int]]]:
    return _by_filter(db.execute("SELECT kind, value, articles FROM facet_counts ORDER BY 3 DESC, 2"))


def _count_sample(db: sqlite3.Connection, match: Match) -> dict[str, list[tuple[str, int]]]:
    """Filter → (value, articles), most first; the sample is read once for all of them."""
    rows = db.execute(
        f"""WITH found AS MATERIALIZED (
                SELECT {match.key} AS id FROM {match.sql} ORDER BY {match.key} DESC LIMIT {SAMPLE}),
            sample AS MATERIALIZED (SELECT f.* FROM found CROSS JOIN facets AS f ON f.id = found.id)
            SELECT 'newspaper', newspaper, count(*) FROM sample GROUP BY 2
            UNION ALL SELECT 'province', province, count(*) FROM sample WHERE province IS NOT NULL GROUP BY 2
            UNION ALL SELECT 'section', section, count(*) FROM sample WHERE section IS NOT NULL GROUP BY 2
            UNION ALL SELECT 'byline', b.name, count(DISTINCT b.article_id)
                FROM sample CROSS JOIN bylines AS b ON b.article_id = sample.id GROUP BY 2
            ORDER BY 3 DESC, 2""",
        match.parameters,
    )
    return _by_filter(rows)


def _by_filter(rows: Iterable[tuple[str, str, int]]) -> dict[str, list[tuple[str, int]]]:
    counts: dict[str, list[tuple[str, int]]] = {"newspaper": [], "province": [], "section": [], "byline": []}
    for name, value, found in rows:
        counts[name].append((value, found))
    return counts


def count_years(db: sqlite3.Connection, match: Match) -> tuple[tuple[int, int, int], ...]:
    """(year, articles found, articles held) for every year from the first to the last held.

    A year is a range of row ids, so each is a count of its own: grouping a million hits would sort them.
    """
    held: dict[int, int] = {
        row[0]: row[1] for row in db.execute("SELECT year, sum(articles) FROM coverage WHERE year > 0 GROUP BY year")
    }
    if not held:
        return ()
    sql = f"SELECT count(*) FROM {match.sql}"
    return tuple(
        (year, _count_between(db, sql, match, year) if year in held else 0, held.get(year, 0))
        for year in range(min(held), max(held) + 1)
    )


def _count_between(db: sqlite3.Connection, sql: str, match: Match, year: int) -> int:
    return int(db.execute(sql, match.within(first_id(str(year)), last_id(str(year)))).fetchone()[0])


def count_alternative(db: sqlite3.Connection, request: SearchRequest, total: int) -> int:
    """Articles found when marks are not minded, after an exact search that found hardly any; else 0."""
    if not request.exact or total >= 3 or not request.text.strip():
        return 0
    folded = replace(request, exact=False)
    return count_matches(db, match_request(folded, compile_request(folded)))
