"""The captures and revisions of one article as they stand: each at its place, in their order."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_ORDER = "at, c.id, r.id = c.revision_id, r.recorded_at, r.id"
"""Of several readings of one capture the one that it shows is the newest."""

Place = tuple[str, int]
"""Where a capture stands among those of its article: when it was made, and its row id."""


@dataclass(frozen=True, slots=True)
class Row:
    """A revision where it stands."""

    id: int
    number: int
    place: Place
    digest: str
    extractor: str
    cause: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture and the revision it shows."""

    place: Place
    revision_id: int
    extractor: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one extractor read in a capture."""

    article_id: int
    place: Place
    digest: str
    extractor: str


def place_of(connection: sqlite3.Connection, capture_id: int) -> Place:
    at = connection.execute("select rtrim(fetched_at, 'Z') from capture where id = ?", (capture_id,)).fetchone()[0]
    return at, capture_id


def read_rows(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """The article's revisions in their order."""
    rows = connection.execute(
        f"""
        select r.id, r.number, rtrim(c.fetched_at, 'Z') as at, c.id as capture_id, r.content_digest, r.extractor,
               r.cause
        from revision r join capture c on c.id = r.capture_id where r.article_id = ? order by {_ORDER}
        """,
        (article_id,),
    )
    return [Row(row[0], row[1], (row[2], row[3]), row[4], row[5], row[6]) for row in rows]


def read_shown(connection: sqlite3.Connection, article_id: int) -> list[Shown]:
    rows = connection.execute(
        """
        select rtrim(c.fetched_at, 'Z') as at, c.id, r.id as revision_id, c.extractor
        from revision r join capture c on c.revision_id = r.id where r.article_id = ? order by at, c.id
        """,
        (article_id,),
    )
    return [Shown((row[0], row[1]), row[2], row[3]) for row in rows]
