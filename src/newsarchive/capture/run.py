"""What one run of a newspaper's crawl is to do, and what it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from newsarchive.article import VIETNAM


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to do."""

    newspaper: str
    since: date | None = None
    """No article that its source or its address dates before this day (Vietnam) is asked for; it stays due."""
    until: date | None = None
    """The same for those dated after this day."""
    limit: int | None = None
    """At most so many article addresses are asked for."""
    urls: tuple[str, ...] = ()
    """Only these addresses."""

    @property
    def is_bounded(self) -> bool:
        """Whether days bound the run: what is named by hand is asked for whenever it came out."""
        return not self.urls and (self.since is not None or self.until is not None)

    @property
    def since_moment(self) -> float | None:
        """The first second of `since` in Vietnam, as seconds since 1970."""
        return None if self.since is None else _first_second(self.since)

    @property
    def before_moment(self) -> float | None:
        """The first second behind `until` in Vietnam, as seconds since 1970."""
        return None if self.until is None else _first_second(self.until + timedelta(days=1))


def _first_second(day: date) -> float:
    return datetime.combine(day, time.min, VIETNAM).timestamp()


@dataclass(slots=True)
class Tally:
    """What a run did, counted."""

    requests: Counter[str] = field(default_factory=Counter)
    """How requests ended, in the words of the frontier → number."""
    captures: Counter[str] = field(default_factory=Counter)
    """What captures came to, in the words of news.db → number."""
    found: int = 0
    """Addresses that were not known before."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Why requests were refused, dropped or failed → number; the commonest hundred."""
    due: int = 0
    """Addresses still to be fetched, a few seconds old."""
    articles_asked: int = 0
    left: int = 0
    """Addresses that stay due since they are dated outside the days that bound the run."""
    stopped: str | None = None
    """Why the run ended before everything that was due was done."""

    def add_reason(self, reason: str) -> None:
        """Count a reason without its details."""
        key = reason.partition(":")[0][:120]
        if key in self.reasons or len(self.reasons) < 100:
            self.reasons[key] += 1

    def to_dict(self) -> dict[str, Any]:
        """For the run table and JSON."""
        return {
            "requests": dict(self.requests),
            "captures": dict(self.captures),
            "found": self.found,
            "due": self.due,
            "left": self.left,
            "reasons": dict(self.reasons.most_common(20)),
            "stopped": self.stopped,
        }
