"""What the page of an article tells beside it: archived copies, pictures from there, its rights, its evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsarchive.reading.article import ArticlePage
from newsarchive.reading.memento import Memento, find_picture, read_copies, read_mementos
from newsarchive.reading.timemap import TimeMap, link_header


@dataclass(frozen=True, slots=True)
class ArticleCopies:
    """The copies of one article."""

    pages: tuple[Memento, ...] = ()
    """Oldest first; none for an article that is not shown in full."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Address of a picture as printed → path of its copy."""
    timemap: TimeMap | None = None
    """Of the address from which it was captured last."""
    link: str = ""
    """Link header: original, timegate, timemap, first and last memento."""


@dataclass(frozen=True, slots=True)
class RightsSignal:
    """What server, page or site said about rights when the article was captured."""

    source: str
    name: str
    value: str


def rights_of(db: sqlite3.Connection, article: ArticlePage) -> tuple[RightsSignal, ...]:
    """In the order in which they were found; none in a release of an earlier version."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'rights'").fetchone() is None:
        return ()
    rows = db.execute("SELECT source, name, value FROM rights WHERE article_id = ? ORDER BY position", (article.id,))
    return tuple(RightsSignal(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Where a field of the article came from; see `newsarchive.Evidence`."""

    field: str
    rule: str
    raw: str | None
    """As printed, cut after 160 characters."""


def evidence_of(db: sqlite3.Connection, article: ArticlePage) -> tuple[FieldEvidence, ...]:
    """Field by field; none for an article that is not shown in full."""
    rows = db.execute("SELECT field, rule, raw FROM evidence WHERE article_id = ? ORDER BY field", (article.id,))
    return tuple(FieldEvidence(*row) for row in rows)


def copies_of(db: sqlite3.Connection, article: ArticlePage, host: str) -> ArticleCopies:
    """The copies that the release lists of an article and its pictures."""
    pages = read_copies(db, article.uid)
    if not pages:
        return ArticleCopies()
    latest = pages[-1]
    sources = {picture.src for picture in article.pictures if picture.src}
    found = {src: find_picture(db, src, latest.moment) for src in sources}
    timemap = TimeMap(latest.url, read_mementos(db, latest.url), host)
    pictures = {src: one.path() for src, one in found.items() if one}
    return ArticleCopies(pages, pictures, timemap, link_header(timemap))
