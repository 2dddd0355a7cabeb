"""Which articles may be shown: the one place where withholding, embargo and access level are decided.

A release and every public export ask here; what a `Selected` does not hold must reach nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from newsarchive.exceptions import ArchiveError
from newsarchive.publish.access import Terms
from newsarchive.publish.source import SourceArticle, SourceNewspaper, read_articles, read_newspapers
from newsarchive.store import Ledger, moments
from newsarchive.store.reading import ledger_head
from newsarchive.store.withholding import WITHHOLD

Papers = Mapping[str, tuple[SourceNewspaper, Terms]]
"""Newspaper id → its row and what may be shown of it."""


@dataclass(frozen=True, slots=True)
class Selected:
    """An article that is not withheld, and what may be shown of it."""

    article: SourceArticle
    paper: SourceNewspaper
    terms: Terms
    is_embargoed: bool
    """Nothing of it may be shown yet."""


def check_decisions(ledger: Ledger, source: sqlite3.Connection) -> None:
    """Make sure that a snapshot knows every decision to withhold.

    Raises LedgerError when the ledger's chain does not hold or reach what the snapshot saw of it, ArchiveError for a
    decision that the snapshot does not know: a kill came between the two.
    """
    head = ledger_head(source)
    ledger.verify(head)
    if any(line.kind == WITHHOLD for line in ledger.tail(head[0] if head else 0)):
        raise ArchiveError(
            ledger.path, "news.db does not know its last decision yet; `newsarchive status` brings it there, then again"
        )


def papers_of(source: sqlite3.Connection, terms: Callable[[str], Terms]) -> Papers:
    """Every newspaper of the archive with its terms."""
    return {paper.id: (paper, terms(paper.id)) for paper in read_newspapers(source)}


def select_articles(source: sqlite3.Connection, papers: Papers, today: date) -> Iterator[Selected]:
    """The articles of a snapshot that are not withheld, in order of publication; `today` is the day in Vietnam."""
    for article in read_articles(source):
        paper, terms = papers[article.newspaper]
        yield Selected(article, paper, terms, terms.embargoed(_reference_day(article), today))


def _reference_day(article: SourceArticle) -> date | None:
    """The day of publication, else that of the first capture; both in Vietnam."""
    day = article.day or moments.day_of(moments.load_moment(article.first_captured_at))
    return date.fromisoformat(day) if day else None
