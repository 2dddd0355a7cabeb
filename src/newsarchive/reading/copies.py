"""The pages around archived copies: TimeGate, TimeMap, and the frame in which a reader sees a copy.

The copies themselves are given out by `newsarchive.serving.replay`, since their bytes lie in WARC files.
"""

from __future__ import annotations

import sqlite3

from newsarchive.press import article_key, article_uid
from newsarchive.reading.address import find_heir_of
from newsarchive.reading.article import Gone, read_article
from newsarchive.reading.language import IN_PATH
from newsarchive.reading.memento import (
    asked_address,
    nearest,
    parse_accept_datetime,
    parse_timestamp,
    read_copies,
    read_mementos,
)
from newsarchive.reading.pages import article
from newsarchive.reading.request import Ask, Page, View
from newsarchive.reading.security import FRAMING_PAGES
from newsarchive.reading.timemap import LINK_FORMAT, TimeMap, as_data, as_link_format, link_header

FRESH = {"cache-control": "no-cache"}
"""For everything that a takedown must reach: it may be kept, but is asked for again each time."""


def timegate(db: sqlite3.Connection, ask: Ask) -> Page:
    """A redirect to the copy nearest to Accept-Datetime, to the newest without one; 400 for what is no date."""
    told = ask.headers.get("accept-datetime")
    moment = parse_accept_datetime(told) if told is not None else None
    vary = {"vary": "accept-datetime", **FRESH}
    if told is not None and moment is None:
        said = 'Accept-Datetime must be a date such as "Sat, 01 Jun 2024 01:00:00 GMT" (RFC 7089).\n'
        return Page("", text=said, status=400, media_type="text/plain; charset=utf-8", headers=vary)
    timemap = find_timemap(db, ask)
    if timemap is None:
        return not_listed(db, ask, vary)
    one = nearest(timemap.mementos, moment) if moment else timemap.mementos[-1]
    return _redirect(timemap.memento(one), {**vary, "link": link_header(timemap, one)})


def timemap(db: sqlite3.Connection, ask: Ask) -> Page:
    """Every copy of an address, as links or JSON."""
    found = find_timemap(db, ask)
    if found is None:
        return not_listed(db, ask, FRESH)
    if ask.parts.get("json"):
        return Page("", data=as_data(found), headers=FRESH)
    return Page("", text=as_link_format(found), media_type=LINK_FORMAT, headers=FRESH)


def framed_copy(db: sqlite3.Connection, ask: Ask) -> Page:
    """Our page around a copy: what it is above it, the copy in a sandbox below, out of whose reach ours is."""
    uid, asked = ask.parts["uid"] or "", ask.parts.get("timestamp")
    copies = read_copies(db, uid)
    if not copies:
        return _not_this(db, ask, uid)
    moment = parse_timestamp(asked) if asked else copies[-1].moment
    one = nearest(copies, moment or copies[-1].moment)
    here = f"{ask.language.prefix}/bai/{uid}/ban-luu"
    if one.timestamp != asked:
        return _redirect(f"{here}/{one.timestamp}{'.json' if ask.parts.get('json') else ''}", FRESH)
    found = TimeMap(one.url, read_mementos(db, one.url), ask.host)
    at = copies.index(one)
    context = {
        "copy": one,
        "article": read_article(db, uid),
        "place": (at + 1, len(copies)),
        "earlier": f"{here}/{copies[at - 1].timestamp}" if at else None,
        "later": f"{here}/{copies[at + 1].timestamp}" if at + 1 < len(copies) else None,
        "timemap": found,
    }
    headers = {**FRESH, "link": link_header(found, one), "content-security-policy": FRAMING_PAGES}
    data = {**as_data(found), "uid": uid, "shown": {"datetime": one.iso, "uri": found.memento(one)}}
    return Page("copy.html", context, data, headers=headers)


def find_timemap(db: sqlite3.Connection, ask: Ask) -> TimeMap | None:
    """The copies of the address that the path ends with, else of the article that its newspaper's successor has; None
    when none is listed."""
    address = asked_address(ask.parts["url"] or "", ask.query)
    mementos = read_mementos(db, address)
    if not mementos and (heir := find_heir_of(db, address)):
        address, mementos = heir.url, read_mementos(db, heir.url)
    return TimeMap(address, mementos, ask.host) if mementos else None


def not_listed(db: sqlite3.Connection, ask: Ask, headers: dict[str, str]) -> Page:
    """The answer for an address without copies: 451 or 410 when its article was withheld, else 404."""
    return _not_this(db, ask, article_uid(article_key(asked_address(ask.parts["url"] or "", ask.query))), headers)


def _not_this(db: sqlite3.Connection, ask: Ask, uid: str, headers: dict[str, str] | None = None) -> Page:
    if isinstance(read_article(db, uid), Gone):
        page = article(db, Ask(ask.path, ask.args, {**ask.parts, "uid": uid}, ask.host))
        return Page(page.template, page.context, page.data, page.status, headers=headers or FRESH)
    data = {"error": "no copy is published of this address"}
    return Page("no_copy.html", {"why": "copy_none"}, data, 404, headers=headers or FRESH)


def _redirect(target: str, headers: dict[str, str]) -> Page:
    return Page("", text="", status=302, media_type="text/plain", headers={**headers, "location": target})


ROUTES: tuple[tuple[str, View], ...] = (
    (r"^/timegate/(?P<url>.+)$", timegate),
    (r"^/timemap/(?:link|(?P<json>json))/(?P<url>.+)$", timemap),
    (
        rf"^{IN_PATH}/bai/(?P<uid>[a-z0-9]{{4,64}})/ban-luu(?:/(?P<timestamp>\d{{4,14}}))?(?P<json>\.json)?$",
        framed_copy,
    ),
)
"""(regular expression of the path, view)."""
