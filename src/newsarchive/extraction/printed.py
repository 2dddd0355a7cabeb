"""Where a page prints its date: near the headline, beside it, or with its zone anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newsarchive.article import Evidence
from newsarchive.cleaning.counters import cut_counter
from newsarchive.cleaning.dates import cut_moment, is_moment
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.behind import Behind
from newsarchive.extraction.element import Element, ancestors, chain, text_of
from newsarchive.extraction.headline import Repeated
from newsarchive.extraction.labels import is_trail
from newsarchive.extraction.lines import line_of
from newsarchive.extraction.naming import naming
from newsarchive.extraction.page import Page
from newsarchive.press import Layout

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:article|detail|news|post|story|entry|cms|singular|block-sc|bread-?crumb|author|c|meta|group|box|content)?[_-]*"
    r"(?:dates?|times?|pub-?dates?|pubtime|publish(?:ed)?(?:[_-]?(?:date|time|on|at))?|date-?time|post(?:ed)?-?(?:date|on|time)|ngay(?:-?dang)?|thoi-?gian|created?(?:-?date)?|timestamp|datepublished))"
    r"(?:$|[\s_-])"
)
_CHROME = frozenset({"header", "footer", "nav", "aside"})
_STORY = re.compile(
    r"(?:^|[\s_-])(?:story|related|item|list|sidebar|comment\w*|widget|box-?other|footer|copyright)(?:$|[\s_-])"
    r"|(?:^|\s)(?:top|header|site|clock|now|today|current|time-?now|date-?now)(?:$|[\s_-])"
)
_is_named, _is_story = naming(_NAMED), naming(_STORY)
ZONE_PRINTED = re.compile(r"GMT\s*\+\s*0?7|UTC\s*\+\s*0?7", re.IGNORECASE)
_HOUR = re.compile(r"\d\s?[:hg]\s?\d|\d\s?giờ")
BESIDE = "printed beside the headline"
_NAME = 40
_DATE_TAGS = ("time", "span", "div", "p", "li", "em", "i", "small", "abbr", "td")
_PARTS, _PART_TAGS = 6, frozenset({"span", "i", "b", "em", "strong", "small", "time", "font", "svg", "img", "br"})
_LONGEST = 120
_PARAGRAPH = 200
_TITLE_TAGS = ("h1", "h2", "h3", "p", "div", "span", "td")
_TITLES, _LEAST_TITLE, _LONGEST_TITLE = 3, 20, 250


def find_printed(page: Page, layout: Layout | None, body_roots: list[Element]) -> Iterable[Evidence]:
    """Texts of the places where the page prints its date."""
    if layout:
        for selector in layout.published:
            for element in page.select(selector):
                for text in (element.get("content"), element.get("datetime"), text_of(element)):
                    if text:
                        yield Evidence(f"layout:{layout.id} {selector}", text)
    if page.is_fragment or (layout and any(page.select(selector) for selector in layout.published)):
        return
    holders = {holder for root in body_roots for holder in [root, *ancestors(root)][:7]} - set(
        page.root.iter("html", "body")
    )
    between = {*page.below_headline(body_roots), *page.below_inner_headline(body_roots[0])}
    late = Behind(_PARAGRAPH)
    made = _made_for_dates(page)
    for element in page.root.iter(*_DATE_TAGS):
        if not (element in made or (element in between and is_bare_moment(element))):
            continue
        outer = list(ancestors(element))[:7]
        if not (element in between or holders & {element, *outer}) or any(
            _is_elsewhere(parent, holders) for parent in [element, *outer]
        ):
            continue
        # Inside the body only its head prints the date: there is no long paragraph before.
        if any(parent in body_roots for parent in outer) and element in late:
            continue
        text = text_of(element) if element in made else _said(element)
        if 6 <= len(text) <= _LONGEST:
            yield Evidence("printed near the headline", text)
        if element.get("datetime"):
            yield Evidence("time element", element.get("datetime") or "")


def _made_for_dates(page: Page) -> set[Element]:
    """Elements for dates, by tag, by attribute or by name."""
    return {
        *page.root.iter("time"),
        *page.with_attribute("datePublished", "itemprop"),
        *page.named(_is_named, *_DATE_TAGS),
    }


def is_bare_moment(element: Element) -> bool:
    """An element, whatever its name, that holds a day with its hour, and at most a name or a place before them
    and a count of readers behind.

    Day and hour may stand in elements of their own inside it: "<span>12/06/2025</span> <span>09:30</span>".
    """
    if len(element) > _PARTS or any(part.tag not in _PART_TAGS or len(part) for part in element):
        return False
    text = _said(element)
    if not 10 <= len(text) <= _LONGEST or not _HOUR.search(text):
        return False
    text = cut_counter(text)
    before = cut_moment(text)
    return (before != text and len(before) <= _NAME) or is_moment(text)


def _said(element: Element) -> str:
    """Its text, with a blank between its parts."""
    return clean_text(" ".join(element.itertext()))


def _is_elsewhere(element: Element, holders: set[Element]) -> bool:
    """Part of the page's frame or of another article's teaser."""
    if element in holders:
        return False
    return element.tag in _CHROME - {"header"} or _is_story(element)


def find_zoned(page: Page) -> Iterator[Evidence]:
    """Short lines that tell their zone, wherever they stand: "Chủ nhật, 5/5/2019, 06:00 (GMT+7)"."""
    written = page.guarded.source.lower()
    if b"gmt" in written or b"utc" in written:
        for element in page.root.iter(*_DATE_TAGS):
            line = line_of(element)
            if "+" in line and ZONE_PRINTED.search(line) and len(text := clean_text(line)) <= _LONGEST:
                yield Evidence("printed with its zone", text)


def find_beside(page: Page, headlines: Iterable[str]) -> Iterator[Evidence]:
    """Bare moments right beside the line that prints the headline, or in the trail above it.

    `headlines`: what the head calls the page. Right below <body> stands the clock of the visit.
    """
    for title in islice(_titles(page, tuple(headlines)), _TITLES):
        parent = title.getparent()
        if parent is not None and parent.tag != "body":
            beside = (title.getprevious(), title.getnext())
            yield from _moments([element for element in beside if element is not None], BESIDE)
    yield from _moments(page.named(is_trail, "div", "nav", "ul", "ol", "section"), "printed in the trail")


def _moments(holders: Iterable[Element], rule: str) -> Iterator[Evidence]:
    for holder in holders:
        for element in holder.iter(*_DATE_TAGS):
            if is_bare_moment(element) and not any(
                outer.tag in _CHROME or _is_story(outer) for outer in chain(element, 4)
            ):
                yield Evidence(rule, _said(element))


def _titles(page: Page, headlines: tuple[str, ...]) -> Iterator[Element]:
    """Elements that say what the head calls the page, and nothing else."""
    is_told = Repeated(headlines)
    for element in page.root.iter(*_TITLE_TAGS):
        if _LEAST_TITLE <= len(line := line_of(element)) <= _LONGEST_TITLE:
            text = clean_text(line)
            if len(text) >= _LEAST_TITLE and is_told(text):
                yield element
