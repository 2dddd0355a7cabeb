"""Where a crawl begins: what the registry names, what robots.txt names, the home page."""

from __future__ import annotations

from collections.abc import Iterable

from newsarchive.discovery.site import Site, site_of
from newsarchive.link import Link, LinkKind
from newsarchive.press import Newspaper

_USUAL: tuple[tuple[str, LinkKind], ...] = (
    ("/sitemap.xml", "sitemap"),
    ("/sitemap-news.xml", "sitemap"),
    ("/news-sitemap.xml", "sitemap"),
    ("/rss/home.rss", "feed"),
    ("/rss/trang-chu.rss", "feed"),
    ("/rss", "feed"),
)


def entry_points(newspaper: Newspaper) -> tuple[Link, ...]:
    """The registry's feeds, sitemaps and sections, and the home page."""
    site = Site(f"https://{newspaper.host}/", newspaper)
    named: list[tuple[LinkKind, str]] = [("feed", url) for url in newspaper.feeds]
    named += [("sitemap", url) for url in newspaper.sitemaps]
    named += [("section", url) for url in newspaper.sections]
    links = [_link(site, url, kind, "press registry") for kind, url in named]
    links.append(_link(site, site.url, "section", "home page"))
    return site.distinct(links)


def robots_sitemaps(sitemaps: Iterable[str], url: str, newspaper: Newspaper | None = None) -> tuple[Link, ...]:
    """Links to what robots.txt (at `url`) names behind `Sitemap:`."""
    site = site_of(url, newspaper)
    return site.distinct(_link(site, told, "sitemap", "Sitemap: in robots.txt") for told in sitemaps)


def usual_places(newspaper: Newspaper, url: str) -> tuple[Link, ...]:
    """Where feeds and sitemaps mostly are on the host of `url`: to be tried once when nothing names any."""
    site = Site(url, newspaper)
    return site.distinct(_link(site, path, kind, "usual place") for path, kind in _USUAL)


def _link(site: Site, address: str, kind: LinkKind, found_as: str) -> Link | None:
    url = site.absolute(address)
    return Link(url, kind, found_as) if url and site.owns(url) else None
