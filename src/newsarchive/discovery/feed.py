"""RSS and Atom → links, through feedparser, which also reads XML that is broken."""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from newsarchive.discovery.dates import read_moment
from newsarchive.discovery.markup import count_marks
from newsarchive.discovery.site import Site, site_of
from newsarchive.exceptions import UnreadableInputError
from newsarchive.link import Link
from newsarchive.press import Newspaper

MAX_BYTES = 8_000_000
_MARKS = 200_000
"""Tags and references, those of the HTML in its descriptions included; a feed of 500 entries has about 20,000."""
FOUND_AS = "feed entry"
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_PAGE = re.compile(rb"<!doctype html|<html\b", re.IGNORECASE)
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def read_feed(
    body: bytes, url: str, newspaper: Newspaper | None = None, *, content_type: str | None = None
) -> tuple[Link, ...]:
    """The entries of a feed in its order, each with what it says of its dates and title.

    Addresses of other sites are left out. Raises UnreadableInputError when it is no feed, or declares entities.
    """
    if len(body) > MAX_BYTES:
        raise UnreadableInputError(url, f"no feed is longer than {MAX_BYTES:,} bytes")
    for _ in count_marks((body,), url, most=_MARKS):
        pass
    if _declares_entities(body):
        # Ten nested ones kept feedparser busy for nine seconds.
        raise UnreadableInputError(url, "declares entities, which no feed needs")
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    # A stream, never the bytes themselves: feedparser would first try them as the name of a file to open.
    parsed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        if _PAGE.search(body[:1000]):
            raise UnreadableInputError(url, "is no feed but a web page")
        raise UnreadableInputError(url, "is no feed (neither RSS nor Atom)")
    site = site_of(url, newspaper)
    return site.distinct(_link(site, entry) for entry in parsed.entries)


def _declares_entities(body: bytes) -> bool:
    plain = body.replace(b"\x00", b"")  # UTF-16 reads as ASCII without its zeros
    root = _ROOT.search(plain)
    return _ENTITY.search(plain, 0, root.start() if root else len(plain)) is not None


def _link(site: Site, entry: Any) -> Link | None:
    published = entry.get("published") or entry.get("created")
    updated = entry.get("updated") if "updated" in entry else None
    return site.entry(
        _address(entry),
        FOUND_AS,
        lastmod=read_moment(updated) if updated != published else None,
        published=read_moment(published or updated),
        title=" ".join(str(entry.get("title") or "").split()),
    )


def _address(entry: Any) -> str | None:
    """The article's own address before that of a service that counts clicks."""
    told = entry.get("feedburner_origlink") or entry.get("link")
    if told:
        return str(told)
    guid = str(entry.get("id") or "")
    return guid if guid.startswith(("http://", "https://")) else None
