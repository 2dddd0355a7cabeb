"""What is held and what is missing: articles per newspaper and month."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass


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
    rows = db.execute(
        """SELECT newspaper, json_group_array(year * 12 + month - 1), json_group_array(articles)
           FROM coverage WHERE year > 0 AND month > 0 GROUP BY newspaper"""
    )
    held = {row[0]: dict(zip(json.loads(row[1]), json.loads(row[2]), strict=True)) for row in rows}
    papers = db.execute("SELECT id, name, articles FROM newspapers ORDER BY articles DESC, name")
    return tuple(_cover(row[0], row[1], row[2], held.get(row[0], {})) for row in papers)


def _cover(newspaper: str, name: str, articles: int, dated: dict[int, int]) -> PaperCoverage:
    """`dated` are the articles of each month, which is known by its number since year 0."""
    undated = articles - sum(dated.values())
    if not dated:
        return PaperCoverage(newspaper, name, articles, undated, (), (), None)
    first, last = min(dated), max(dated)
    counts = [dated.get(month, 0) for month in range(first, last + 1)]
    begin, after = first // 12 * 12, -(-(last + 1) // 12) * 12
    whole: tuple[int | None, ...] = (*[None] * (first - begin), *counts, *[None] * (after - last - 1))
    grid = tuple((month // 12, whole[month - begin : month - begin + 12]) for month in range(begin, after, 12))
    missing = _runs(first + place for place, count in enumerate(counts) if not count)
    return PaperCoverage(newspaper, name, articles, undated, grid, missing, (_month(first), _month(last)))


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
