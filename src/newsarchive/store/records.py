"""What goes into news.db and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from newsarchive.article import Article
from newsarchive.rights import RightsSignal

Outcome = Literal["stored", "same", "listing", "error", "redirect", "resource", "skipped", "failed"]
Cause = Literal["source", "reextraction"]


@dataclass(frozen=True, slots=True)
class NewspaperRow:
    """A newspaper as captures refer to it."""

    id: str
    name: str
    kind: str
    """provincial, national, or unlisted for a host the press registry does not know."""
    province: str | None = None
    host: str | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of one URL at one instant, and what became of it."""

    newspaper_id: str
    url: str
    """Target URI as the record has it."""
    fetched_at: datetime
    """WARC-Date, with zone."""
    record_type: str
    """response, resource or revisit."""
    warc_file: str
    """Relative to data/warc, or absolute for a file that stays where it is."""
    warc_offset: int
    warc_length: int
    payload_digest: str
    """`sha256:` + hex."""
    outcome: Outcome = "skipped"
    reason: str | None = None
    """Why no article came of it, in words; None when one did."""
    status: int | None = None
    content_type: str | None = None
    record_id: str | None = None
    payload_bytes: int | None = None
    article_uid: str | None = None
    """Of the article whose revision this capture shows; filled when read back."""
    revision: int | None = None
    """Number of that revision; filled when read back."""
    id: int | None = None
    """Row id; filled when read back."""


@dataclass(frozen=True, slots=True)
class RevisitOf:
    """What a revisit record says it repeats."""

    url: str
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture to record, with the article it holds, if any."""

    capture: Capture
    article: Article | None = None
    key: str | None = None
    """Article key (newsarchive.press.article_key); needed with an article."""
    uid: str | None = None
    article_url: str | None = None
    """Canonical address of the article."""
    extractor: str = ""
    """Whose rules said what became of the capture; empty when nobody came to read it (its worker died)."""
    revisit_of: RevisitOf | None = None
    rights: tuple[RightsSignal, ...] = ()
    """What server and page said about rights."""
    content_digest: str | None = None
    """Of the article, where it was computed already: in a worker, not by the one process that writes."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an import has come; stored in the transaction of the captures it covers."""

    sha256: str
    offset: int
    """Where reading goes on: the first byte not yet recorded."""
    records: int
    """Records read so far."""


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was, or is being, taken in."""

    sha256: str
    name: str
    path: str
    """Where its bytes are: relative to data/warc, or absolute for `--reference`."""
    bytes: int
    kind: str
    offset: int = 0
    records: int = 0
    finished_at: str | None = None
    problem: str | None = None
    """Damage met while reading, in words."""
    only_known: bool = False
    """Whether captures of newspapers that the press registry does not know were passed over."""


@dataclass(slots=True)
class Recorded:
    """What recording entries changed."""

    captures: int = 0
    known: int = 0
    """Entries whose capture was there already."""
    articles: int = 0
    revisions: int = 0
    refused: int = 0
    """Captures that show a revision and in which this extractor finds no article; they keep it."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """Outcome → new captures."""
    each: list[Outcome] = field(default_factory=list)
    """The outcome of every entry of one batch, in order; not added up."""

    def add(self, other: Recorded) -> None:
        """Count `other` in."""
        self.captures += other.captures
        self.known += other.known
        self.articles += other.articles
        self.revisions += other.revisions
        self.refused += other.refused
        for outcome, count in other.outcomes.items():
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + count


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article said from one capture on."""

    article_uid: str
    number: int
    """1 is what the earliest capture said; see newsarchive.store.timeline for late arrivals."""
    content_digest: str
    extractor: str
    cause: Cause
    recorded_at: datetime
    capture: Capture
    """The earliest capture that shows it."""
    article: Article
