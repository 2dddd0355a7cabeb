"""What one run of a newspaper's crawl is to do, and what it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from newsarchive.article import VIETNAM


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to do."""

    newspaper: str
    since: date | None = None
    """No article that its source or its address dates before this day (Vietnam) is asked for; it stays due."""
    limit: int | None = None
    """At most so many article addresses are asked for."""
    urls: tuple[str, ...] = ()
    """Only these addresses."""

    @property
    def since_moment(self) -> float | None:
        """The first second of `since` in Vietnam, as seconds since 1970."""
        return None if self.since is None else datetime.combine(self.since, time.min, VIETNAM).timestamp()


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
            "reasons": dict(self.reasons.most_common(20)),
            "stopped": self.stopped,
        }
