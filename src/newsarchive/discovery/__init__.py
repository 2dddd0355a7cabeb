"""Bytes → links: feeds, sitemaps, section pages, and where to begin. Pure; nothing is fetched here."""

from newsarchive.discovery.entry import entry_points, robots_sitemaps, usual_places
from newsarchive.discovery.feed import read_feed
from newsarchive.discovery.menu import read_menu
from newsarchive.discovery.section import read_section
from newsarchive.discovery.sitemap import read_sitemap

__all__ = [
    "entry_points",
    "read_feed",
    "read_menu",
    "read_section",
    "read_sitemap",
    "robots_sitemaps",
    "usual_places",
]
