"""What is held of each day, and what is missing of it. Days are those of Vietnam."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

By = Literal["lists", "ids", "weekday"]
"""What an expectation rests on: addresses that feeds and sitemaps date on that day; how far the newspaper's article
numbers went on; what the same weekday brings at other times."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one newspaper."""

    newspaper: str
    articles: dict[date, int]
    """Day of publication → articles held."""
    listed: dict[date, int] = field(default_factory=dict)
    """Day → article addresses that lists date on it and that are not held."""
    numbers: tuple[tuple[int, date], ...] = ()
    """(article number, day of publication) of articles held, where addresses have numbers."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one newspaper."""

    day: date
    held: int
    """Articles."""
    expected: float
    """Articles; 0.0 for a day on which nothing comes out."""
    by: By | None
    """What `expected` rests on; None when nothing tells."""
    listed: int = 0
    """Addresses known and not held."""
    is_gap: bool = False
    """Whether so much is missing that it is no chance."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "day": self.day.isoformat(),
            "held": self.held,
            "expected": round(self.expected, 1),
            "by": self.by,
            "listed": self.listed,
            "gap": self.is_gap,
        }


@dataclass(frozen=True, slots=True)
class Gaps:
    """All days of a newspaper from one to another."""

    newspaper: str
    days: tuple[Day, ...]
    numbers: tuple[int, ...] = ()
    """Article numbers that may have come out on the missing days: those between the numbers held around them."""

    @property
    def missing(self) -> tuple[Day, ...]:
        """The days with a gap."""
        return tuple(day for day in self.days if day.is_gap)

    def stretches(self) -> tuple[tuple[Day, ...], ...]:
        """Gaps on consecutive days together."""
        found: list[list[Day]] = []
        for day in self.missing:
            if found and (day.day - found[-1][-1].day).days == 1:
                found[-1].append(day)
            else:
                found.append([day])
        return tuple(map(tuple, found))

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"newspaper": self.newspaper, "days": [day.to_dict() for day in self.days]}
