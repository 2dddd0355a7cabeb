"""The datasheet of a release (Gebru et al., Datasheets for Datasets, 2021), filled from what the release holds."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from newsarchive.reading.coverage import read_coverage
from newsarchive.reading.language import Language
from newsarchive.reading.release import Release
from newsarchive.releases.manifest import Origin
from newsarchive.releases.ngrams import LEAST, LONGEST

NAME = "datasheet.md"


def datasheet(db: sqlite3.Connection, release: Release, origin: Origin) -> str:
    """The datasheet in Vietnamese and English."""
    template = files("newsarchive.releases").joinpath("datasheet.md").read_text(encoding="utf-8")
    return template.format(
        release=release,
        origin=origin,
        title=Language("vi").pick(origin.title),
        title_en=Language("en").pick(origin.title),
        license=Language("vi").pick(origin.license),
        license_en=Language("en").pick(origin.license),
        operator=origin.operator or "–",
        contact=origin.contact or "–",
        newspapers=_newspapers(db),
        access=_counts(db, "access"),
        languages=_counts(db, "language"),
        extractors=_counts(db, "extractor"),
        unsigned=_share(db, "byline IS NULL"),
        edited=_share(db, "revisions > 1"),
        missing=_missing(db),
        least=LEAST,
        longest=LONGEST,
    )


_HEAD = ("id", "báo / newspaper", "access", "embargo", "bài / articles", "từ / from", "đến / to")


def _newspapers(db: sqlite3.Connection) -> str:
    rows = db.execute(
        """SELECT id, name, access, embargo_days, articles, first_day, last_day FROM newspapers
           ORDER BY articles DESC, id"""
    )
    lines = [_HEAD, ("---",) * len(_HEAD), *rows]
    return "".join("| " + " | ".join(_cell(value) for value in line) + " |\n" for line in lines)


def _cell(value: object) -> str:
    return "–" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def _counts(db: sqlite3.Connection, column: str) -> str:
    rows = db.execute(f"SELECT coalesce({column}, '–'), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20")
    return ", ".join(f"{_cell(value)}: {count}" for value, count in rows) or "–"


def _share(db: sqlite3.Connection, condition: str) -> str:
    held, all_ = db.execute(f"SELECT coalesce(sum({condition}), 0), count(*) FROM articles").fetchone()
    return f"{held} ({100 * held / all_:.1f} %)" if all_ else "0"


def _missing(db: sqlite3.Connection) -> str:
    lines = (
        f"- {paper.id}: " + ", ".join(first if first == last else f"{first} – {last}" for first, last in paper.missing)
        for paper in read_coverage(db)
        if paper.missing
    )
    return "\n".join(lines) or "–"
