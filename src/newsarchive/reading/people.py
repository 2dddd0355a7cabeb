"""Pages about bylines: who signs in the archive, and one name with its articles and its other signatures."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsarchive.cleaning.text import clean_text, fold
from newsarchive.reading.gathered import Gathered, gather
from newsarchive.reading.match import SearchRequest

PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class Signature:
    """Another way in which a person signs, as one newspaper shows it."""

    name: str
    newspaper: str
    newspaper_name: str
    shown_by: str
    """bracket | revision; see the table `byline_variants`."""
    uid: str
    """The first article that shows it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One credited name. Two people may share it: nothing tells them apart but what they write."""

    name: str
    roles: tuple[tuple[str, int], ...]
    """(text | photo | source, articles), most first; none for a name that stands beside another signature alone."""
    gathered: Gathered
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class People:
    """A page of the names that most articles credit."""

    sought: str
    total: int
    page: int
    names: tuple[tuple[str, int], ...]
    """(name, articles), most first."""

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // PAGE_SIZE))


def read_people(db: sqlite3.Connection, *, sought: str = "", page: int = 1) -> People:
    """The names that hold `sought` (marks or not), out of those that were counted when the release was built."""
    part = fold(clean_text(sought))
    rows = db.execute("SELECT value, articles FROM facet_counts WHERE kind = 'byline' ORDER BY 2 DESC, 1")
    names = [(name, articles) for name, articles in rows if part in fold(name)]
    start = (page - 1) * PAGE_SIZE
    return People(sought, len(names), page, tuple(names[start : start + PAGE_SIZE]))


def read_person(db: sqlite3.Connection, name: str) -> Person | None:
    """The page of a name as it is printed; None when nobody signs so and no newspaper shows that anybody does."""
    roles = db.execute(
        "SELECT role, count(DISTINCT article_id) FROM bylines WHERE name = ? GROUP BY role ORDER BY 2 DESC, 1", (name,)
    ).fetchall()
    signatures = _signatures(db, name)
    if not roles and not signatures:
        return None
    return Person(name, tuple((row[0], row[1]) for row in roles), gather(db, SearchRequest(byline=name)), signatures)


def _signatures(db: sqlite3.Connection, name: str) -> tuple[Signature, ...]:
    rows = db.execute(
        """SELECT CASE WHEN v.name = :name THEN v.variant ELSE v.name END, v.newspaper, n.name, v.shown_by, a.uid
           FROM byline_variants AS v JOIN newspapers AS n ON n.id = v.newspaper JOIN articles AS a ON a.id = v.first
           WHERE v.name = :name OR v.variant = :name ORDER BY 1, 2""",
        {"name": name},
    )
    return tuple(Signature(*row) for row in rows)
