"""A parsed page: one tree, parsed once, and the ways to read text from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import TypeAlias
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from newsarchive.article import Evidence
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.guard import MAX_ELEMENTS, Guarded, flatten
from newsarchive.extraction.selector import Index

Element: TypeAlias = lxml.html.HtmlElement

_WHOLE_PAGE = re.compile(rb"<(?:html|head|body|!doctype)\b", re.IGNORECASE)
_LOST_TEXT = ("depth", "huge")
_LONGEST_NAMES = 1000
"""No newsroom gives an element more names; a class of 4 MB costs every pattern seconds."""
_MOST_IN_HEAD = 2000
_PROSE = 80
_INSIDE_LINES = frozenset({"a", "abbr", "b", "strong", "i", "em", "u", "span", "font", "small", "sup", "sub", "mark"})
_COUNT = etree.XPath("count(descendant-or-self::*)")
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)


class TooBigError(Exception):
    """Raised when a page has more elements than any we know and the caller wants all of it or nothing."""


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
        for meta in self.root.iter("meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop")
            content = (meta.get("content") or "").strip()
            if name and content:
                found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta(self, *names: str) -> str | None:
        """The first content among these names, in their order."""
        return next((clean_text(self.metas[name][0]) for name in names if name in self.metas), None)

    @property
    def language(self) -> str | None:
        """BCP 47 tag that the page declares for itself."""
        return self.language_told.raw if self.language_told else None

    @cached_property
    def language_told(self) -> Evidence | None:
        """Where the page declares its language; the tag in `raw`."""
        html = next(self.root.iter("html"), None)
        told = (html.get("lang") or html.get("xml:lang") or "").strip() if html is not None else ""
        rule = "html lang" if told else "meta language"
        told = told or self.meta("content-language", "language") or ""
        return Evidence(rule, told) if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", told) else None

    @cached_property
    def _index(self) -> Index:
        return Index(self.root, self.guarded.source)

    def named(self, test: Naming, *tags: str) -> list[Element]:
        """Elements of any of the tags whose class or id passes the test, in document order."""
        return [element for element in self._index.named(test.says) if element.tag in tags]

    def with_attribute(self, value: str, *names: str) -> set[Element]:
        """Elements one of whose attributes of these names has this value, which is letters alone."""
        # Asked in the source first: to ask every element costs as much as a third of the parse.
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
        return _below_headline(root, _has_prose)

    def link(self, rel: str) -> str | None:
        """Address of the first link element with this rel."""
        for link in self.root.iter("link"):
            if (link.get("rel") or "").lower() == rel and link.get("href"):
                return self.absolute(link.get("href"))
        return None

    def absolute(self, address: str | None) -> str | None:
        """An address of the page made absolute; unchanged without a page URL, None when it is no address."""
        if not address or address.startswith(("data:", "javascript:", "about:")):
            return None
        try:
            return urljoin(self.url, address.strip()) if self.url else address.strip()
        except ValueError:
            return None


def parse(guarded: Guarded, url: str | None, *, cut: bool = False) -> Page:
    """The page as a tree.

    Above MAX_ELEMENTS it raises TooBigError, or with `cut` keeps so many of them. Where lxml says that it
    dropped text (nesting, a text node above 10 MB), the page is flattened and parsed again.
    """
    root, log = _parse(guarded.source, huge=False)
    if any(word in entry.message.lower() for entry in log for word in _LOST_TEXT):
        root, _ = _parse(flatten(guarded.html).encode("utf-8"), huge=True)
    size = int(_COUNT(root))
    if size > MAX_ELEMENTS:
        if not cut:
            raise TooBigError(f"more than {MAX_ELEMENTS} elements")
        _cut(root)
    return Page(root, url, guarded, size, is_fragment=not _WHOLE_PAGE.search(guarded.source, 0, 20_000))


def _cut(root: Element) -> None:
    """Keep MAX_ELEMENTS elements in document order, from shortly before the first paragraph, and some of the head."""
    head = root.find("head")
    if head is not None:
        del head[_MOST_IN_HEAD:]
    first = next((at for at, element in enumerate(root.iter()) if _has_prose(element)), 0)
    if first > MAX_ELEMENTS // 2:
        _drop(root, first - MAX_ELEMENTS // 4, before=True)
    _drop(root, MAX_ELEMENTS - 1, before=False)


def _drop(root: Element, at: int, *, before: bool) -> None:
    """Drop what comes before or behind the element of this number, but for those that it stands in and the head."""
    last = next(islice(root.iter(), at, None), root)
    for element in [last, *ancestors(last)]:
        parent = element.getparent()
        if parent is None or (before and parent is root):
            continue
        place = parent.index(element)
        if before:
            del parent[:place]
        else:
            del parent[place + 1 :]


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


def _has_prose(element: Element) -> bool:
    """A line of text begins here that is no link: not what a menu or a list of pictures has."""
    own = 0 if element.tag == "a" else len((element.text or "").strip())
    return max(own, len((element.tail or "").strip())) >= _PROSE


def _parse(source: bytes, *, huge: bool) -> tuple[Element, list[etree._LogEntry]]:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=huge, remove_comments=True, remove_pis=True)
    # One class for all elements: the lookup of lxml.html asks a Python function for the class of each.
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = lxml.html.document_fromstring(source.strip() or b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = lxml.html.document_fromstring(b"<html></html>")
    return root, list(parser.error_log)


def text_of(element: Element) -> str:
    """All text of an element as one clean line."""
    return clean_text(element.text_content())


def spaced_text_of(element: Element) -> str:
    """`text_of`, with a blank at the borders of blocks and of <time>: some pages are sent without line breaks."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        border = " " if node.tag not in _INSIDE_LINES and node is not element else ""
        parts += (
            (border, node.text or "") if event == "start" else (border, node.tail or "" if node is not element else "")
        )
    return clean_text("".join(parts))


