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
    system: then a layout needs a signature and a body with text. When none fits, an article's address and a body with
    text are enough for the newspaper's own layout if one mark alone is missing: a part was renamed, and the rest of
    the layout still tells more than the rules for unknown pages.
    """
    own = own_layouts(newspaper, page.url)
    for candidate in own:
        if fits(candidate, page):
            return candidate
    others = (candidate for candidate in layouts() if candidate.signature and candidate not in own)
    for candidate in others:
        if candidate.url is None and fits(candidate, page) and _has_body(candidate, page):
            return candidate
    return next((candidate for candidate in own if _nearly_fits(candidate, page, newspaper)), None)


def own_layouts(newspaper: Newspaper | None, url: str | None) -> list[Layout]:
    """The newspaper's layouts, the one first that its pattern of the URL names."""
    if newspaper is None:
        return []
    names = list(newspaper.layouts)
    pattern = newspaper.pattern_for(url) if url else None
    if pattern and pattern.layout:
        names.insert(0, pattern.layout)
    return [layout(name) for name in dict.fromkeys(names)]


def fits(candidate: Layout, page: Page) -> bool:
    """Whether address and signature of a layout are those of the page."""
    if not candidate.signature and (candidate.url is None or not page.url):
        return False
    return _is_at(candidate, page) and all(page.select(selector) for selector in candidate.signature)


def _nearly_fits(candidate: Layout, page: Page, newspaper: Newspaper | None) -> bool:
    if newspaper is None or not page.url or not newspaper.is_article(page.url) or not _is_at(candidate, page):
        return False
    found = sum(bool(page.select(selector)) for selector in candidate.signature)
    return 0 < found == len(candidate.signature) - 1 and _has_body(candidate, page)


def _is_at(candidate: Layout, page: Page) -> bool:
    """The layout may stand at the page's address."""
    return candidate.url is None or not page.url or candidate.url.search(urlsplit(page.url).path) is not None


def _has_body(candidate: Layout, page: Page) -> bool:
    return any(len(node.text_content()) >= _SPECIFIC for node in page.select(*candidate.body))
