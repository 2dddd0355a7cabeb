"""Queueing what is missing, for the next crawl."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsarchive.article import VIETNAM
from newsarchive.frontier import Frontier, Home
from newsarchive.gaps.records import Gaps


@dataclass(frozen=True, slots=True)
class Filled:
    """What the next crawl of a newspaper will ask for."""

    newspaper: str
    addresses: int
    """Articles of the missing days whose addresses are known."""
    lists: int
    """Feeds, sitemaps, sections and their older pages, which may name more."""


def fill(frontier: Home, gaps: Gaps) -> Filled:
    """Make due what may fill the gaps: known addresses of those days, and every list of the newspaper.

    Nothing is asked for that politeness forbids: a host at rest, or what robots.txt refused, keeps its time.
    """
    days = {day.day for day in gaps.missing}
    if not days:
        return Filled(gaps.newspaper, 0, 0)
    with Frontier(frontier) as opened:
        known = opened.not_held(gaps.newspaper)
        wanted = [url for url, moment in known if datetime.fromtimestamp(moment, VIETNAM).date() in days]
        addresses = opened.wake_urls(gaps.newspaper, wanted)
        lists = opened.wake(gaps.newspaper, ("feed", "sitemap", "section", "page"))
    return Filled(gaps.newspaper, addresses, lists)
