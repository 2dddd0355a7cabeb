"""What surrounds a page of results: how many there are by tier, newspaper, province, section, byline and year."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace

from newsarchive.reading.days import PER_DAY, first_id, last_id
from newsarchive.reading.found import Found, articles_of_release, count_up_to_most
from newsarchive.reading.groups import schemas
from newsarchive.reading.match import Match, SearchRequest, compile_request, count_matches, count_within, match_request
from newsarchive.reading.places import present_province, province_name
from newsarchive.reading.query import TIERS, Query, Tier

FACET_SIZE = 12
"""Values of a filter that are offered."""
SAMPLE = 3_000
"""Articles that filters are counted over, the newest found: 3 ms for a thousand."""

_PER_YEAR = PER_DAY * 10_000
"""What parts the row ids of two years."""

_FILTERS = ("newspaper", "province", "section", "byline")

Counts = tuple[tuple[str, str, int], ...]


def count_tiers(
    db: sqlite3.Connection, request: SearchRequest, query: Query | None, found: Found
) -> tuple[tuple[Tier, int, bool], ...]:
    """(reading of bare words, articles that it finds, whether there are more); empty when no bare words are neighbours.

    `found` is what the reading asked for finds, so that it is not counted twice.
    """
    if query is None or not query.has_tiers:
        return ()
    others = {tier: match_request(request, compile_request(request, tier)) for tier in TIERS if tier != request.tier}
    asked = (found.total, found.is_more)
    return tuple((tier, *(count_up_to_most(db, others[tier]) if tier in others else asked)) for tier in TIERS)


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


def count_facets(db: sqlite3.Connection, found: Found) -> Facets:
    """What a result set can be narrowed to; that of the whole release was counted beforehand."""
    whole = found.total == articles_of_release(db)
    counts = _whole_release(db) if whole else _count_sample(db, found.ids[:SAMPLE])
    names = dict(db.execute("SELECT id, name FROM newspapers").fetchall())
    present: Counter[str] = Counter()
    for slug, count in counts["province"]:
        present[present_province(slug)] += count
    return Facets(
        newspapers=tuple((slug, names.get(slug, slug), count) for slug, count in counts["newspaper"]),
        provinces=tuple((slug, province_name(slug), count) for slug, count in counts["province"][:FACET_SIZE]),
        provinces_now=tuple((slug, province_name(slug), count) for slug, count in present.most_common(FACET_SIZE)),
        sections=tuple((name, name, count) for name, count in counts["section"][:FACET_SIZE]),
        bylines=tuple((name, name, count) for name, count in counts["byline"][:FACET_SIZE]),
        sample=SAMPLE if len(found.ids) > SAMPLE and not whole else None,
    )


def _whole_release(db: sqlite3.Connection) -> dict[str, list[tuple[str, int]]]:
    counts: dict[str, list[tuple[str, int]]] = {kind: [] for kind in _FILTERS}
    for kind, value, articles in db.execute("SELECT kind, value, articles FROM facet_counts ORDER BY 3 DESC, 2"):
        counts[kind].append((value, articles))
    return counts


def _count_sample(db: sqlite3.Connection, ids: tuple[int, ...]) -> dict[str, list[tuple[str, int]]]:
    """Filter → (value, articles), most first; each row of the sample is read once, in groups that are summed here.

    From file to file: an article and who signed it lie in one.
    """
    sums, found = {kind: Counter[str]() for kind in _FILTERS}, {"ids": json.dumps(ids)}
    for schema in schemas(db):
        for *values, count in db.execute(
            f"""SELECT f.newspaper, f.province, f.section, count(*)
                FROM json_each(:ids) AS found CROSS JOIN {schema}.facets AS f ON f.id = found.value GROUP BY 1, 2, 3""",
            found,
        ):
            for kind, value in zip(_FILTERS, values, strict=False):
                if value is not None:
                    sums[kind][value] += count
        for name, count in db.execute(
            f"""SELECT b.name, count(DISTINCT b.article_id) FROM json_each(:ids) AS found
                CROSS JOIN {schema}.bylines AS b ON b.article_id = found.value GROUP BY 1""",
            found,
        ):
            sums["byline"][name] += count
    return {kind: sorted(sums[kind].items(), key=lambda one: (-one[1], one[0])) for kind in _FILTERS}


def count_years(db: sqlite3.Connection, found: Found) -> tuple[tuple[int, int, int], ...]:
    """(year, articles found, articles held) for every year from the first to the last held; empty when not counted.

    A year is a range of row ids, so each is a count of its own: grouping a million hits would sort them.
    """
    held: dict[int, int] = {
        row[0]: row[1] for row in db.execute("SELECT year, sum(articles) FROM months WHERE year > 0 GROUP BY year")
    }
    if not held or found.is_more:
        return ()
    if found.match.is_everything:
        counts = Counter(held)
    elif found.is_whole:
        counts = Counter(one // _PER_YEAR for one in found.ids)
    else:
        counts = Counter({year: _count_year(db, found.match, year) for year in held})
    return tuple((year, counts[year], held.get(year, 0)) for year in range(min(held), max(held) + 1))


def _count_year(db: sqlite3.Connection, match: Match, year: int) -> int:
    within = match.within(first_id(str(year)), last_id(str(year)))
    return count_within(db, match, within)


def count_alternative(db: sqlite3.Connection, request: SearchRequest, total: int) -> int:
    """Articles found when marks are not minded, after an exact search that found hardly any; else 0."""
    if not request.exact or total >= 3 or not request.text.strip():
        return 0
    folded = replace(request, exact=False)
    return count_matches(db, match_request(folded, compile_request(folded)))