def names_of(element: Element) -> str:
    """Class and id as one lower-case string, the way newsrooms name their parts."""
    return _names(element.get("class", ""), element.get("id", ""))


def _names(classes: str, named: str) -> str:
    return f"{classes} {named}"[:_LONGEST_NAMES].lower()


class Naming:
    """A test of elements' names, which remembers its answers: newsrooms repeat few names on all their pages."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._says = lru_cache(maxsize=2048)(lambda classes, named: pattern.search(_names(classes, named)) is not None)
        self._unnamed = self._says("", "")

    def __call__(self, element: Element) -> bool:
        """Whether the pattern is found in the element's class and id."""
        classes, named = element.get("class"), element.get("id")
        return self.says(classes or "", named or "") if classes or named else self._unnamed

    def says(self, classes: str, named: str) -> bool:
        """The same of a class and an id as they stand in the page."""
        # Cut before they are kept: a page of hostile making has classes of 20,000 characters.
        return self._says(classes[:_LONGEST_NAMES], named[:_LONGEST_NAMES])


def naming(pattern: re.Pattern[str]) -> Naming:
    """The test of elements' names that a pattern makes."""
    return Naming(pattern)


def opening_tags(elements: Iterable[Element]) -> str:
    """The elements by tag, id and classes as a reader finds them in the source: '<div id="bai" class="detail">'."""
    return " ".join(map(_opening_tag, elements))


def _opening_tag(element: Element) -> str:
    named = (f' {name}="{element.get(name, "")[:_LONGEST_NAMES]}"' for name in ("id", "class") if element.get(name))
    return f"<{element.tag}{''.join(named)}>"


def is_hidden(element: Element) -> bool:
    """Hidden by its own style or attribute; hiding by class lies in style sheets we do not read."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def chain(element: Element, length: int) -> list[Element]:
    """The element and its nearest ancestors, from the inside out, at most `length` together."""
    found = [element]
    while len(found) < length and (parent := found[-1].getparent()) is not None:
        found.append(parent)
    return found


def ancestors(element: Element, *, up_to: Element | None = None) -> Iterator[Element]:
    """Parents from the inside out, ending before `up_to`."""
    parent = element.getparent()
    while parent is not None and parent is not up_to:
        yield parent
        parent = parent.getparent()
