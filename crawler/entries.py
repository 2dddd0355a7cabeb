"""Where a run begins."""

from __future__ import annotations

from newsarchive.capture import Order
from newsarchive.discovery import entry_points
from newsarchive.link import Link
from newsarchive.press import Newspaper


def entry_links(newspaper: Newspaper, order: Order) -> tuple[Link, ...]:
    """The addresses of the order, else the newspaper's feeds, sitemaps, sections and home page."""
    if order.urls:
        return tuple(
            Link(url, "article" if newspaper.is_article(url) else "section", "named by hand") for url in order.urls
        )
    links = entry_points(newspaper)
    # One that is served from a port of its own is reached only by the addresses it names.
    named = {*newspaper.feeds, *newspaper.sitemaps, *newspaper.sections}
    return tuple(link for link in links if link.url in named) if newspaper.allow_private else links
