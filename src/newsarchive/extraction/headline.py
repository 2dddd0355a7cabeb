"""The headline: the heading of the page that its metadata repeat."""

from __future__ import annotations

import re

from newsarchive.article import Evidence
from newsarchive.extraction.likeness import begins, key, same
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.page import Page, text_of
from newsarchive.press import Layout

_SUFFIX = re.compile(r"\s+(?:[-–—|»•]|::)\s+[^-–—|»•]{2,60}$|\s*\|\s*[^|]{2,60}$")
_PREFIX = re.compile(r"^(?:Báo|Tạp chí)\s+(?=\w*[A-ZĐ])[^-–—|]{2,40}\s+[-–—|]\s+(?=\S.{20})")
"""The paper's name before the title: "Báo Sông Lam Online - Cầu mới nối hai bờ sông"."""
_LEAST = 8
_WORDS = 4
"""A headline has at least so many words; the name of a site fewer."""


def find_headline(page: Page, metadata: Metadata, layout: Layout | None) -> Evidence | None:
    """Rule and text of the headline, the text in `raw`; None for a fragment.

    The first <h1> is often the section or a logo: the heading that the head of the page repeats wins.
    """
    if page.is_fragment:
        return None
    if layout and (found := page.select_first(*layout.headline)):
        element, selector = found
        text = element.get("content") if element.tag == "meta" else text_of(element)
        if text:
            return Evidence(f"layout:{layout.id} {selector}", text)
    headings = [(element.tag, text) for element in page.root.iter("h1", "h2") if (text := text_of(element))]
    for tag, text in headings:
        if len(text) >= _LEAST and any(repeats(told, text) for told in metadata.headlines):
            return Evidence(f"{tag}, repeated in the head", text)
    first = [text for tag, text in headings if tag == "h1" and len(text) >= _LEAST]
    if len(first) == 1 and all(len(told.split()) < _WORDS for told in metadata.headlines):
        return Evidence("only h1, the head names the site", first[0])
    if metadata.headlines:
        return Evidence("metadata headline", _bare(metadata.headlines[0]))
    return Evidence("first h1", first[0]) if first else None


def repeats(told: str, heading: str) -> bool:
    """The head repeats a heading: whole, with the paper's name behind, or cut off."""
    if same(told, heading) or same(_bare(told), heading):
        return True
    shorter = min(len(key(told)), len(key(heading)))
    return shorter >= 25 and begins(told, heading)


def _bare(title: str) -> str:
    """A title without the name of the paper behind or before it."""
    cut = _SUFFIX.sub("", _PREFIX.sub("", title))
    return cut if len(cut) >= _LEAST else title
