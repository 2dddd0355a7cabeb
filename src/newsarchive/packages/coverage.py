"""The coverage statement: what is held of which newspaper and month, for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsarchive.packages.picked import Picked
from newsarchive.packages.request import RESTRICTED, Request
from newsarchive.packages.selection import Chosen
from newsarchive.packages.work import Work
from newsarchive.store import moments

UNDATED = "undated"
"""Stands for the month of articles without a day of publication."""


@dataclass(slots=True)
class Coverage:
    """Articles by month of publication, captures by month of capture, each newspaper by itself."""

    articles: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    captures: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, article: Chosen) -> None:
        """Count an article."""
        self.articles[article.newspaper, (article.day or "")[:7] or UNDATED] += 1

    def add_captures(self, months: Iterable[tuple[str, str, int]]) -> None:
        """Count captures: (newspaper, month, how many)."""
        for paper, month, count in months:
            self.captures[paper, month] += count

    def statement(self, request: Request, names: dict[str, str], made_at: str, operator: str | None) -> str:
        """The statement as text: one table, and what its numbers mean."""
        lines = [
            "COVERAGE OF THIS PACKAGE",
            "",
            f"Made {made_at} by newsarchive{f' for {operator}' if operator else ''}.",
            f"Selection: {request.described()}.",
            *([f"This package is {RESTRICTED}."] if request.audience == "preservation" else []),
            "",
            "Articles count under the month of publication (Vietnam), captures under the month in which they were made",
            "(UTC). A month that is not named has none here; that does not say that the newspaper printed none.",
            "",
        ]
        papers = sorted({paper for paper, _ in (*self.articles, *self.captures)})
        for paper in papers:
            lines += [f"{names.get(paper, paper)} ({paper})", f"  {'month':<10}{'articles':>10}{'captures':>10}"]
            months = sorted({month for one, month in (*self.articles, *self.captures) if one == paper})
            lines += [
                f"  {month:<10}{self.articles.get((paper, month), 0):>10}{self.captures.get((paper, month), 0):>10}"
                for month in months
            ]
            lines.append("")
        total = f"{sum(self.articles.values())} articles, {sum(self.captures.values())} captures"
        return "\n".join([*lines, f"In all: {total} of {len(papers)} newspapers.", ""])


def coverage_statement(work: Work, picked: Picked) -> bytes:
    """The statement about the articles of a selection and the captures of `picked`, in UTF-8."""
    coverage = Coverage()
    coverage.add_captures(picked.months())
    for article in work.selection.articles():
        coverage.add(article)
    return coverage.statement(
        work.selection.request, work.selection.names(), moments.now(), work.config.operator
    ).encode()
