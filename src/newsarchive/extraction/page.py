"""A parsed page: one tree, parsed once, and the ways to read text from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urljoin

from lxml import etree

from newsarchive.article import Evidence
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.element import Element, has_prose, text_of
from newsarchive.extraction.guard import Guarded
from newsarchive.extraction.naming import Naming
from newsarchive.extraction.selector import Index

LANGUAGE_METAS = ("content-language", "language")
_ABSOLUTE = re.compile(r"https?://[\w.-]+/[\w./~%+=&?:@!,()-]*[\w/]", re.ASCII)

LONGEST_TITLE = 2_000
"""Characters; the longest headline we know has 250."""


@dataclass(frozen=True)
class Page:
    """One page, its tree and where it came from."""

    root: Element
    url: str | None
    guarded: Guarded
    size: int
    """Elements in the tree as it was sent, of which at most MAX_ELEMENTS are kept."""
    is_fragment: bool
    """True for a stored content element alone: no head, no chrome, all of it is the article's body."""

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of meta elements by lower-case name, property or itemprop."""
        found: dict[str, list[str]] = {}
        for _, told in self._index.metas:
            name = told.get("property") or told.get("name") or told.get("itemprop")
            if name and (content := told.get("content", "").strip()):
                found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta(self, *names: str) -> str | None:
        """The first content among these names, in their order."""
        return next((clean_text(self.metas[name][0]) for name in names if name in self.metas), None)

    @cached_property
    def title(self) -> str:
        """What the <title> says, as it is written; nothing where no headline is as long: one of 5 MB costs seconds."""
        text = next((element.text or "" for element in self.root.iter("title")), "")
        return text if len(text) <= LONGEST_TITLE else ""

    @cached_property
    def language(self) -> str | None:
        """BCP 47 tag that the page declares for itself."""
        return self.language_told.raw if self.language_told else None

    @cached_property
    def language_told(self) -> Evidence | None:
        """Where the page declares its language; the tag in `raw`."""
        html = self.root if self.root.tag == "html" else next(self.root.iter("html"), None)
        told = (html.get("lang") or html.get("xml:lang") or "").strip() if html is not None else ""
        rule = "html lang" if told else "meta language"
        told = told or self.meta(*LANGUAGE_METAS) or ""
        return Evidence(rule, told) if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", told) else None

    @cached_property
    def _index(self) -> Index:
        return Index(self.root, self.guarded.source)

    def named(self, test: Naming, *tags: str) -> list[Element]:
        """Elements of any of the tags whose class or id passes the test, in document order."""
        return [element for element in self._index.named(test) if element.tag in tags]

    def with_attribute(self, value: str, *names: str) -> set[Element]:
        """Elements one of whose attributes of these names has this value, which is letters alone."""
        # Asked in the source first: to ask every element costs as much as a third of the parse.
        if value.encode() not in self.guarded.source:
            return set()
        written = [f"{name}={quote}{value}".encode() for name in names for quote in ('"', "'", "")]
        if not any(attribute in self.guarded.source for attribute in written):
            return set()
        return set(_having(names)(self.root, value=value))

    def select(self, *selectors: str) -> list[Element]:
        """Elements that match any of the CSS selectors, selector by selector, each once."""
        if len(selectors) == 1:
            return list(self._index.select(selectors[0]))
        return list(dict.fromkeys(element for selector in selectors for element in self._index.select(selector)))

    def select_first(self, *selectors: str) -> tuple[Element, str] | None:
        """The first element with text by the first selector that has one, and that selector."""
        for selector in selectors:
            for element in self._index.select(selector):
                if element.get("content") or text_of(element):
                    return element, selector
        return None

    def below_headline(self, roots: list[Element]) -> list[Element]:
        """Elements from the last <h1> above the body down to its beginning; none when no <h1> stands above it."""
        return _below_headline(self.root, lambda element: element in roots)

    def below_inner_headline(self, root: Element) -> list[Element]:
        """Elements from the last <h1> within the body's node down to its first paragraph; none without such an <h1>."""
        return _below_headline(root, has_prose)

    def link(self, rel: str) -> str | None:
        """Address of the first link element with this rel."""
        for link in self.root.iter("link"):
            if link.get("rel", "").lower() == rel and link.get("href"):
                return self.absolute(link.get("href"))
        return None

    def absolute(self, address: str | None) -> str | None:
        """An address of the page made absolute; unchanged without a page URL, None when it is no address."""
        if not address or address.startswith(("data:", "javascript:", "about:")):
            return None
        if _ABSOLUTE.fullmatch(address):
            return address  # as urljoin would say, which takes it apart and the page's own as well
        try:
            return urljoin(self.url, address.strip()) if self.url else address.strip()
        except ValueError:
            return None


@lru_cache(maxsize=64)
def _having(names: tuple[str, ...]) -> etree.XPath:
    """Elements one of whose attributes of these names has the value that is given with each call."""
    return etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name} = $value' for name in names)}]")


def _below_headline(root: Element, ends: Callable[[Element], bool]) -> list[Element]:
    """Elements from the last <h1> on to where the text begins; none when no <h1> stands above it."""
    found: list[Element] = []
    headed = False
    for element in root.iter(etree.Element):
        if element.tag == "h1":  # which may be as long as a paragraph
            found, headed = [], True
        elif ends(element):
            break
        if headed:
            found.append(element)
    return found
