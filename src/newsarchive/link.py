"""A link: an address some page, feed or sitemap told us of, with what it said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

LinkKind = Literal["article", "section", "feed", "sitemap", "image", "page"]
KINDS: tuple[LinkKind, ...] = get_args(LinkKind)


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
