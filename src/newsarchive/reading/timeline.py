"""How often something was written about over time: articles per 1,000 held, so that a growing archive is no event."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.expansion import expand_request
from newsarchive.reading.found import read_ids
from newsarchive.reading.match import Match, SearchRequest, compile_request, count_within, match_request
from newsarchive.reading.places import former_provinces

Step = Literal["month", "year"]

FEW = 20
"""Articles held below which a rate says nothing: one of three would be 333 per 1,000."""
_MOST_IDS = 100_000
"""Articles of a set that are told by month from their ids; a count for each of 250 months costs as much."""
_MONTHS_AT_ONCE = 48
"""Months up to which they are shown unless the reader asks for years."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a year, and what is held of it."""

    name: str
    """YYYY-MM or YYYY."""
    held: int
    """Articles of the newspapers asked for; 0 is a gap of the archive, not a silence of the press."""

    @property
    def says_little(self) -> bool:
        """Something is held, too little for a rate."""
        return 0 < self.held < FEW


@dataclass(frozen=True, slots=True)
class Series:
    """One query over all periods."""

    text: str
    counts: tuple[int, ...]
    """Articles found, period by period."""
    rates: tuple[float | None, ...]
    """Found per 1,000 held; None where nothing is held."""
    total: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Several queries over the same periods."""

    step: Step
    periods: tuple[Period, ...]
    series: tuple[Series, ...]

    @property
    def highest(self) -> float:
        """The highest rate that says something; 0.0 when nothing was found."""
        return max(
            (
                rate
                for series in self.series
                for period, rate in zip(self.periods, series.rates, strict=True)
                if rate is not None and not period.says_little
            ),
            default=0.0,
        )


def read_timeline(db: sqlite3.Connection, requests: tuple[SearchRequest, ...], step: Step | None) -> Timeline:
    """The timeline of `requests`, which have the same filters; by month for up to four years unless told otherwise.

    Raises QueryError for text that cannot be understood.
    """
    held = _held(db, requests[0])
    months = _span(held)
    chosen: Step = step or ("month" if len(months) <= _MONTHS_AT_ONCE else "year")
    names = months if chosen == "month" else list(dict.fromkeys(month[:4] for month in months))
    sums: Counter[str] = Counter()
    for month, articles in held.items():
        sums[month[: len(names[0])] if names else month] += articles
    periods = tuple(Period(name, sums[name]) for name in names)
    return Timeline(chosen, periods, tuple(_series(db, request, periods) for request in requests))


def _held(db: sqlite3.Connection, request: SearchRequest) -> dict[str, int]:
    """Month → articles held of the newspapers that the filters leave; section and byline do not narrow what is held."""
    conditions, parameters = ["year > 0", "month > 0"], list[str]()
    if request.newspaper:
        conditions.append("newspaper = ?")
        parameters.append(request.newspaper)
    for slugs in (
        (request.province,) if request.province else (),
        former_provinces(request.province_now) if request.province_now else (),
    ):
        if slugs:
            conditions.append(
                f"newspaper IN (SELECT id FROM newspapers WHERE province IN ({', '.join('?' * len(slugs))}))"
            )
            parameters += slugs
    table = "coverage" if parameters else "months"
    rows = db.execute(
        f"SELECT year, month, sum(articles) FROM {table} WHERE {' AND '.join(conditions)} GROUP BY 1, 2", parameters
    )
    low, high = first_id(request.since), last_id(request.until)
    months = {f"{year:04d}-{month:02d}": articles for year, month, articles in rows}
    return {month: articles for month, articles in months.items() if last_id(month) >= low and first_id(month) <= high}


def _span(held: dict[str, int]) -> list[str]:
    """Every month from the first held to the last, those of which nothing is held among them."""
    if not held:
        return []
    first, last = min(held), max(held)
    years = range(int(first[:4]), int(last[:4]) + 1)
    return [month for year in years for n in range(1, 13) if first <= (month := f"{year:04d}-{n:02d}") <= last]


def _series(db: sqlite3.Connection, request: SearchRequest, periods: tuple[Period, ...]) -> Series:
    """Row ids are days, so each period is a range of them; nothing is sorted."""
    asked = expand_request(db, request)
    match = match_request(asked, compile_request(asked))
    counts = _counts(db, match, periods)
    rates = tuple(
        1000 * count / period.held if period.held else None for count, period in zip(counts, periods, strict=True)
    )
    return Series(request.text, counts, rates, sum(counts))


def _counts(db: sqlite3.Connection, match: Match, periods: tuple[Period, ...]) -> tuple[int, ...]:
    """Articles found in each period: told from their ids in one walk through the index, or, of a set too large for
    that, one count for each."""
    ids = read_ids(db, match, _MOST_IDS + 1, "ASC")
    if len(ids) > _MOST_IDS:
        return tuple(_count(db, match, period) for period in periods)
    return tuple(
        bisect_right(ids, last_id(period.name)) - bisect_left(ids, first_id(period.name)) if period.held else 0
        for period in periods
    )


def _count(db: sqlite3.Connection, match: Match, period: Period) -> int:
    if not period.held:
        return 0
    within = match.within(first_id(period.name), last_id(period.name))
    return count_within(db, match, within)
