"""The links of a page, in its order, with the best text that any of them carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from newsarchive.discovery.site import Site, site_of
from newsarchive.exceptions import UnreadableInputError
from newsarchive.extraction.decode import decode
from newsarchive.extraction.guard import MAX_CHARACTERS, guard
from newsarchive.extraction.page import Page
from newsarchive.extraction.parse import TooBigError, parse
from newsarchive.press import Newspaper


@dataclass(frozen=True, slots=True)
class Anchor:
    """One address that a page links to."""

    url: str
    """As it is to be requested."""
    key: str
    """Its canonical form."""
    text: str
    """The longest text of its links, or of their pictures; one line."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A page as far as its links are concerned."""

    site: Site
    url: str
    """The page's own address."""
    key: str
    """Its canonical form."""
    page: Page
    anchors: tuple[Anchor, ...]
    """Addresses of this site in page order, each once."""


def read_links(body: bytes, url: str, newspaper: Newspaper | None, content_type: str | None) -> Linked:
    """Parse a page once. Raises UnreadableInputError when it is too big to be one."""
    text = decode(body, content_type).text
    if len(text) > MAX_CHARACTERS:
        raise UnreadableInputError(url, f"longer than {MAX_CHARACTERS:,} characters")
    try:
        page = parse(guard(text), url)
    except TooBigError as error:
        raise UnreadableInputError(url, str(error)) from error
    base = next((element.get("href") for element in elements(page, "base") if element.get("href")), None)
    site = site_of(url, newspaper, base)
    return Linked(site, url, site.key(url), page, _anchors(page, site))


def _anchors(page: Page, site: Site) -> tuple[Anchor, ...]:
    read: dict[str, tuple[str, str] | None] = {}
    """What an href says: a page repeats most of them, for the picture and for the headline."""
    found: dict[str, Anchor] = {}
    for element in elements(page, "a", "area"):
        href = element.get("href") or ""
        if href not in read:
            read[href] = _address(href, site)
        if (told := read[href]) is None:
            continue
        (url, key), text = told, _text(element)
        known = found.setdefault(key, Anchor(url, key, text))
        if len(text) > len(known.text):
            found[key] = replace(known, text=text)
    return tuple(found.values())


def _address(href: str, site: Site) -> tuple[str, str] | None:
    url = site.absolute(href)
    return (url, site.key(url)) if url is not None and site.owns(url) else None


def _text(element: Any) -> str:
    told = " ".join("".join(element.itertext()).split())
    if told:
        return told
    pictures = (picture.get("alt") or picture.get("title") or "" for picture in element.iter("img"))
    return " ".join((element.get("title") or max(pictures, key=len, default="")).split())


def elements(page: Page, *names: str) -> Iterator[Any]:
    """Elements of a page by name, in its order."""
    root: Any = page.root
    yield from root.iter(*names)
