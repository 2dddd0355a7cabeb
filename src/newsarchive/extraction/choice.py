"""Which layout a page was printed with: by newspaper, URL and the marks of its DOM."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsarchive.extraction.page import Page
from newsarchive.press import Layout, Newspaper, layout, layouts

_SPECIFIC = 200
"""Characters a layout's body must hold before it is believed on a page of a newspaper we do not know."""


def choose_layout(page: Page, newspaper: Newspaper | None) -> Layout | None:
    """The layout whose URL pattern and signature both fit, the newspaper's own first; None when none does.

    A page of an unknown host, or of a paper that has moved to a system we have not seen at it, may still be of a known
    system: then a layout needs a signature and a body with text.
    """
    own = _own(page, newspaper)
    for candidate in own:
        if _fits(candidate, page):
            return candidate
    others = (candidate for candidate in layouts() if candidate.signature and candidate not in own)
    for candidate in others:
        if candidate.url is None and _fits(candidate, page) and _has_body(candidate, page):
            return candidate
    return None


def _own(page: Page, newspaper: Newspaper | None) -> list[Layout]:
    """The newspaper's layouts, the one that its URL pattern names first."""
    if newspaper is None:
        return []
    names = list(newspaper.layouts)
    pattern = newspaper.pattern_for(page.url) if page.url else None
    if pattern and pattern.layout:
        names.insert(0, pattern.layout)
    return [layout(name) for name in dict.fromkeys(names)]


def _fits(candidate: Layout, page: Page) -> bool:
    if candidate.url is not None and page.url and not candidate.url.search(urlsplit(page.url).path):
        return False
    if not candidate.signature and (candidate.url is None or not page.url):
        return False
    return all(page.select(selector) for selector in candidate.signature)


def _has_body(candidate: Layout, page: Page) -> bool:
    return any(len(node.text_content()) >= _SPECIFIC for node in page.select(*candidate.body))
