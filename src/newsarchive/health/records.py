"""What is known of a newspaper's runs and articles, and what was found wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Level = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Page:
    """An address of an article as it was first captured, by its latest reading."""

    url: str
    at: datetime
    is_read: bool
    """Whether an article was found on it; the other marks are those of an article."""
    words: int = 0
    has_byline: bool = False
    has_caption: bool = False
    has_published: bool = False
    has_lead: bool = False
    by_layout: bool = False
    """Whether a layout of the registry named the body, and not general rules."""
    template: str = ""
    """What tells its design: "layout:ID" of the layout that named the body, else the element that holds it, as the page
    names it, without numbers."""
    is_plain: bool = True
    """False for a body that was sent scrambled."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished crawl of the newspaper."""

    started: datetime
    finished: datetime
    requests: dict[str, int]
    """End (stored, same, error …) → addresses."""
    stopped: str | None = None
    """Why it ended before everything that was due was done."""
    left: int = 0
    """Addresses that were due and lay outside the days that bound it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of one newspaper; the latest pages and runs, oldest first."""

    newspaper: str
    pages: tuple[Page, ...]
    runs: tuple[Run, ...]
    arrived: tuple[datetime, ...]
    """When each article was first captured, oldest first; goes further back than `pages`."""
    robots: tuple[tuple[datetime, str], ...] = ()
    """(when, digest) of each robots.txt that came."""
    certificates: tuple[tuple[str, datetime], ...] = ()
    """(host, until when its certificate holds) of the hosts that were asked in the last run that asked for anything."""
    families: frozenset[str] = frozenset()
    """Content systems of its layouts."""
    layouts: frozenset[str] = frozenset()
    """Templates ("layout:ID") that the registry lists for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was."""

    code: str
    """What it is about: "byline", "read", "silent" …"""
    level: Level
    said: str
    """What was seen, in a sentence."""
    todo: str
    """What the archivist does about it."""
    before: tuple[int, int] | None = None
    """(with it, of so many) of the history it was held against; kept while the finding stands."""
    since: datetime | None = None
    """Beginning of the run that it was first found after."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        known = {"code": self.code, "level": self.level, "said": self.said, "todo": self.todo}
        since = self.since.isoformat() if self.since else None
        return {**known, "before": list(self.before) if self.before else None, "since": since}

    @classmethod
    def of(cls, told: dict[str, Any]) -> Finding:
        """The finding that `to_dict` told."""
        before, since = told.get("before"), told.get("since")
        return cls(
            code=told["code"],
            level=told["level"],
            said=told["said"],
            todo=told["todo"],
            before=(before[0], before[1]) if before else None,
            since=datetime.fromisoformat(since) if since else None,
        )


@dataclass(frozen=True, slots=True)
class Health:
    """The judgement on one newspaper after a run."""

    newspaper: str
    run: datetime | None
    """Beginning of the run that it was judged after; None when it was never crawled."""
    findings: tuple[Finding, ...] = ()
    proposal: str | None = None
    """Folder of a layout that was inferred from the new pages."""

    @property
    def level(self) -> Level:
        """The worst of the findings."""
        levels = {finding.level for finding in self.findings}
        return "red" if "red" in levels else "amber" if "amber" in levels else "green"

    @property
    def codes(self) -> frozenset[str]:
        """What the findings are about."""
        return frozenset(finding.code for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "newspaper": self.newspaper,
            "level": self.level,
            "run": self.run.isoformat() if self.run else None,
            "findings": [finding.to_dict() for finding in self.findings],
            "proposal": self.proposal,
        }

    @classmethod
    def of(cls, told: dict[str, Any]) -> Health:
        """The judgement that `to_dict` told."""
        run = datetime.fromisoformat(told["run"]) if told["run"] else None
        findings = tuple(Finding.of(one) for one in told["findings"])
        return cls(told["newspaper"], run, findings, told["proposal"])
