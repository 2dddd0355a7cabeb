"""What the paper tells machines: robots.txt, its feed and its sitemaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from itertools import groupby
from xml.sax.saxutils import escape

from newsarchive.demo.site.story import Story

_ROBOTS = """\
User-agent: *
Crawl-delay: 0.1
Disallow: /tim-kiem
Disallow: /in/
Disallow: /binh-luan/
Disallow: /captcha/
Disallow: /noi-bo/

Sitemap: {base}/sitemap.xml
"""
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def print_robots(base: str) -> str:
    """robots.txt of the site at `base`."""
    return _ROBOTS.format(base=base)


def print_feed(base: str, stories: Sequence[Story]) -> str:
    """RSS 2.0 of the newest stories."""
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{base}{story.path}</link>"
        f'<guid isPermaLink="true">{base}{story.path}</guid><description>{escape(story.lead)}</description>'
        f"<pubDate>{format_datetime(story.published)}</pubDate></item>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Báo Hòa Giang</title>'
        f"<link>{base}/</link><description>Tin mới</description><language>vi</language>\n{items}</channel></rss>\n"
    )


def by_year(stories: Iterable[Story]) -> dict[int, list[Story]]:
    """The stories of each year; they come newest first."""
    return {year: list(some) for year, some in groupby(stories, lambda story: story.published.year)}


def print_sitemap_index(base: str, stories: Sequence[Story]) -> str:
    """The index: the sitemap of news and one for each year."""
    names = ["tin-moi", *(str(year) for year in by_year(stories))]
    rows = "".join(f"<sitemap><loc>{base}/sitemap-{name}.xml</loc></sitemap>\n" for name in names)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex {_SITEMAP}>\n{rows}</sitemapindex>\n'


def print_sitemap(base: str, stories: Sequence[Story], *, news: bool = False) -> str:
    """A sitemap with `lastmod`; with `news` a news sitemap, which names titles and moments of publication."""
    rows = "".join(
        f"<url><loc>{base}{story.path}</loc><lastmod>{story.modified.isoformat()}</lastmod>"
        f"{_news(story) if news else ''}</url>\n"
        for story in stories
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset {_SITEMAP} {_NEWS}>\n{rows}</urlset>\n'


def _news(story: Story) -> str:
    return (
        "<news:news><news:publication><news:name>Báo Hòa Giang</news:name><news:language>vi</news:language>"
        f"</news:publication><news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.headline)}</news:title></news:news>"
    )
