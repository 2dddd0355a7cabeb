"""The next page of a section: what the page itself says, else what the registry knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from newsarchive.discovery.anchors import Linked, elements
from newsarchive.link import Link

FOUND_AS = "next page"
_KEYS = {"p", "page", "paged", "trang", "pageindex", "pi", "pg"}
_PATH = re.compile(
    r"""(?xi) ^ (?P<base> .*? )
    (?: / (?:trang|page|p) [-/]? | - (?:trang-?|page-?|p) ) (?P<number>\d{1,4})
    (?P<suffix> (?: \.[a-z]{2,5} )? ) (?P<slash> /? ) $"""
)
_DATA = etree.XPath("//@*[starts-with(name(), 'data-') and contains(., '/')]")
"""Addresses beside links: of a button that a script turns into a request, "Tải thêm"."""
_ENDING = re.compile(r"/$|\.[A-Za-z]{2,5}$")


@dataclass(frozen=True, slots=True)
class _Place:
    """A page of a section."""

    path: str
    """Host and path of the section, without its closing slash."""
    query: str
    """What the query says beside the number."""
    number: int | None
    """None on an address without one."""

    def is_of(self, other: _Place) -> bool:
        """Whether both are pages of one section."""
        return (self.path, self.query) == (other.path, other.query)


def find_next_page(linked: Linked) -> Link | None:
    """A link to the page behind this one; None when the page is the last or does not tell.

    In this order: rel=next; the smallest page number above ours among links to the same section, and addresses in data-
    attributes, which a button to load more has; the registry's `pagination`. Follow it while pages bring something new:
    some servers answer any number with the last page.
    """
    url = _told_by_rel(linked) or _next_number(linked) or _by_registry(linked)
    return Link(url, "page", FOUND_AS) if url else None


def _told_by_rel(linked: Linked) -> str | None:
    for element in elements(linked.page, "link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            url = linked.site.absolute(element.get("href"))
            if url and linked.site.owns(url) and linked.site.key(url) != linked.key:
                return url
    return None


def _next_number(linked: Linked) -> str | None:
    here = _place(linked.url)
    later: list[tuple[int, str]] = []
    for url in (*(anchor.url for anchor in linked.anchors), *_addresses_of_scripts(linked)):
        there = _place(url)
        if there.number is not None and there.number > (here.number or 1) and there.is_of(here):
            later.append((there.number, url))
    return min(later)[1] if later else None


def _addresses_of_scripts(linked: Linked) -> Iterator[str]:
    for value in _DATA(linked.page.root):
        url = linked.site.absolute(str(value))
        if url and linked.site.owns(url):
            yield url


def _by_registry(linked: Linked) -> str | None:
    """`pagination` of the newspaper's file: {section} as it stands, {stem} without its ending, {suffix} that ending.

    An ending is ".htm" or the closing slash. What else the query says is kept.
    """
    shape = linked.site.newspaper.pagination if linked.site.newspaper else None
    parts = urlsplit(linked.url)
    if shape is None or parts.path in {"", "/"}:
        return None  # the home page is no section
    here = _place(linked.url)
    match = _PATH.match(parts.path)
    path = match["base"] + (match["suffix"] or match["slash"]) if match else parts.path
    section = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    suffix = found[0] if (found := _ENDING.search(path)) else ""
    url = shape.format(section=section, stem=section.removesuffix(suffix), suffix=suffix, n=(here.number or 1) + 1)
    return url + ("&" if "?" in url else "?") + here.query if here.query else url


def _place(url: str) -> _Place:
    parts = urlsplit(url)
    number: int | None = None
    kept = []
    for pair in parts.query.split("&"):
        key, _, value = pair.partition("=")
        if key.lower() in _KEYS and value.isascii() and value.isdigit() and len(value) < 6:
            number = int(value)
        elif pair:
            kept.append(pair)
    path = parts.path
    if number is None and (match := _PATH.match(path)):
        number, path = int(match["number"]), match["base"] + match["suffix"]
    host = (parts.hostname or "").removeprefix("www.")
    return _Place(f"{host}{path.rstrip('/').lower()}", "&".join(kept), number)
