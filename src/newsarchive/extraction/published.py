"""When it was published: what the metadata claim, weighed against what the page prints.

Newsrooms print their own clock; systems write it into the metadata with a lost hour or a wrong zone. Never read: the
clock of the visit in the header, the licence date in the footer, dates of other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from newsarchive.article import VIETNAM, Evidence, Published
from newsarchive.cleaning.dates import cut_moment, is_moment, parse_month_first, parse_published
from newsarchive.extraction.behind import Behind
from newsarchive.extraction.context import Context
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.page import Element, Page, ancestors, naming, text_of
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
_ZONE_PRINTED = re.compile(r"GMT\s*\+\s*0?7|UTC\s*\+\s*0?7", re.IGNORECASE)
_ZONE_TOLD = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")
_URL_DAY = re.compile(r"/(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_HOUR = re.compile(r"\d\s?[:hg]\s?\d\d|\d\s?giờ")
_NAME = 40
_DATE_TAGS = ("time", "span", "div", "p", "li", "em", "i", "small", "abbr", "td")
_LONGEST = 120
_PARAGRAPH = 200
_MOST = 100
"""Places that are looked at; no page prints its date so often."""


def find_published(context: Context, roots: list[Element]) -> tuple[Published | None, str | None]:
    """The moment and the rule that found it. `roots`: the elements that hold the body.

    The page's own print gives the hour when the metadata have only the day, and the zone when both tell the same clock
    but the metadata another offset ("+08:00" beside a printed "GMT+7" at VnExpress in 2019).
    """
    layout, page, captured_at = context.layout, context.page, context.captured_at
    month_first = layout is not None and layout.published_order == "month"
    at_home = context.is_vietnamese
    told = sorted(context.metadata.published, key=lambda evidence: _ZONE_TOLD.search(evidence.raw or "") is None)
    claims = list(_read(told, captured_at, month_first=month_first, at_home=at_home))
    printed = list(_read(islice(_printed(page, layout, roots), _MOST), captured_at, month_first=False, at_home=at_home))
    exact = next(((found, rule) for found, rule in claims if found.precision == "minute"), None)
    shown = next(((found, rule) for found, rule in printed if found.precision == "minute"), None)
    if exact and shown:
        return _weigh(exact, shown)
    day = next(iter(claims), None)
    if shown and (day is None or _day(day[0]) == _day(shown[0]) or layout is not None):
        return shown
    return exact or day or (printed[0] if printed else None) or _from_url(page, captured_at)


def find_modified(metadata: Metadata, captured_at: datetime | None) -> tuple[datetime | date | None, Evidence | None]:
    """The last change as the metadata tell it."""
    for told in metadata.modified:
        if found := parse_published(told.raw or "", captured_at=captured_at):
            return found.value, told
    return None, None


def _weigh(exact: tuple[Published, str], shown: tuple[Published, str]) -> tuple[Published, str]:
    """Metadata win, unless the same clock is printed with our zone or they are days apart from what the page prints."""
    claim, print_ = exact[0].value, shown[0].value
    if not isinstance(claim, datetime) or not isinstance(print_, datetime):
        return exact
    same_clock = claim.replace(tzinfo=None, second=0, microsecond=0) == print_.replace(
        tzinfo=None, second=0, microsecond=0
    )
    if same_clock and claim.utcoffset() != print_.utcoffset():
        corrected = Published(claim.replace(tzinfo=print_.tzinfo), "minute", shown[0].raw, exact[0].clock_skew)
        return corrected, f"{shown[1]}, against {exact[1]}"
    return exact


def _read(
    told: Iterable[Evidence], captured_at: datetime | None, *, month_first: bool, at_home: bool
) -> Iterable[tuple[Published, str]]:
    parse = parse_month_first if month_first else parse_published
    for evidence in told:
        raw = evidence.raw or ""
        found = parse(raw, captured_at=captured_at)
        if found is None:
            continue
        if (
            isinstance(found.value, datetime)
            and not at_home
            and not _ZONE_TOLD.search(raw)
            and not _ZONE_PRINTED.search(raw)
        ):
            found = Published(found.value.date(), "day", found.raw, found.clock_skew)
        yield found, evidence.rule


def _printed(page: Page, layout: Layout | None, body_roots: list[Element]) -> Iterable[Evidence]:
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
    between = set(page.below_headline(body_roots) or page.below_inner_headline(body_roots[0]))
    late = Behind(_PARAGRAPH)
    made = _made_for_dates(page)
    for element in page.root.iter(*_DATE_TAGS):
        if not (element in made or (element in between and _is_bare_moment(element))):
            continue
        outer = list(ancestors(element))[:7]
        if not (element in between or holders & {element, *outer}) or any(
            _is_elsewhere(parent, holders) for parent in [element, *outer]
        ):
            continue
        # Inside the body only its head prints the date: there is no long paragraph before.
        if any(parent in body_roots for parent in outer) and element in late:
            continue
        text = text_of(element)
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


def _is_bare_moment(element: Element) -> bool:
    """An element, whatever its name, that holds a day with its hour, and at most a name or a place before them."""
    text = (element.text or "").strip()
    if len(element) or not 10 <= len(text) <= _LONGEST or not _HOUR.search(text):
        return False
    before = cut_moment(text)
    return (before != text and len(before) <= _NAME) or is_moment(text)


def _is_elsewhere(element: Element, holders: set[Element]) -> bool:
    """Part of the page's frame or of another article's teaser."""
    if element in holders:
        return False
    return element.tag in _CHROME - {"header"} or _is_story(element)


def _from_url(page: Page, captured_at: datetime | None) -> tuple[Published | None, str | None]:
    """The day in the address: the last resort, since it is the day of drafting at some papers."""
    found = _URL_DAY.search(page.url or "")
    if not found:
        return None, None
    read = parse_published("-".join(found.groups()), captured_at=captured_at)
    return (read, "url day") if read else (None, None)


def _day(found: Published) -> date:
    value = found.value
    return value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
