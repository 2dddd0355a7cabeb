"""Dates of feeds and sitemaps."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from newsarchive.article import VIETNAM

_NAMED_ZONE = re.compile(r"\s*(?:GMT|UTC|ICT)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\s*$", re.IGNORECASE)
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE
)


def read_moment(text: str | None) -> datetime | None:
    """An instant with zone from RFC 822 or ISO 8601, as feeds and sitemaps write it; None when it is neither.

    A time without zone is Vietnamese: "+0700" is what these newsrooms forget to print. A day alone is its first minute.

    >>> read_moment("Thu, 08 Jan 2026 18:21:00 GMT+7").isoformat()
    '2026-01-08T18:21:00+07:00'
    >>> read_moment("2026-01-08 18:21:00").isoformat()
    '2026-01-08T18:21:00+07:00'
    >>> read_moment("hôm nay") is None
    True
    """
    said = " ".join((text or "").split())
    if not said:
        return None
    try:
        moment = _iso(said) or _rfc822(said)
        return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(said: str) -> datetime | None:
    match = _ISO.fullmatch(said)
    if match is None:
        return None
    day, time, zone = match.groups()
    zone = (zone or "").upper()
    if len(zone) == 3:
        zone += ":00"
    return datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}")


def _rfc822(said: str) -> datetime:
    named = _NAMED_ZONE.search(said)
    if named is None:
        # "-0000" is RFC 5322 for "zone unknown"; the library gives a naive time for it, which is what we want.
        return parsedate_to_datetime(said)
    away = timedelta(hours=int(named[2]), minutes=int(named[3] or 0))
    zone = timezone(away if named[1] == "+" else -away)
    return parsedate_to_datetime(said[: named.start()]).replace(tzinfo=zone)
