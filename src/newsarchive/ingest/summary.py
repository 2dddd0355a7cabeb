"""What an ingest did, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from newsarchive.store import Recorded

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a file that could not be read."""

    file: str
    offset: int | None
    reason: str


@dataclass(slots=True)
class IngestSummary:
    """Counts of one ingest; several are added up with `add`."""

    files: int = 0
    """Files and saved pages taken in, or gone on with."""
    known_files: int = 0
    """Files and saved pages that had been taken in whole before; nothing was written for them."""
    bytes: int = 0
    records: int = 0
    """Records read, of every type."""
    recorded: Recorded = field(default_factory=Recorded)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why a capture gave no article, without the details (counts, the target of a redirect) → captures."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """Record types and files that are no captures ("request", "not a page: .css") → count."""
    damage: list[Finding] = field(default_factory=list)
    """The first hundred places that could not be read."""
    damages: int = 0

    def add_damage(self, finding: Finding) -> None:
        """Count a place that could not be read."""
        self.damages += 1
        if len(self.damage) < _SHOWN:
            self.damage.append(finding)

    def add_reason(self, reason: str) -> None:
        """Count why a capture gave no article."""
        self.reasons[reason.partition(":")[0].partition(", to ")[0]] += 1

    def add(self, other: IngestSummary) -> None:
        """Count `other` in."""
        self.files += other.files
        self.known_files += other.known_files
        self.bytes += other.bytes
        self.records += other.records
        self.recorded.add(other.recorded)
        self.reasons.update(other.reasons)
        self.passed_over.update(other.passed_over)
        self.damages += other.damages
        self.damage += other.damage[: _SHOWN - len(self.damage)]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "files": self.files,
            "known_files": self.known_files,
            "bytes": self.bytes,
            "records": self.records,
            "captures": self.recorded.captures,
            "known_captures": self.recorded.known,
            "articles": self.recorded.articles,
            "revisions": self.recorded.revisions,
            "outcomes": dict(sorted(self.recorded.outcomes.items())),
            "reasons": dict(self.reasons.most_common()),
            "passed_over": dict(self.passed_over.most_common()),
            "damages": self.damages,
            "damage": [{"file": one.file, "offset": one.offset, "reason": one.reason} for one in self.damage],
        }
