"""A layout: where one generation of a content system puts headline, lead, body, byline, date and captions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from re import Pattern
from typing import Literal


@dataclass(frozen=True, slots=True)
class Layout:
    """One generation of one content system. All field values are CSS selectors.

    For headline, lead, body, published, modified and section the first selector that yields text wins; for byline and
    keywords all matches of the selector that wins count; for caption and drop all matches of every selector.
    Fields are read before `drop` is applied: a lead may stand in a box that is dropped.

    A selector that meets `<meta>` means its `content`, one that meets `<time>` its `datetime` when it has one, one that
    meets `<input>` its `value`; otherwise the text is meant.
    """

    id: str
    family: str
    """The content system this is a generation or a skin of: "fck-a"."""
    since: date | None = None
    """First day of publication seen with it; None when unknown."""
    until: date | None = None
    url: Pattern[str] | None = None
    """Article URLs (path) that this layout belongs to; None for any."""
    signature: tuple[str, ...] = ()
    """Selectors that must ALL match the page for the layout to be used; empty only when `url` is given.

    One may be missing on a page at an article's address of a newspaper that lists the layout, if no other layout fits.
    """
    headline: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    """The summary set apart from the body. It may stand inside `body`; then it counts once, as the lead."""
    body: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Every match is one keyword, except in `<meta>`, where commas part them."""
    caption: tuple[str, ...] = ()
    """Caption elements inside the body; every match counts."""
    drop: tuple[str, ...] = ()
    """Removed inside the body before anything is read: related boxes, tools, advertisements."""
    published_order: Literal["day", "month"] = "day"
    """Which number comes first in numeric dates of this layout's metadata: 5/8/2021."""
    notes: str | None = None

    def __hash__(self) -> int:
        """Of its name alone: a layout is looked up several times for each page, and has forty selectors."""
        return hash(self.id)
