"""What a probe found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from newsarchive.press import Layout
from newsarchive.probe.specimen import LeftOut

FIELDS = ("headline", "lead", "body", "bylines", "published", "section", "keywords", "captions")
"""What is compared, in the words of an article."""

Verdict = Literal["same", "gained", "richer", "cleaner", "poorer", "lost", "other", "none"]
"""With the layout against general rules. gained, lost: only one of them finds it. richer, poorer: more or fewer
captions, names or words, or the minute instead of the day. cleaner: less text, and what went is no article's. other:
both find something, not the same."""
WORSE: frozenset[Verdict] = frozenset({"lost", "poorer"})


@dataclass(frozen=True, slots=True)
class Guess:
    """The selectors of one key of the layout."""

    key: str
    selectors: tuple[str, ...]
    pages: int
    """Pages on which one of them finds something."""
    of: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of one page, as general rules read it and as the layout does."""

    page: str
    field: str
    verdict: Verdict
    generic: str | None
    """In short; None when nothing is found."""
    layout: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout for one group of pages."""

    layout: Layout
    guesses: tuple[Guess, ...]
    pages: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    gained: tuple[str, ...]
    """Pages that general rules do not take for articles, and that this layout reads."""
    refused: tuple[str, ...]
    """Keys whose selectors read worse than general rules do, and were left out."""
    known: str | None
    """Id of a layout of the registry that fits these pages already."""
    yaml: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A newspaper file to begin with."""

    id: str
    hosts: tuple[str, ...]
    yaml: str


@dataclass(frozen=True, slots=True)
class Probe:
    """All that was found on a set of pages."""

    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    newspaper: Draft | None
    """None without addresses, and for a newspaper that the registry has."""
    known_newspaper: str | None

    def to_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "layouts": [
                {
                    "id": one.layout.id,
                    "known": one.known,
                    "pages": list(one.pages),
                    "fields": [asdict(guess) for guess in one.guesses],
                    "gained": list(one.gained),
                    "refused": list(one.refused),
                    "comparisons": [asdict(each) for each in one.comparisons],
                    "yaml": one.yaml,
                }
                for one in self.proposals
            ],
            "left_out": [each._asdict() for each in self.left_out],
            "newspaper": asdict(self.newspaper) if self.newspaper else None,
            "known_newspaper": self.known_newspaper,
        }
