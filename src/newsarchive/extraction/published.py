"""When it was published: what the metadata claim, weighed against what the page prints.

Newsrooms print their own clock; systems write it into the metadata with a lost hour or a wrong zone. Never read: the
clock of the visit in the header, the licence date in the footer, dates of other articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

from newsarchive.article import VIETNAM, Evidence, Published
from newsarchive.cleaning.dates import parse_month_first, parse_published, says_published
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element
from newsarchive.extraction.metadata import Metadata, tells_zone
from newsarchive.extraction.page import Page
from newsarchive.extraction.printed import ZONE_PRINTED, find_beside, find_printed, find_zoned

_URL_DAY = re.compile(r"/(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_VISIT = timedelta(minutes=15)
_MOST = 100
"""Places that are looked at; no page prints its date so often."""


def find_published(context: Context, roots: list[Element]) -> tuple[Published | None, str | None]:
    """The moment and the rule that found it. `roots`: the elements that hold the body.

    The page's own print gives the hour when the metadata have only the day, and the zone when both tell the same clock
    but the metadata another offset ("+08:00" beside a printed "GMT+7" at VnExpress in 2019).
    """
    captured_at = context.captured_at
    claims = iter(_read_claims(context))
    day = next(claims, None)
    exact = _first_exact(chain([day] if day else [], claims))

    def rank(told: tuple[Published, str]) -> tuple[bool, bool]:
        return is_visit(told[0], captured_at), not says_published(told[0].raw)

    printed: list[tuple[Published, str]] = []
    for told in _read_all(context, find_printed(context.page, context.layout, roots)):
        printed.append(told)
        if told[0].precision == "minute" and rank(told) == (False, False):
            break
    # The clock of the visit may stand in the article's own table, that of a change before that of the publication; the
    # stable sort keeps them for a page without another.
    printed.sort(key=rank)
    shown = _first_exact(printed)
    if exact and context.is_vietnamese and _is_abroad(exact[0]):
        zoned = _read_all(context, find_zoned(context.page))
        shown = next((told for told in zoned if _is_same_clock(exact[0], told[0])), shown)
    if exact and shown:
        return _weigh(exact, shown)
    if not exact and not shown and not context.page.is_fragment:
        beside = _read_all(context, find_beside(context.page, context.metadata.headlines))
        shown = _first_exact(told for told in beside if not is_visit(told[0], captured_at))
    if shown and (day is None or _day(day[0]) == _day(shown[0]) or context.layout is not None):
        return shown
    return exact or day or (printed[0] if printed else None) or _from_url(context.page, captured_at)


def _read_claims(context: Context) -> Iterable[tuple[Published, str]]:
    """What the metadata claim, with a zone before without."""
    told = sorted(context.metadata.published, key=lambda evidence: not tells_zone(evidence.raw or ""))
    month_first = context.layout is not None and context.layout.published_order == "month"
    return _read(told, context, parse_month_first if month_first else parse_published)


def _read_all(context: Context, told: Iterable[Evidence]) -> Iterable[tuple[Published, str]]:
    return _read(islice(told, _MOST), context, parse_published)


def _first_exact(told: Iterable[tuple[Published, str]]) -> tuple[Published, str] | None:
    return next(((found, rule) for found, rule in told if found.precision == "minute"), None)


def _is_same_clock(one: Published, other: Published) -> bool:
    """Both show the same day and minute, in whatever zone."""
    if not isinstance(one.value, datetime) or not isinstance(other.value, datetime):
        return False
    clock, beside = (value.replace(tzinfo=None, second=0, microsecond=0) for value in (one.value, other.value))
    return clock == beside


def _is_abroad(told: Published) -> bool:
    """Told with another offset than ours."""
    return isinstance(told.value, datetime) and told.value.utcoffset() != VIETNAM.utcoffset(None)


def is_visit(told: Published, captured_at: datetime | None) -> bool:
    """The clock of the visit shows about the moment of the capture."""
    if captured_at is None or not isinstance(told.value, datetime):
        return False
    captured = captured_at if captured_at.tzinfo else captured_at.replace(tzinfo=UTC)
    return abs(captured - told.value) <= _VISIT


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
    if _is_same_clock(exact[0], shown[0]) and claim.utcoffset() != print_.utcoffset():
        corrected = Published(claim.replace(tzinfo=print_.tzinfo), "minute", shown[0].raw, exact[0].clock_skew)
        return corrected, f"{shown[1]}, against {exact[1]}"
    # A system that knows no more than the day writes midnight.
    if claim.time() == time.min and print_.time() != time.min and claim.date() == print_.date():
        return shown
    return exact


def _read(
    told: Iterable[Evidence], context: Context, parse: Callable[..., Published | None]
) -> Iterable[tuple[Published, str]]:
    """Moments that can be read, with their rules; a clock without a zone counts at home alone."""
    for evidence in told:
        raw = evidence.raw or ""
        found = parse(raw, captured_at=context.captured_at)
        if found is None:
            continue
        if (
            isinstance(found.value, datetime)
            and not context.is_vietnamese
            and not tells_zone(raw)
            and not ZONE_PRINTED.search(raw)
        ):
            found = Published(found.value.date(), "day", found.raw, found.clock_skew)
        yield found, evidence.rule


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
