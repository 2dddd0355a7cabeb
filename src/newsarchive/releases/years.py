"""The articles of a release as files, one a year, and tables of newspapers and of what is held."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from newsarchive.reading.days import first_id, last_id
from newsarchive.reading.records import COLUMNS, read_records
from newsarchive.releases.folder import ReleaseFolder

UNDATED = "undated"
"""Stands for the year of articles whose page tells no day."""
_BATCH = 500

_NEWSPAPERS = (
    "id", "name", "kind", "province", "province_name", "host", "successor", "access", "embargo_days", "articles",
    "first_day", "last_day",
)  # fmt: skip
_COVERAGE = ("newspaper", "year", "month", "articles", "words")


def read_years(db: sqlite3.Connection) -> dict[str, int]:
    """Year, or UNDATED, → articles; the oldest year first."""
    rows = db.execute("SELECT year, sum(articles) FROM coverage GROUP BY year ORDER BY year = 0, year")
    return {f"{year:04d}" if year else UNDATED: articles for year, articles in rows}


def article_lines(db: sqlite3.Connection, year: str) -> Iterator[str]:
    """The articles of a year, the newest first, as JSON: the fields of a result set (reading.records)."""
    low, high = (0, first_id("0001") - 1) if year == UNDATED else (first_id(year), last_id(year))
    while ids := _ids(db, low, high):
        for record in read_records(db, ids, ""):
            told = {name: record[name] for name in COLUMNS if name in record}
            yield json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        high = ids[-1] - 1


def write_tables(db: sqlite3.Connection, folder: ReleaseFolder) -> None:
    """Newspapers, articles held per newspaper and month, and what was withheld on request."""
    folder.table("newspapers.csv", _NEWSPAPERS, _rows(db, _NEWSPAPERS, "newspapers ORDER BY id"))
    folder.table("coverage.csv", _COVERAGE, _rows(db, _COVERAGE, "coverage ORDER BY newspaper, year, month"))
    withheld = ("uid", "withheld_on", "level", "reason")
    folder.table("withheld.csv", withheld, _rows(db, withheld, "tombstones ORDER BY uid"))


def _ids(db: sqlite3.Connection, low: int, high: int) -> list[int]:
    rows = db.execute("SELECT id FROM articles WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?", (low, high, _BATCH))
    return [int(row[0]) for row in rows]


def _rows(db: sqlite3.Connection, columns: tuple[str, ...], source: str) -> Iterator[tuple[object, ...]]:
    return iter(db.execute(f"SELECT {', '.join(columns)} FROM {source}"))
