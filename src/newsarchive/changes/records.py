"""Runs of words, the edits they make up, and the change between two revisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from newsarchive.store import Capture

EditClass = Literal[
    "headline", "numbers", "names", "caption", "picture", "byline", "date", "correction", "addition", "removal",
    "order", "form", "wording",
]  # fmt: skip
CLASSES: tuple[EditClass, ...] = get_args(EditClass)
"""What an edit can be, in the order in which they are told: a changed figure matters more than a changed word."""

Field = Literal["headline", "lead", "dateline", "published", "body", "caption", "picture", "byline"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One change in one place: a field, or one paragraph, caption, picture or byline."""

    field: Field
    before: str | None
    """None when it came new."""
    after: str | None
    """None when it was taken out."""
    runs: tuple[Run, ...]
    """`before` and `after` in one: without the added runs it is `before`, without the removed ones `after`."""
    classes: tuple[EditClass, ...]
    """At least one, in the order of CLASSES."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "field": self.field,
            "classes": list(self.classes),
            "before": self.before,
            "after": self.after,
            "runs": [[run.kind, run.text] for run in self.runs],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that differs between two revisions, in reading order; empty when they say the same."""

    edits: tuple[Edit, ...]

    @property
    def classes(self) -> tuple[EditClass, ...]:
        """The classes of all edits, each once, in the order of CLASSES."""
        return tuple(one for one in CLASSES if any(one in edit.classes for edit in self.edits))

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"classes": list(self.classes), "edits": [edit.to_dict() for edit in self.edits]}


@dataclass(frozen=True, slots=True)
class Disappearance:
    """An article that was there and then was not."""

    last_seen: Capture
    first_gone: Capture
    """The first capture after it that shows the article gone."""
    how: Literal["not found", "gone", "withheld by law", "redirect to a front page or section", "error page"]
    back: Capture | None = None
    """The first capture after that which shows the article again."""
