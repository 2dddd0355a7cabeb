"""Section and keywords: where the newspaper files the article."""

from __future__ import annotations

import re

from newsarchive.article import Evidence
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import text_of
from newsarchive.extraction.metadata import read_keywords
from newsarchive.extraction.naming import naming
from newsarchive.extraction.page import Page

_NO_SECTION = frozenset({"trang chủ", "home", ">", "»", "/"})
is_trail = naming(re.compile(r"(?:^|[\s_-])bread-?crumbs?(?:$|[\s_-])"))
_LONGEST = 40
"""No section has a longer name; the last link of a trail may be the headline."""


def find_section(context: Context) -> Evidence | None:
    """Rule and name of the section, by the layout, else by the head of the page, else by the trail above the text."""
    layout = context.layout
    for selector in layout.section if layout else ():
        texts = [element.get("content") or text_of(element) for element in context.page.select(selector)]
        named = [text for text in texts if text and text.casefold() not in _NO_SECTION]
        if layout and named:
            return Evidence(f"layout:{layout.id} {selector}", clean_text(named[0]))
    return context.metadata.section or _on_trail(context.page)


def _on_trail(page: Page) -> Evidence | None:
    """The first link of the breadcrumbs that is not the front page."""
    trails = page.named(is_trail, "ol", "ul", "div", "nav", "p")
    if not trails:
        return None
    named = [text for link in trails[0].iter("a") if (text := text_of(link)).casefold() not in _NO_SECTION]
    return Evidence("breadcrumbs", named[0]) if named and 0 < len(named[0]) <= _LONGEST else None


def find_keywords(context: Context) -> tuple[tuple[str, ...], Evidence | None]:
    """Keywords as the page prints them, else as its head tells them; and where they stand."""
    elements = context.select("keywords")
    told = [(each.get("content") or "") if each.tag == "meta" else text_of(each) for each in elements]
    words = [
        word
        for each, text in zip(elements, told, strict=True)
        for word in (map(clean_text, text.split(",")) if each.tag == "meta" else [text])
    ]
    tidy = tuple(dict.fromkeys(text for word in words if (text := word.strip(" ,;#"))))
    if tidy and context.layout:
        return tidy, Evidence(f"layout:{context.layout.id} keywords", " | ".join(told))
    return read_keywords(context.page, context.metadata)
