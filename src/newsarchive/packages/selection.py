"""Which articles go into an export. For the public audience `publish.select` decides, as for a release."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from newsarchive.packages.request import Request
from newsarchive.publish.access import Access
from newsarchive.publish.select import Papers, Selected, select_articles
from newsarchive.store import moments

CaptureKey = tuple[str, str, str, str]
"""URL, time, record type and payload digest: what makes a capture one."""

_LATEST = "r.number = (SELECT max(number) FROM revision WHERE article_id = a.id)"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An article that goes into an export."""

    id: int
    uid: str
    newspaper: str
    day: str | None
    """Day of publication in Vietnam."""
    access: Access
    revision: int
    """Number of the latest revision that may go out."""
    revisions: tuple[int, ...]
    """Row ids of all revisions that may."""
    withheld: bool = False
    captures: frozenset[CaptureKey] | None = None
    """Its captures that may go out; None for all of them."""


class Selection:
    """The articles that a request asks for; may be gone through again and again."""

    def __init__(self, source: sqlite3.Connection, request: Request, papers: Papers, today: date) -> None:
        self.source, self.request, self.papers = source, request, papers
        self._today = today

    def articles(self) -> Iterator[Chosen]:
        """Every article asked for, the ones that must not go out left aside."""
        if self.request.audience == "preservation":
            return self._all()
        return self._shown()

    def names(self) -> dict[str, str]:
        """Newspaper id → name."""
        return {paper.id: paper.name for paper, _ in self.papers.values()}

    def _shown(self) -> Iterator[Chosen]:
        for one in select_articles(self.source, self.papers, self._today):
            article = one.article
            day = article.day or day_of(article.first_captured_at)
            if not one.is_embargoed and self.request.takes(article.newspaper, day):
                yield _chosen(one)

    def _all(self) -> Iterator[Chosen]:
        rows = self.source.execute(
            f"""SELECT a.id, a.uid, a.newspaper_id, r.published_day, r.number, a.withheld, a.first_captured_at
                FROM article AS a JOIN revision AS r ON r.article_id = a.id AND {_LATEST} ORDER BY a.id"""
        )
        for id_, uid, newspaper, published, number, withheld, captured in rows:
            if self.request.takes(newspaper, published or day_of(captured)):
                held = self.source.execute("SELECT id FROM revision WHERE article_id = ? ORDER BY number", (id_,))
                revisions = tuple(row[0] for row in held)
                yield Chosen(id_, uid, newspaper, published, "full", number, revisions, withheld=bool(withheld))


def day_of(moment: str | None) -> str | None:
    """The day in Vietnam of a moment as news.db has it."""
    return moments.day_of(moments.load_moment(moment))


def _chosen(one: Selected) -> Chosen:
    article = one.article
    return Chosen(
        id=article.id,
        uid=article.uid,
        newspaper=article.newspaper,
        day=article.day,
        access=one.terms.access,
        revision=article.current.number,
        revisions=tuple(revision.id for revision in article.revisions),
        captures=frozenset((url, at, kind, digest) for _, url, at, kind, *_, digest in article.captures),
    )
