"""What is held and what is missing: articles per newspaper and month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

Month = tuple[int, int]
"""(year, month from 1)."""


@dataclass(frozen=True, slots=True)
class PaperCoverage:
    """One newspaper, from the first month held to the last."""

    id: str
    name: str
    articles: int
    undated: int
    years: tuple[tuple[int, tuple[int | None, ...]], ...]
    """(year, articles of each of its twelve months); None before the first month held and after the last."""
    missing: tuple[tuple[str, str], ...]
    """(first, last) month, YYYY-MM, of every run of months between these without an article."""
    span: tuple[str, str] | None
    """First and last month held, YYYY-MM; None without a dated article."""

    @property
    def missing_months(self) -> str:
        """The runs in a line: "2019-05 – 2021-03, 2022-01"."""
        return ", ".join(first if first == last else f"{first} – {last}" for first, last in self.missing)


def read_coverage(db: sqlite3.Connection) -> tuple[PaperCoverage, ...]:
    """Every newspaper of a release, most articles first."""
    months: dict[str, dict[Month, int]] = {}
    for newspaper, year, month, articles in db.execute("SELECT newspaper, year, month, articles FROM coverage"):
        months.setdefault(newspaper, {})[(year, month)] = articles
    papers = db.execute("SELECT id, name, articles FROM newspapers ORDER BY articles DESC, name")
    return tuple(_cover(row[0], row[1], row[2], months.get(row[0], {})) for row in papers)


def _cover(newspaper: str, name: str, articles: int, held: dict[Month, int]) -> PaperCoverage:
    """Months are known by their number since year 0; an undated article counts to year 0, one without a month to 0."""
    undated = sum(count for (year, month), count in held.items() if not (year and month))
    dated = {_number(month): count for month, count in held.items() if month[0] and month[1]}
    span = range(min(dated), max(dated) + 1) if dated else range(0)
    years = range(span.start // 12, (span.stop - 1) // 12 + 1) if dated else range(0)
    grid = tuple(
        (year, tuple(dated.get(n, 0) if n in span else None for n in range(year * 12, year * 12 + 12)))
        for year in years
    )
    missing = _runs(n for n in span if n not in dated)
    ends = (_month(span[0]), _month(span[-1])) if span else None
    return PaperCoverage(newspaper, name, articles, undated, grid, missing, ends)


def _number(month: Month) -> int:
    return month[0] * 12 + month[1] - 1


def _runs(numbers: Iterable[int]) -> tuple[tuple[str, str], ...]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return tuple((_month(first), _month(last)) for first, last in runs)


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
