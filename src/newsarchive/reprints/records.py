"""What is told of texts that stand in several places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[int, int], None]
"""Told how many texts are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share, by runs of four words."""

    contained: float
    """Share of the shorter text's runs that the other has too, 0 to 1."""
    jaccard: float
    """Share of all runs of both that both have, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two revisions, of two articles, that print one text."""

    one: str
    """uid of an article."""
    one_content: str
    """Content digest of its revision."""
    other: str
    other_content: str
    likeness: Likeness
    is_double: bool
    """One newspaper prints it at two addresses; otherwise two newspapers do."""


@dataclass(frozen=True, slots=True)
class Print:
    """One article that prints a text which others print too."""

    uid: str
    newspaper: str
    day: str | None
    """Day of publication in Vietnam, YYYY-MM-DD; None when the page does not tell."""
    published: str | None
    """The moment as stored, where a time is told; the day alone otherwise."""
    first_captured_at: str | None
    headline: str | None = None
    url: str | None = None

    @property
    def order(self) -> tuple[bool, str, bool, str, str, str]:
        """Sorts by publication: undated ones last, those without a time behind the others of their day."""
        timed = "T" in (self.published or "")
        moment = (self.published or "") if timed else ""
        return (self.day is None, self.day or "", not timed, moment, self.first_captured_at or "", self.uid)


@dataclass(frozen=True, slots=True)
class Synced:
    """What one run brought up to date."""

    texts: int
    """Signed, all in all."""
    added: int
    removed: int
    """Forgotten, since their article is withheld or gone."""


@dataclass(frozen=True, slots=True)
class Found:
    """Every pair that stands, and what the run did."""

    pairs: tuple[Pair, ...]
    synced: Synced
