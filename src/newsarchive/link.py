"""A link: an address some page, feed or sitemap told us of, with what it said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal, get_args

LinkKind = Literal["article", "section", "feed", "sitemap", "image", "page"]
_VIETNAM = timezone(timedelta(hours=7))
KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
LISTS: frozenset[LinkKind] = frozenset({"feed", "sitemap", "section"})
"""What names articles: where a crawl begins."""

IN_ARTICLE = "link in an article"
"""`Link.found_as` of what an article leads to; mostly older articles."""
_URL_DAY = re.compile(r"(?<!\d)(20\d\d)([/-]?)([01]\d)\2([0-3]\d)(?:\d{4,9})?(?=\D|$)")


@dataclass(frozen=True, slots=True)
class Link:
    """One address to fetch."""

    url: str
    """Absolute http(s) URL as it is to be requested: as printed, without fragment and tracking parameters."""
    kind: LinkKind
    """What is expected there; "page" when nothing tells."""
    found_as: str
    """How it was found, in words for `newsarchive why`: "link on a section page", "feed entry", "sitemap"."""
    lastmod: datetime | None = None
    """When the source says that it last changed; with a zone."""
    published: datetime | None = None
    """When the source says that it was published; with a zone."""
    title: str | None = None
    """The link's text or the entry's title, one line."""


def read_url_day(url: str) -> datetime | None:
    """The day that an address names, its first minute in Vietnam; None when it names none.

    That is /2026/01/08/, 2026-01-08, and a number that begins with a day and goes on with a time: the day alone may be
    any number.

    >>> read_url_day("https://dantri.com.vn/kinh-doanh/gia-vang-20260307080054340.htm").isoformat()
    '2026-03-07T00:00:00+07:00'
    >>> read_url_day("https://baosuoivang.vn/tin-20261345.html") is None
    True
    """
    for match in _URL_DAY.finditer(url):
        year, mark, month, day = match.groups()
        if not mark and len(match[0]) < 12:
            continue
        try:
            return datetime(int(year), int(month), int(day), tzinfo=_VIETNAM)
        except ValueError:
            continue
    return None
