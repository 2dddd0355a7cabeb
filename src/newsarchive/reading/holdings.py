"""Pages about a newspaper and about a place: what is held of them, when, and what is missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from newsarchive.reading.coverage import PaperCoverage, read_coverage
from newsarchive.reading.gathered import Gathered, gather
from newsarchive.reading.match import SearchRequest


@dataclass(frozen=True, slots=True)
class Paper:
    """One newspaper of a release."""

    id: str
    name: str
    kind: str
    province: str | None
    province_name: str | None
    host: str | None
    successor: str | None
    """Newspaper that took its place."""
    access: str
    embargo_days: int
    first_day: str | None
    last_day: str | None
    reprints: int
    """Texts that it and others printed."""
    gathered: Gathered
    coverage: PaperCoverage


@dataclass(frozen=True, slots=True)
class Province:
    """A province until 30 June 2025, as the table `places` has it."""

    slug: str
    name: str
    kind: str
    """province | city."""
    merged_into: str | None
    """Slug of the province that it became part of; None when it carries on."""
    merged_on: str | None
    articles: int
    """Of newspapers seated there."""


@dataclass(frozen=True, slots=True)
class Held:
    """A newspaper of a place."""

    id: str
    name: str
    province: str
    """Slug of its province until 30 June 2025."""
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A province of today with those that were merged into it, or a former one that is no more."""

    province: Province
    now: Province
    """What it belongs to since 1 July 2025; itself when it carries on."""
    former: tuple[Province, ...]
    """The provinces until then that make it up, itself among them; empty for one that is no more."""
    newspapers: tuple[Held, ...]
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A province of today in the list of places."""

    province: Province
    former: tuple[Province, ...]
    """Those that make it up."""
    articles: int


_PAPER = ("id", "name", "kind", "province", "province_name", "host", "successor", "access", "embargo_days",
          "first_day", "last_day", "reprints")  # fmt: skip


def read_paper(db: sqlite3.Connection, newspaper: str) -> Paper | None:
    """The page of a newspaper; None when the release holds nothing of it."""
    row = db.execute(
        f"""SELECT {", ".join(_PAPER[:-1])},
                  (SELECT count(DISTINCT p.cluster) FROM prints AS p JOIN articles AS a ON a.id = p.article_id
                   WHERE a.newspaper = n.id)
           FROM newspapers AS n WHERE id = ?""",
        (newspaper,),
    ).fetchone()
    if row is None:
        return None
    coverage = next(one for one in read_coverage(db) if one.id == newspaper)
    columns = dict(zip(_PAPER, row, strict=True))
    return Paper(**columns, gathered=gather(db, SearchRequest(newspaper=newspaper)), coverage=coverage)


def read_places(db: sqlite3.Connection) -> tuple[PlaceRow, ...]:
    """Every province of today, in the order of the alphabet."""
    known = _provinces(db)
    today = sorted((one for one in known.values() if one.merged_into is None), key=lambda one: one.slug)
    made_of = {one.slug: _former(known, one.slug) for one in today}
    return tuple(PlaceRow(one, made_of[one.slug], sum(old.articles for old in made_of[one.slug])) for one in today)


def read_place(db: sqlite3.Connection, slug: str) -> Place | None:
    """The page of a province of today or of before; None when there is none of that name."""
    known = _provinces(db)
    if slug not in known:
        return None
    province = known[slug]
    former = () if province.merged_into else _former(known, slug)
    request = SearchRequest(province_now=slug) if former else SearchRequest(province=slug)
    return Place(
        province=province,
        now=known[province.merged_into or slug],
        former=former,
        newspapers=_newspapers(db, [one.slug for one in former] or [slug]),
        gathered=gather(db, request),
    )


def _provinces(db: sqlite3.Connection) -> dict[str, Province]:
    rows = db.execute("SELECT slug, name, kind, merged_into, merged_on, articles FROM places ORDER BY slug")
    return {row[0]: Province(*row) for row in rows}


def _former(known: Mapping[str, Province], slug: str) -> tuple[Province, ...]:
    return tuple(one for one in known.values() if slug in (one.slug, one.merged_into))


def _newspapers(db: sqlite3.Connection, slugs: list[str]) -> tuple[Held, ...]:
    marks = ", ".join("?" * len(slugs))
    rows = db.execute(
        f"""SELECT id, name, province, articles, first_day, last_day FROM newspapers
            WHERE province IN ({marks}) ORDER BY articles DESC, name""",
        slugs,
    )
    return tuple(Held(*row) for row in rows)
