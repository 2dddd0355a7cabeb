"""What the page of an article needs of its archived copies: links to them, and its pictures."""

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
