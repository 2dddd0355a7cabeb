"""What a re-extraction found, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from newsarchive.ingest import Finding

SAMPLES = 3
"""Shown of each field."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One difference."""

    url: str
    field: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Reextracted:
    """Counts of one re-extraction, done or only tried."""

    extractor: str
    dry_run: bool
    total: int = 0
    """Captures to be read."""
    captures: int = 0
    """Captures read."""
    equal: int = 0
    """Of these, captures that say what they said, or still hold no article."""
    articles: int = 0
    """Articles of which at least one capture is read otherwise."""
    changed: int = 0
    """Captures read otherwise."""
    found: int = 0
    """Captures without an article that give one now."""
    refused: int = 0
    """Captures with an article in which this extractor finds none; it keeps the revision it had."""
    moved: int = 0
    """Captures that are another article's now: its address is understood otherwise."""
    failed: int = 0
    """Captures whose extraction broke; the next run tries them again."""
    revisits: int = 0
    """Revisits that were led to what their originals show now."""
    revisions: int = 0
    """Revisions added; none in a dry run."""
    earlier: int = 0
    """Revisions in the archive that only earlier extractors read: news.db alone holds them."""
    newspapers: list[str] = field(default_factory=list)
    """Newspapers whose captures were read."""
    fields: Counter[str] = field(default_factory=Counter)
    """Field → captures in which it differs."""
    samples: list[Sample] = field(default_factory=list)
    damage: list[Finding] = field(default_factory=list)
    """The first hundred records that could not be read."""
    damages: int = 0

    def add_sample(self, sample: Sample) -> None:
        """Keep it, unless the field has its samples."""
        if sum(one.field == sample.field for one in self.samples) < SAMPLES:
            self.samples.append(sample)

    def add_damage(self, finding: Finding) -> None:
        """Count a record that could not be read."""
        self.damages += 1
        if self.damages <= 100:
            self.damage.append(finding)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "fields": dict(self.fields.most_common())}
