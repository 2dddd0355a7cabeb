"""From an address in a document to a link of the newspaper: made absolute, its own, of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from newsarchive.link import Link, LinkKind
from newsarchive.press import Newspaper, newspaper_for
from newsarchive.press.url import normalize_url, request_url

_PLAIN = re.compile(r"https?://[a-z0-9.-]*[a-z0-9]/[\w./~-]*", re.ASCII)
"""Addresses that are as they should be: most of a page, without the cost of taking them apart."""
_OTHER_SCHEMES = ("mailto:", "javascript:", "tel:", "data:", "sms:", "zalo:", "fb:", "about:")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a document was found, and whose it is."""

    url: str
    """Address of the document, or its <base>: what relative addresses stand against."""
    newspaper: Newspaper | None = None

    def absolute(self, address: str | None) -> str | None:
        """The address as it is to be requested; None when it is no web address."""
        text = (address or "").strip()
        if not text or text.startswith("#") or text.lower().startswith(_OTHER_SCHEMES):
            return None
        if _PLAIN.fullmatch(text):
            return text
        try:
            return request_url(urljoin(self.url, text))
        except ValueError:
            return None

    def owns(self, url: str) -> bool:
        """Whether a web address is the newspaper's; without a newspaper, of the document's host or below it."""
        host = urlsplit(url).hostname or ""
        if self.newspaper is not None:
            return self.newspaper.own_host(host) is not None
        here = urlsplit(self.url).hostname or ""
        here = here.removeprefix("www.").removeprefix("m.")
        return host == here or host.endswith("." + here)

    def key(self, url: str) -> str:
        """The canonical form, by which two spellings are one."""
        return self.newspaper.canonical(url) if self.newspaper else normalize_url(url)

    @property
    def knows_articles(self) -> bool:
        """Whether the registry can tell an article by its address."""
        return self.newspaper is not None and bool(self.newspaper.patterns)

    def is_article(self, url: str) -> bool:
        """Whether the registry knows the address as an article's."""
        return self.newspaper is not None and self.newspaper.is_article(url)

    def entry(
        self,
        address: str | None,
        found_as: str,
        *,
        lastmod: datetime | None = None,
        published: datetime | None = None,
        title: str | None = None,
    ) -> Link | None:
        """A link to what a feed or sitemap lists: an article unless the registry knows better; None when not ours."""
        url = self.absolute(address)
        if url is None or not self.owns(url):
            return None
        kind: LinkKind = "page" if self.knows_articles and not self.is_article(url) else "article"
        return Link(url, kind, found_as, lastmod, published, title or None)

    def distinct(self, links: Iterable[Link | None]) -> tuple[Link, ...]:
        """Each address once, where it stands first, with what the first one says."""
        found: dict[str, Link] = {}
        for link in links:
            if link is not None:
                found.setdefault(self.key(link.url), link)
        return tuple(found.values())


def site_of(url: str, newspaper: Newspaper | None, base: str | None = None) -> Site:
    """The site of a document; the newspaper is found by the URL when it is not given."""
    told = Site(url).absolute(base) if base else None
    return Site(told or url, newspaper or newspaper_for(url))
