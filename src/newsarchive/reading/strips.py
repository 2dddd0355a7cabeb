"""What is held of each newspaper as a strip of months, all on one scale; gaps of the archive are drawn as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.reading.coverage import PaperCoverage

WIDTH = 720.0
"""Units of the longest strip."""
_LABELS = 8
"""Years named above the strips, at most."""


Place = tuple[str, str]
"""(x, width) in units, as SVG has them."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One newspaper from its first month held to its last."""

    held: Place
    gaps: tuple[Place, ...]
    """Every run of months without an article."""


@dataclass(frozen=True, slots=True)
class Strips:
    """All newspapers on the same scale."""

    labels: tuple[tuple[str, int], ...]
    """(x, year)."""
    of: dict[str, Strip]
    """Newspaper id → its strip; none for one without a dated article."""


def draw_strips(papers: Sequence[PaperCoverage]) -> Strips:
    """The strips of a release's newspapers, January of the first year held to December of the last."""
    years = [year for paper in papers for year, _ in paper.years]
    if not years:
        return Strips((), {})
    first, last = min(years), max(years) + 1
    unit = WIDTH / (12 * (last - first))
    every = -(-(last - first) // _LABELS)

    def run(begin: str, end: str) -> Place:
        start, months = _number(begin) - 12 * first, _number(end) - _number(begin) + 1
        return f"{unit * start:.1f}", f"{unit * months:.1f}"

    return Strips(
        tuple((f"{12 * unit * (year - first):.1f}", year) for year in range(first, last, every)),
        {
            paper.id: Strip(run(*paper.span), tuple(run(*gap) for gap in paper.missing))
            for paper in papers
            if paper.span
        },
    )


def _number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:]) - 1
