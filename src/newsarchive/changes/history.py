"""The whole story of one article: each revision against the one before it, and how it went away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive.changes.compare import compare
from newsarchive.changes.disappearance import TargetOf, find_disappearance
from newsarchive.changes.records import Change, Disappearance
from newsarchive.store import Capture, Revision
from newsarchive.store import moments as clock


@dataclass(frozen=True, slots=True)
class Step:
    """From one revision to the next."""

    before: Revision
    after: Revision
    change: Change

    @property
    def is_edit(self) -> bool:
        """Whether the newspaper changed it; a re-extraction is our doing."""
        return self.after.cause == "source"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "from": _revision(self.before),
            "to": _revision(self.after),
            "cause": self.after.cause,
            **self.change.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class History:
    """What became of an article."""

    revisions: tuple[Revision, ...]
    steps: tuple[Step, ...]
    pulled: Disappearance | None

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "article_uid": self.revisions[0].article_uid,
            "revisions": [_revision(one) for one in self.revisions],
            "steps": [step.to_dict() for step in self.steps],
            "pulled": _pulled(self.pulled) if self.pulled else None,
        }


def trace(revisions: Sequence[Revision], captures: Sequence[Capture], target_of: TargetOf) -> History:
    """The steps between the revisions of one article, in order of capture, and its disappearance if there was one."""
    pairs = [(_compared(revisions, at), after) for at, after in enumerate(revisions) if at]
    steps = tuple(Step(before, after, compare(before.article, after.article)) for before, after in pairs)
    return History(tuple(revisions), steps, find_disappearance(captures, target_of))


def _compared(revisions: Sequence[Revision], at: int) -> Revision:
    """The revision before; of several readings of its capture the one by the same extractor, else the newest."""
    before, extractor = revisions[at - 1], revisions[at].extractor
    if revisions[at].cause == "reextraction":
        return before
    readings = (one for one in revisions[:at] if one.capture.id == before.capture.id)
    return next((one for one in readings if one.extractor == extractor), before)


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "content_digest": revision.content_digest,
        "extractor": revision.extractor,
        "captured_at": clock.to_text(revision.capture.fetched_at),
        "warc_file": revision.capture.warc_file,
        "warc_offset": revision.capture.warc_offset,
    }


def _pulled(pulled: Disappearance) -> dict[str, Any]:
    def told(capture: Capture) -> dict[str, Any]:
        return {
            "captured_at": clock.to_text(capture.fetched_at),
            "url": capture.url,
            "status": capture.status,
            "warc_file": capture.warc_file,
            "warc_offset": capture.warc_offset,
        }

    back = told(pulled.back) if pulled.back else None
    return {"how": pulled.how, "last_seen": told(pulled.last_seen), "first_gone": told(pulled.first_gone), "back": back}
