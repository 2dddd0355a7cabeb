"""Texts that several newspapers printed: who else printed an article, the list of them, what a print changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsarchive.article import Article
from newsarchive.changes import Change, compare
from newsarchive.reading.article import ArticlePage, read_article

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Other:
    """An article that prints the same text."""

    uid: str
    newspaper: str
    newspaper_name: str
    headline: str | None
    day: str | None
    published: str | None
    contained: float
    """Share of the shorter text that stands in the other, 0 to 1."""
    is_double: bool
    """The same newspaper, at another address."""
    came: str
    """before | after | same: against the article it is told of; same: the pages do not tell which came first."""


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One print in a cluster."""

    uid: str
    newspaper: str
    newspaper_name: str
    headline: str | None
    day: str | None
    published: str | None
    headline_differs: bool


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One text and its prints, the first of them first."""

    day: str | None
    newspapers: int
    is_first_sure: bool
    prints: tuple[PrintRow, ...]


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """A page of the list of clusters, the newest first."""

    total: int
    page: int
    newspaper: str | None
    """Only texts that this newspaper printed."""
    clusters: tuple[ClusterRow, ...]

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two prints held against each other, the earlier first."""

    one: ArticlePage
    other: ArticlePage
    contained: float
    change: Change


def read_others(db: sqlite3.Connection, article: int) -> tuple[Other, ...]:
    """Who else printed the article with this row id, in order of publication."""
    rows = db.execute(
        """SELECT o.uid, o.newspaper, n.name, o.headline, o.day, o.published, r.contained, r.same_newspaper,
                  (SELECT day FROM articles WHERE id = r.article_id),
                  (SELECT published FROM articles WHERE id = r.article_id), o.day IS NULL AS undated, o.id
           FROM reprints AS r CROSS JOIN articles AS o ON o.id = r.other_id JOIN newspapers AS n ON n.id = o.newspaper
           WHERE r.article_id = ? ORDER BY undated, o.day, o.published, o.id""",
        (article,),
    )
    return tuple(_other(*row[:-2]) for row in rows)


def _other(  # noqa: PLR0917 - a row
    uid: str, newspaper: str, name: str, headline: str | None, day: str | None, published: str | None,
    contained: float, same_newspaper: int, own_day: str | None, own: str | None,
) -> Other:  # fmt: skip
    came = _came(day, published, own_day, own)
    return Other(uid, newspaper, name, headline, day, published, contained, bool(same_newspaper), came)


def _came(day: str | None, published: str | None, own_day: str | None, own: str | None) -> str:
    if day is None or own_day is None:
        return "same"
    if day != own_day:
        return "before" if day < own_day else "after"
    if published == own or "T" not in (published or "") or "T" not in (own or ""):
        return "same"
    return "before" if (published or "") < (own or "") else "after"


def read_clusters(db: sqlite3.Connection, *, newspaper: str | None = None, page: int = 1) -> ClusterPage:
    """A page of the clusters of a release, the newest first; all of them or those that one newspaper is in."""
    where = "1" if newspaper is None else _WITH_NEWSPAPER
    values = {"newspaper": newspaper, "offset": (page - 1) * PAGE_SIZE}
    total = int(db.execute(f"SELECT count(*) FROM clusters AS c WHERE {where}", values).fetchone()[0])
    rows = db.execute(
        f"""SELECT c.id, c.day, c.newspapers, c.first_is_sure FROM clusters AS c WHERE {where}
            ORDER BY c.day DESC, c.id DESC LIMIT {PAGE_SIZE} OFFSET :offset""",
        values,
    ).fetchall()
    clusters = tuple(ClusterRow(row[1], row[2], bool(row[3]), _prints(db, row[0])) for row in rows)
    return ClusterPage(total, page, newspaper, clusters)


_WITH_NEWSPAPER = """c.id IN (SELECT p.cluster FROM prints AS p JOIN articles AS a ON a.id = p.article_id
                              WHERE a.newspaper = :newspaper)"""


def _prints(db: sqlite3.Connection, cluster: int) -> tuple[PrintRow, ...]:
    rows = db.execute(
        """SELECT a.uid, a.newspaper, n.name, a.headline, a.day, a.published, p.headline_differs, p.position
           FROM prints AS p CROSS JOIN articles AS a ON a.id = p.article_id JOIN newspapers AS n ON n.id = a.newspaper
           WHERE p.cluster = ? ORDER BY p.position""",
        (cluster,),
    )
    return tuple(PrintRow(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows)


def compare_prints(db: sqlite3.Connection, uid: str, other: str) -> Comparison | None:
    """What the later of two prints changed, word by word; None when they are not told as prints of one text."""
    pages = [page for page in (read_article(db, uid), read_article(db, other)) if isinstance(page, ArticlePage)]
    if len(pages) < 2:
        return None
    query = "SELECT contained FROM reprints WHERE article_id = ? AND other_id = ?"
    row = db.execute(query, [page.id for page in pages]).fetchone()
    if row is None:
        return None
    one, two = sorted(pages, key=_key)
    return Comparison(one, two, row[0], compare(_said(one), _said(two)))


def _key(page: ArticlePage) -> tuple[bool, str, bool, str]:
    return (page.day is None, page.day or "", "T" not in (page.published or ""), page.published or "")


def _said(page: ArticlePage) -> Article:
    """Headline, lead and text: pictures and moments differ between newspapers as a matter of course."""
    return Article(headline=page.headline, lead=page.lead, dateline=page.dateline, blocks=page.blocks)
