"""Which articles may be shown: the one place where withholding, embargo and access level are decided.

A release and every public export ask here; what a `Selected` does not hold must reach nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from newsarchive.publish.access import Terms
from newsarchive.publish.source import SourceArticle, SourceNewspaper, read_articles, read_newspapers
from newsarchive.store import moments

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
