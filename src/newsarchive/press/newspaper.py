"""A newspaper: its hosts, the shape of its article URLs, its layouts, its marks and its names."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from re import Pattern
from typing import Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from newsarchive.press.url import normalize_url

Kind = Literal["provincial", "national", "unlisted"]
Access = Literal["full", "excerpt", "metadata"]

_ALIASES = ("www.", "m.", "amp.", "mobile.", "wap.")


@dataclass(frozen=True, slots=True)
class ArticlePattern:
    """One shape of article URLs."""

    path: Pattern[str]
    """Searched in the canonical path. The named group `id`, where there is one, is the newsroom's number."""
    layout: str | None = None
    """The layout these URLs are printed with, when the shape of the URL tells it."""
    query_id: str | None = None
    """The query parameter that holds the id, for systems without one in the path: "mabb" in viewer.aspx?mabb=222823."""

    def matches(self, parts: SplitResult) -> bool:
        """Whether the split canonical URL has this shape."""
        return self.path.search(parts.path) is not None and (self.query_id is None or self.read_id(parts) is not None)

    def read_id(self, parts: SplitResult) -> str | None:
        """The article's number, or None when this shape has none."""
        if self.query_id is not None:
            values = parse_qs(parts.query).get(self.query_id)
            return values[0] if values else None
        match = self.path.search(parts.path)
        return match.groupdict().get("id") if match else None


@dataclass(frozen=True, slots=True)
class CopyRule:
    """A second address of the same article: print view, AMP. `path` is replaced by `becomes` (re.sub)."""

    path: Pattern[str]
    becomes: str


@dataclass(frozen=True, slots=True)
class HostSeen:
    """When a host is known to have served the newspaper; it may have done so for longer."""

    host: str
    first: str | None = None
    """Day, month or year as far as known: "2026-09-23", "2025-02"."""
    last: str | None = None
    """The same; None for a host seen once, at `first`."""


@dataclass(frozen=True, slots=True)
class Newspaper:
    """One newspaper as the registry knows it (press/newspapers/<id>.yml)."""

    id: str
    name: str
    kind: Kind = "provincial"
    province: str | None = None
    """Slug of the province (press/provinces.yml) as it was before July 2025; None for national papers."""
    host: str = ""
    """The main host today, or the last one of its own."""
    hosts: tuple[str, ...] = ()
    """All hosts ever, `host` first, without www. and without image servers."""
    hosts_seen: tuple[HostSeen, ...] = ()
    """Of those of `hosts` that any dated page or list names."""
    patterns: tuple[ArticlePattern, ...] = ()
    copies: tuple[CopyRule, ...] = ()
    layouts: tuple[str, ...] = ()
    """Layout ids, newest first."""
    successor: str | None = None
    """Id of the newspaper that carries on after a merger."""
    merged_on: date | None = None
    names: tuple[str, ...] = ()
    """The names it signs with, `name` first."""
    datelines: tuple[str, ...] = ()
    """Marks at the head of its texts, as printed: "(CTO)"."""
    never_author: tuple[str, ...] = ()
    """What stands where an author would but is none: all `names` and `hosts`, desks, accounts of the content system."""
    boilerplate: tuple[str, ...] = ()
    """House lines that stand in its articles and say nothing of them; compared whole (`press.houseline`)."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    pagination: str | None = None
    """Address of page n of a section: "{section}?p={n}" or "{stem}-p{n}{suffix}" (suffix: .htm); None: unknown."""
    by_number: str | None = None
    """Address at which it answers for an article's number alone, with {n} for the digits; None: not known."""
    allow_private: tuple[str, ...] = ()
    """The private or loopback addresses that it is really served from, as "host:port" of its URLs."""
    access: Access = "full"
    """How much of an article may be published."""
    embargo_days: int = 0
    verified: date | None = None
    """The day of the newest real page this entry was checked against; None when it never was."""
    notes: str | None = None

    def pattern_for(self, url: str) -> ArticlePattern | None:
        """The first article pattern that fits a URL of this newspaper, else None. Never raises."""
        try:
            parts = urlsplit(self.canonical(url))
            if not parts.hostname or self.own_host(parts.hostname) is None:
                return None
        except ValueError:
            return None
        return next((pattern for pattern in self.patterns if pattern.matches(parts)), None)

    def article_id(self, url: str) -> str | None:
        """The article's number in a URL of this newspaper, or None.

        A sub-domain that is not among `hosts` has none: en.sggp.org.vn counts its own numbers beside sggp.org.vn.
        """
        pattern = self.pattern_for(url)
        parts = urlsplit(self.canonical(url)) if pattern else None
        return pattern.read_id(parts) if pattern and parts and parts.hostname in self.hosts else None

    def is_article(self, url: str) -> bool:
        """Whether the URL has the shape of an article of this newspaper."""
        return self.pattern_for(url) is not None

    def own_host(self, host: str) -> str | None:
        """The host without www., m. or amp.; a sub-domain as it is; None for a host of others."""
        bare = bare_host(host, self.hosts)
        parents = (bare.split(".", n)[-1] for n in range(bare.count(".")))
        return bare if any(parent in self.hosts for parent in parents) else None

    def canonical(self, url: str) -> str:
        """The canonical form of a URL: `normalize_url`, then this newspaper's host aliases and copies."""
        normal = normalize_url(url)
        try:
            parts = urlsplit(normal)
            host = self.own_host(parts.hostname or "")
        except ValueError:
            return normal
        if host is None:
            return normal
        port = parts.netloc.rpartition(":")[2] if ":" in parts.netloc else ""
        path = parts.path
        for rule in self.copies:
            path = rule.path.sub(rule.becomes, path)
        if host == parts.hostname and path == parts.path:
            return normal
        return normalize_url(parts._replace(netloc=f"{host}:{port}" if port else host, path=path).geturl())


def bare_host(host: str, known: Container[str]) -> str:
    """Take www., m. and amp. off as long as what is left is, or still leads to, a known host.

    >>> bare_host("www.m.baocantho.com.vn", ("baocantho.com.vn",))
    'baocantho.com.vn'
    >>> bare_host("www.example.org", ("baocantho.com.vn",))
    'www.example.org'
    """
    bare = host
    while bare not in known:
        alias = next((alias for alias in _ALIASES if bare.startswith(alias)), None)
        if alias is None:
            return host
        bare = bare.removeprefix(alias)
    return bare
