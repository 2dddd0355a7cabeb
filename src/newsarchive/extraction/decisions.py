"""The records of an explanation: what was decided about a page, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from newsarchive.article import Article, Evidence


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that stands in the body's part of the page, and what it was taken for."""

    taken_for: str
    """"paragraph", "heading", "list item", "quote", "table", "box", "figure 0", "caption of figure 0", "byline",
    "lead", or "dropped"."""
    why: str
    """The rule; for what was dropped the structure or the wording that told."""
    text: str
    """Its whole text; the address of a picture."""
    cut: str | None = None
    """What was cut from it into another field: a dateline, a glued credit or caption."""
    inside: int = 0
    """How many boxes it stands in."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the page that was looked at as the body, or might have been."""

    rule: str
    node: str
    """Opening tag: '<div class="detail-content">'."""
    characters: int
    """Text that could be article, without what was dropped."""
    verdict: str
    """"the body", or why not."""
    begins: str
    """The first words there."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page or text as a table of decisions."""

    article: Article | None
    reason: str | None
    """In words why there is no article."""
    layout: str
    """Which layout was chosen, or that none was."""
    grounds: dict[str, str] = field(default_factory=dict)
    """What the judgement "article or not" could rest on, by name."""
    places: tuple[Place, ...] = ()
    """Parts of the page tried as the body in their order, then its rivals by length."""
    decisions: tuple[Decision, ...] = ()
    """The body's part of the page, in page order."""

    @property
    def evidence(self) -> dict[str, Evidence]:
        """Rule and raw text of every field; empty without an article."""
        return dict(self.article.evidence) if self.article else {}

    def value(self, name: str) -> str | None:
        """What the field or item behind a name of the evidence was read as; None where it is what stands there."""
        if name.startswith("bylines[") and self.article:
            byline = self.article.bylines[int(name[8:-1])]
            return f"{byline.name} ({byline.role})"
        value = getattr(self.article, name, None)
        if isinstance(value, date):
            return value.isoformat()
        if name == "keywords":
            return ", ".join(value or ())
        return value if isinstance(value, str) else None

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON values; fields by the names that the article's evidence has."""
        fields = {
            name: {"value": self.value(name), "rule": told.rule, "raw": told.raw}
            for name, told in self.evidence.items()
        }
        return {
            "article": self.article is not None,
            "reason": self.reason,
            "layout": self.layout,
            "grounds": self.grounds,
            "fields": fields,
            "places": [asdict(place) for place in self.places],
            "decisions": [asdict(decision) for decision in self.decisions],
        }
