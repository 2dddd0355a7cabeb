"""A layout for a group of pages: each field's selectors, then what is dropped, then by what its pages are known."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.exceptions import ProbeError
from newsarchive.extraction.page import Page
from newsarchive.press import Layout
from newsarchive.probe.body import find_body
from newsarchive.probe.credit import find_byline, find_captions
from newsarchive.probe.drop import find_drops
from newsarchive.probe.family import Family
from newsarchive.probe.label import find_keywords, find_section
from newsarchive.probe.place import find_headline, find_lead, find_published, order_of_dates
from newsarchive.probe.records import Guess
from newsarchive.probe.selectors import Choice
from newsarchive.probe.signature import find_signature
from newsarchive.probe.specimen import Specimen

KEYS = ("signature", "headline", "lead", "body", "byline", "published", "section", "keywords", "caption", "drop")
"""Keys of a layout file that can be inferred, in the order in which they are written."""


def build_layout(specimens: Sequence[Specimen], layout_id: str, others: Sequence[Page]) -> Layout:
    """The layout that these pages have in common. `others`: pages that it must not fit.

    Raises ProbeError when the text of these pages stands in no element with a name of its own.
    """
    family = Family(specimens)
    body = find_body(family)
    if body is None:
        raise ProbeError(
            f"the text of these {len(specimens)} pages stands in no element that has the same name on all of them; "
            "give pages of one kind (no galleries, videos or section pages)"
        )
    headline = find_headline(family)
    lead = find_lead(family, body.css)
    published = find_published(family, body.css)
    byline = find_byline(family, body.css)
    captions = find_captions(family, body.css)
    found = [headline, lead, published, byline, *captions]
    kept = tuple(choice.css for choice in found if choice is not None)
    drops = find_drops(family, body.css, kept)
    marks = _all(family, headline) + _all(family, published)
    return Layout(
        id=layout_id,
        family=layout_id.partition("-")[0],
        signature=find_signature(family, marks, body.css, others),
        headline=_often(family, headline),
        lead=_often(family, lead),
        body=(body.css,),
        byline=_often(family, byline),
        published=_often(family, published),
        section=_often(family, find_section(family)),
        keywords=_often(family, find_keywords(family)),
        caption=tuple(choice.css for choice in captions),
        drop=tuple(choice.css for choice in drops),
        published_order="month" if order_of_dates(family, published.css if published else None) == "month" else "day",
    )


def count_pages(specimens: Sequence[Specimen], layout: Layout) -> tuple[Guess, ...]:
    """On how many of the pages each key of the layout finds something."""
    guesses = []
    for key in KEYS:
        selectors: tuple[str, ...] = getattr(layout, key)
        if selectors:
            ask = all if key == "signature" else any
            held = sum(ask(bool(specimen.page.select(css)) for css in selectors) for specimen in specimens)
            guesses.append(Guess(key, selectors, held, len(specimens)))
    return tuple(guesses)


def _often(family: Family, choice: Choice | None) -> tuple[str, ...]:
    """The selector if it is right on most pages; a lead or byline may be missing on some."""
    return (
        (choice.css,) if choice is not None and choice.right >= min(family.most, 2 + len(family.specimens) // 4) else ()
    )


def _all(family: Family, choice: Choice | None) -> list[str]:
    return [choice.css] if choice is not None and choice.right == len(family.specimens) else []
