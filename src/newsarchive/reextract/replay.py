"""Quality of captures: what was read of a record when it came, held against what is read of it now.

The rules must be the same for that: captures that other rules read are counted and left to `reextract`. Nothing is
written but a line in the ledger. Of the pictures that the articles show, those that nobody holds are listed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from newsarchive.archive import Archive
from newsarchive.extraction import EXTRACTOR
from newsarchive.frontier import Frontier, find_home
from newsarchive.ingest import Finding
from newsarchive.ingest.again import read_again
from newsarchive.ingest.readers import todays_readers
from newsarchive.ingest.revisits import original_of
from newsarchive.press import newspaper_for
from newsarchive.reextract.comparing import Comparing
from newsarchive.reextract.records import Reextracted
from newsarchive.reextract.run import Progress
from newsarchive.store import Capture
from newsarchive.store.replaying import count_pictures, missing_pictures, replayable

REPLAY = "replay-check"
"""Kind of the ledger line that a replay leaves."""
_LISTED = 1_000
NEVER_ASKED = "never asked for"


@dataclass(frozen=True, slots=True)
class MissingPicture:
    """A picture that an article shows and nobody holds."""

    uid: str
    newspaper: str
    src: str
    why: str
    """What became of it: an error, a refusal, or that nobody asked for it."""


@dataclass(slots=True)
class Replayed:
    """What a replay found."""

    readings: Reextracted
    """Pages read again: `equal`, and what came out otherwise."""
    sampled: int | None = None
    other: int = 0
    """Captures read by other rules than today's, which are not compared."""
    revisits: int = 0
    lost_revisits: list[Finding] = field(default_factory=list)
    """Revisits that do not lead to a capture that shows what they show."""
    pictures: int = 0
    """That the articles show."""
    missing: list[MissingPicture] = field(default_factory=list)
    """The first thousand that are not held."""
    missing_pictures: int = 0
    missing_by: Counter[str] = field(default_factory=Counter)
    """Reason → pictures."""

    @property
    def is_sound(self) -> bool:
        """Whether every article is read again as it was; a picture that is gone at its source does not count."""
        one = self.readings
        return not (one.changed or one.found or one.refused or one.moved or one.failed or one.damages) and not (
            self.lost_revisits
        )

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = self.readings.to_dict()
        kept = (
            "extractor",
            "captures",
            "equal",
            "changed",
            "found",
            "refused",
            "moved",
            "failed",
            "articles",
            "fields",
        )
        return {
            **{name: told[name] for name in kept},
            "samples": told["samples"],
            "damages": told["damages"],
            "damage": told["damage"],
            "sampled": self.sampled,
            "read_by_other_rules": self.other,
            "revisits": self.revisits,
            "lost_revisits": [asdict(one) for one in self.lost_revisits],
            "pictures": self.pictures,
            "missing_pictures": self.missing_pictures,
            "missing_by": dict(self.missing_by.most_common()),
            "missing": [asdict(one) for one in self.missing],
        }


def replay(archive: Archive, *, sample: int | None = None, progress: Progress | None = None) -> Replayed:
    """Read captures again through the pool and compare; with `sample` so many drawn at random.

    Raises StorageFullError, LedgerError; damaged records are told.
    """
    connection = archive.store.connection
    ids, other = replayable(connection, todays_readers(archive.store.newspaper_hosts()))
    if sample is not None:
        ids = [ids[at] for at in sorted(random.sample(range(len(ids)), min(sample, len(ids))))]
    found = Replayed(Reextracted(EXTRACTOR, dry_run=True), sample, other)
    found.readings.total = len(ids)
    _read_again(archive, archive.store.captures_in_place(ids), found, progress)
    found.pictures = count_pictures(connection, ids)
    _list_pictures(archive, ids, found)
    told = found.to_dict()
    archive.log(REPLAY, "data", {name: told[name] for name in told if name not in {"samples", "missing", "damage"}})
    return found


def _read_again(archive: Archive, captures: Iterable[Capture], found: Replayed, progress: Progress | None) -> None:
    result = found.readings
    books = Comparing(archive.store, result)
    done = count(1)

    def step() -> None:
        if progress:
            progress(next(done), result.total)

    pages = _check_revisits(archive, captures, found, step)
    for reading in read_again(archive.pool, archive.warc_directory, pages):
        books.take(reading)
        step()
    books.write()


def _check_revisits(
    archive: Archive, captures: Iterable[Capture], found: Replayed, step: Callable[[], None]
) -> Iterator[Capture]:
    """The pages among them; the revisits are looked at on the way."""
    for capture in captures:
        if capture.record_type == "revisit":
            _check_revisit(archive, capture, found)
            step()
        else:
            yield capture


def _check_revisit(archive: Archive, revisit: Capture, found: Replayed) -> None:
    """A revisit is replayed by its original: that one must be held and show the same."""
    found.revisits += 1
    original = original_of(archive.store, archive.warc_directory, revisit)
    if original is None:
        reason = "the capture that this revisit speaks of is not held"
    elif (original.article_uid, original.revision) != (revisit.article_uid, revisit.revision):
        reason = "the capture that this revisit speaks of shows something else"
    else:
        return
    found.lost_revisits.append(Finding(revisit.warc_file, revisit.warc_offset, reason))


def _list_pictures(archive: Archive, ids: Sequence[int], found: Replayed) -> None:
    home = find_home(archive.directory)
    with ExitStack() as closing:
        frontier = closing.enter_context(Frontier(home)) if home.exists() else None
        for uid, paper, src, reason in missing_pictures(archive.store.connection, ids):
            why = reason or _told(frontier, src)
            found.missing_pictures += 1
            found.missing_by[why] += 1
            if len(found.missing) < _LISTED:
                found.missing.append(MissingPicture(uid, paper, src, why))


def _told(frontier: Frontier | None, src: str) -> str:
    history = frontier.history(src, newspaper_for(src)) if frontier else None
    if history is None:
        return NEVER_ASKED
    if not history.visits:
        return "found by a crawl, not asked for yet"
    last = history.visits[-1]
    return f"{last.outcome}{f': {last.detail}' if last.detail else ''}"
