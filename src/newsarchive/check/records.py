"""What a check of a newspaper found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from newsarchive.frontier import Outcome
from newsarchive.link import LinkKind

FIELDS = ("headline", "lead", "body", "authors", "published", "section", "captions", "keywords")
REQUIRED = ("headline", "body", "published")
"""Without these an article is no article; the others a newspaper may simply not have."""

Verdict = Literal["ready", "needs a layout", "moved", "no articles", "closed", "no answer"]
"""ready: articles are found and read. needs a layout: they are found and not read. moved: the pages lead to another
host, or it has a successor and does not answer. no articles: its lists name none, as far as we know their addresses.
closed: robots.txt or the server refuses us. no answer: nobody is there now."""


CRAWLABLE: tuple[Verdict, ...] = ("ready", "needs a layout")
"""Verdicts with which a crawl is worth its requests: pages that are not read well yet are kept and read again later."""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap or section, and what came of asking for it."""

    kind: LinkKind
    url: str
    outcome: Outcome | None
    """None when it was not asked for."""
    status: int | None = None
    detail: str | None = None
    articles: int = 0
    """Articles it names."""
    others: int = 0
    """Further lists it names: the files of a sitemap index, the next page of a section."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One article, and how it was read."""

    url: str
    outcome: Outcome | None
    detail: str | None = None
    """Why there is no article, in words."""
    found: tuple[str, ...] = ()
    """Those of FIELDS that were found."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Field → the rule that found it."""
    headline: str | None = None


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots.txt says to us."""

    reason: str
    """Where it comes from, in words: "robots.txt (200)"."""
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A newspaper as it is today."""

    newspaper: str
    day: date
    """In Vietnam."""
    robots: Robots | None
    sources: tuple[Source, ...]
    samples: tuple[Sample, ...]
    verdict: Verdict
    reason: str
    """One sentence."""
    moved_to: str | None = None
    """Host or newspaper id."""

    @property
    def is_ready(self) -> bool:
        """Whether a crawl will bring articles."""
        return self.verdict == "ready"

    @property
    def is_crawlable(self) -> bool:
        """Whether a crawl is worth its requests."""
        return self.verdict in CRAWLABLE

    def count(self, name: str) -> int:
        """In how many of the articles the field was found."""
        return sum(name in sample.found for sample in self.samples)

    def to_dict(self) -> dict[str, Any]:
        """For JSON and for the event in news.db."""
        fields = {name: self.count(name) for name in FIELDS}
        return {**asdict(self), "day": self.day.isoformat(), "fields": fields}
