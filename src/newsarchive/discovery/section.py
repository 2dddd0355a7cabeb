"""Section and home pages → links: articles in page order, the next page, the feeds it offers."""

from __future__ import annotations

from dataclasses import replace

from newsarchive.cleaning.text import clean_text
from newsarchive.discovery.anchors import Anchor, Linked, elements, read_links
from newsarchive.discovery.pagination import find_next_page
from newsarchive.discovery.shape import guess_articles
from newsarchive.link import Link, read_url_day
from newsarchive.press import Newspaper

FOUND_AS = "link on a section page"
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}


def read_section(
    body: bytes, url: str, newspaper: Newspaper | None = None, *, content_type: str | None = None
) -> tuple[Link, ...]:
    """Links to articles in page order, then the feeds the page offers, then its next page.

    An article is what the registry's patterns say; for a newspaper without patterns, what recurs. Links to other sites
    are left out. Raises UnreadableInputError when the page is too big to be one.
    """
    linked = read_links(body, url, newspaper, content_type)
    articles = _articles(linked)
    return linked.site.distinct([*articles, *_feeds(linked), _dated(find_next_page(linked), articles)])


def _articles(linked: Linked) -> list[Link]:
    site = linked.site
    others = [anchor for anchor in linked.anchors if anchor.key != linked.key]
    if site.knows_articles:
        chosen = [anchor for anchor in others if site.is_article(anchor.key)]
    else:
        guessed = guess_articles(others)
        chosen = [anchor for anchor in others if anchor.url in guessed]
    return [Link(anchor.url, "article", FOUND_AS, title=_title(anchor)) for anchor in chosen]


def _dated(following: Link | None, articles: list[Link]) -> Link | None:
    """The next page holds nothing newer than this one, where the addresses of all its articles tell their day."""
    days = [day for link in articles if (day := read_url_day(link.url))]
    if following is None or not articles or len(days) < len(articles):
        return following
    return replace(following, published=max(days))


def _title(anchor: Anchor) -> str | None:
    return clean_text(anchor.text) or None


def _feeds(linked: Linked) -> list[Link]:
    """<link rel=alternate type=application/rss+xml>"""
    found = []
    for element in elements(linked.page, "link"):
        told = (element.get("type") or "").partition(";")[0].strip().lower()
        if told in _FEED_TYPES and "alternate" in (element.get("rel") or "").lower().split():
            url = linked.site.absolute(element.get("href"))
            if url and linked.site.owns(url):
                found.append(
                    Link(url, "feed", "link rel=alternate", title=(element.get("title") or "").strip() or None)
                )
    return found
