"""By what a page of the layout is known: names that every page of it has and no other page."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.extraction.element import ancestors
from newsarchive.extraction.page import Page
from newsarchive.probe.body import body_of
from newsarchive.probe.family import Family
from newsarchive.probe.selectors import steps

_ENOUGH = 2
_TEXT = 200
_TELLING = 1.5
"""Cost up to which a selector is telling by itself."""


def find_signature(family: Family, fields: Sequence[str], body: str, others: Sequence[Page]) -> tuple[str, ...]:
    """Selectors that all pages of the family match together and none of `others` does.

    The body's and the headline's first; where those are common words, names of the elements around them too.
    """
    named = [css for css in dict.fromkeys((body, *fields)) if any(mark in css for mark in "#.[")]
    whole = [css for css in named if _on_all(family, css)]
    others = [page for page in others if not _is_article(page, body, fields)]
    chosen = whole[:_ENOUGH]
    for css in [*whole[_ENOUGH:], *_around(family, body)]:
        if _is_telling(chosen, others):
            break
        if css not in chosen:
            chosen.append(css)
    return tuple(chosen)


def _is_article(page: Page, body: str, fields: Sequence[str]) -> bool:
    """An article of this layout that general rules could not read."""
    text = any(len(element.text_content().strip()) >= _TEXT for element in page.select(body))
    return text and all(page.select(css) for css in fields)


def _on_all(family: Family, css: str) -> bool:
    return all(specimen.page.select(css) for specimen in family.specimens)


def _is_telling(chosen: Sequence[str], others: Sequence[Page]) -> bool:
    """Two selectors at least, one of them no common word, and no other page matches them all."""
    distinct = any(len(css.strip(".#")) >= 8 or "-" in css or "_" in css or " " in css for css in chosen)
    fits_others = any(all(page.select(css) for css in chosen) for page in others)
    return len(chosen) >= _ENOUGH and distinct and not fits_others


def _around(family: Family, body: str) -> list[str]:
    """Telling names of what holds the body, that all pages have; the longest first."""
    root = body_of(family.specimens[0], body)
    outer = [root, *ancestors(root)] if root is not None else []
    found = {css for element in outer for css, cost in steps(element) if css != element.tag and cost <= _TELLING}
    return sorted((css for css in found if _on_all(family, css)), key=lambda css: (-len(css), css))[:3]
