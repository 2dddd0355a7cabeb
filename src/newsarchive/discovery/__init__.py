"""Bytes → links: feeds, sitemaps, section pages, and where to begin. Pure; nothing is fetched here."""

from newsarchive.discovery.entry import entry_points, robots_sitemaps, usual_places
from newsarchive.discovery.feed import read_feed
from newsarchive.discovery.find import find_links, find_pictures
from newsarchive.discovery.menu import read_menu
from newsarchive.discovery.pagination import FOUND_AS as NEXT_PAGE
from newsarchive.discovery.postback import tell_postback
from newsarchive.discovery.section import read_section
from newsarchive.discovery.sitemap import read_sitemap

__all__ = [
    "NEXT_PAGE",
    "entry_points",
    "find_links",
    "find_pictures",
    "read_feed",
    "read_menu",
    "read_section",
    "read_sitemap",
    "robots_sitemaps",
    "tell_postback",
    "usual_places",
]
