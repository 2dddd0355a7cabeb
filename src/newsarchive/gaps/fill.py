"""Queueing what is missing, for the next crawl."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsarchive.article import VIETNAM
from newsarchive.frontier import Frontier, Home
from newsarchive.gaps.records import Gaps
from newsarchive.gaps.sequence import number_links
from newsarchive.press import newspaper

_MOST_NUMBERS = 500
"""Numbers that one filling asks for. Systems count drafts, pictures and other editions too, so that most of a long
stretch may be none; what is left a later filling asks for."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the next crawl of a newspaper will ask for."""

    newspaper: str
    addresses: int
    """Articles of the missing days whose addresses are known."""
    lists: int
    """Feeds, sitemaps, sections and their older pages, which may name more."""
    numbers: int = 0
    """Addresses made of article numbers that are missing from the newspaper's sequence."""


def fill(frontier: Home, gaps: Gaps) -> Filled:
    """Make due what may fill the gaps: known addresses of those days, every list of the newspaper, and what its
    numbers leave out, where its file tells an address for a number alone (`by_number`).

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
        numbers = _add_numbers(opened, gaps)
    return Filled(gaps.newspaper, addresses, lists, numbers)


def _add_numbers(frontier: Frontier, gaps: Gaps) -> int:
    """The first of the missing numbers that were never asked for."""
    paper = newspaper(gaps.newspaper)
    links = list(number_links(paper, gaps.numbers))
    batches = (links[at : at + _MOST_NUMBERS] for at in range(0, len(links), _MOST_NUMBERS))
    return next((new for batch in batches if (new := frontier.add(paper, batch).new)), 0)
