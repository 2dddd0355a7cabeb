"""The first page: what the archive holds, by newspaper and province, and what is new in it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsarchive.reading.hits import Hit, newest_hits

_NEWEST = 8


@dataclass(frozen=True, slots=True)
class NewspaperCount:
    """What is held of one newspaper."""

    id: str
    name: str
    province: str | None
    province_name: str | None
    access: str
    articles: int
    first_day: str | None
    last_day: str | None
    years: tuple[int, ...]
    """Articles per year, aligned with `HomePage.years`."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page shows."""

    newest: tuple[Hit, ...]
    newspapers: tuple[NewspaperCount, ...]
    """Most articles first."""
    provinces: tuple[tuple[str, int], ...]
    """(name, articles), most articles first; national newspapers are not among them."""
    years: tuple[int, ...]
    """Every year from the first to the last held."""


def read_home(db: sqlite3.Connection) -> HomePage:
    """The first page of a release."""
    held = {
        (row[0], row[1]): row[2]
        for row in db.execute("SELECT newspaper, year, sum(articles) FROM coverage WHERE year > 0 GROUP BY 1, 2")
    }
    known = [year for _, year in held]
    years = tuple(range(min(known), max(known) + 1)) if known else ()
    return HomePage(
        newest=newest_hits(db, _NEWEST),
        newspapers=_newspapers(db, years, held),
        provinces=_provinces(db),
        years=years,
    )


def _newspapers(
    db: sqlite3.Connection, years: tuple[int, ...], held: dict[tuple[str, int], int]
) -> tuple[NewspaperCount, ...]:
    rows = db.execute(
        """SELECT id, name, province, province_name, access, articles, first_day, last_day
           FROM newspapers ORDER BY articles DESC, name"""
    )
    return tuple(NewspaperCount(*(*row, tuple(held.get((row[0], year), 0) for year in years))) for row in rows)


def _provinces(db: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    rows = db.execute(
        """SELECT coalesce(province_name, province) AS name, sum(articles) FROM newspapers
           WHERE province IS NOT NULL GROUP BY name ORDER BY 2 DESC, 1"""
    )
    return tuple((row[0], row[1]) for row in rows)
