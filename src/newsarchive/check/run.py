"""Checking a newspaper: a crawl of a few addresses, through the one polite way there is, and a look at what it brought.

What is fetched is captured and kept like everything else, so a check can be checked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.archive import Archive
from newsarchive.article import VIETNAM
from newsarchive.capture.asking import ask_for
from newsarchive.capture.process import Event
from newsarchive.check.records import CRAWLABLE, FIELDS, Check, Robots, Sample, Source
from newsarchive.check.verdict import judge
from newsarchive.config import CONFIG_NAME, load_config
from newsarchive.discovery import entry_points, find_links, robots_sitemaps, tell_postback, usual_places
from newsarchive.exceptions import UnreadableInputError
from newsarchive.frontier import Frontier, Visit
from newsarchive.link import Link
from newsarchive.manners import user_agent
from newsarchive.press import Newspaper, newspaper, press_of
from newsarchive.robots import RobotsRules, read_robots
from newsarchive.store import Capture
from newsarchive.warc import read_record
from newsarchive.workers import Page

CHECKED = "newspaper-checked"
"""Kind of the event that keeps a check; its subject is the newspaper's id."""
VERIFIED = "newspaper-verified"
"""Kind of the event that a newspaper was found ready on a day."""
ARTICLES = 3
_FRESH = 900.0
"""Seconds for which the frontier does not ask again either."""
_EACH = 2
"""Feeds, and sitemaps, that are asked for."""


def check_newspaper(
    directory: Path, newspaper_id: str, *, on_event: Callable[[Event], None] = lambda _event: None
) -> Check:
    """Ask for robots.txt, feeds, sitemaps, one section and three articles, and judge what comes.

    Makes the archive when there is none; the verdict is noted in it. `on_event` is told of the crawler's progress.
    Raises UnknownNewspaperError, ConfigurationError (no contact), ArchiveError, StorageFullError, CrawlFailedError.
    """
    user_agent(load_config(directory), directory / CONFIG_NAME)
    with press_of(directory):
        look = _Look(directory, newspaper(newspaper_id), on_event)
        with Archive.open(directory, create=True, workers=0):
            pass  # the crawler's archive, which is there from here on
        check = look.check()
        with Archive.open(directory, workers=0) as archive:
            archive.store.add_event(CHECKED, check.newspaper, check.to_dict())
            if check.is_ready:
                archive.store.add_event(VERIFIED, check.newspaper, {"day": check.day.isoformat()})
    return check


def is_verified(directory: Path, newspaper_id: str) -> bool:
    """Whether the press registry, or a check kept in this archive, has seen the newspaper as it really is."""
    with press_of(directory):
        if newspaper(newspaper_id).verified is not None:
            return True
        if not (directory / "data" / "news.db").exists():
            return False
        with Archive.open(directory, workers=0) as archive:
            return archive.store.has_event(VERIFIED, newspaper_id)


def ensure_checked(
    directory: Path, newspaper_id: str, *, on_event: Callable[[Event], None] = lambda _event: None
) -> Check | None:
    """The check of a newspaper that was never verified, before its first crawl; None when it needs none.

    One that was found to need a layout is not checked again by itself: its pages are worth keeping all the same.
    Raises what `check_newspaper` raises.
    """
    if is_verified(directory, newspaper_id) or _last_verdict(directory, newspaper_id) in CRAWLABLE:
        return None
    return check_newspaper(directory, newspaper_id, on_event=on_event)


def _last_verdict(directory: Path, newspaper_id: str) -> str | None:
    if not (directory / "data" / "news.db").exists():
        return None
    query = "select detail from event where kind = ? and subject = ? order by id desc limit 1"
    with Archive.open(directory, workers=0) as archive:
        row = archive.store.connection.execute(query, (CHECKED, newspaper_id)).fetchone()
    return str(json.loads(row[0])["verdict"]) if row else None


class _Look:
    """One check under way."""

    def __init__(self, directory: Path, paper: Newspaper, on_event: Callable[[Event], None]) -> None:
        self._directory, self._paper, self._on_event = directory, paper, on_event
        self._articles: list[list[Link]] = []
        """Articles by the list that names them."""
        self._asked_at = 0.0
        """When one of these addresses was last asked for."""

    def check(self) -> Check:
        entries = _choose_entries(self._paper)
        sources, further = self._ask_lists(entries)
        robots = self._read_robots(entries)
        if not any(self._articles):
            told = robots_sitemaps(robots.sitemaps, entries[0].url, self._paper) if robots else ()
            known = {source.url for source in sources}
            named = [link for link in (*further, *told) if link.url not in known][:_EACH]
            is_there = any(source.outcome in {"stored", "same"} for source in sources)
            sources += self._ask_lists(named or (usual_places(self._paper, entries[0].url) if is_there else ()))[0]
        samples = self._ask_articles()
        verdict, reason, moved_to = judge(self._paper, sources, samples)
        day = datetime.fromtimestamp(self._asked_at or time.time(), VIETNAM).date()
        summed = _sum_up(robots)
        return Check(self._paper.id, day, summed, tuple(sources), samples, verdict, reason, moved_to)

    def _ask_lists(self, links: Sequence[Link]) -> tuple[list[Source], list[Link]]:
        """What became of these lists, and the sitemaps that they name."""
        self._fetch(links)
        sources: list[Source] = []
        further: list[Link] = []
        with Archive.open(self._directory, workers=0) as archive:
            for link in links:
                named, unread = self._read_links(archive, link)
                articles = [each for each in named if each.kind == "article"]
                further += [each for each in named if each.kind == "sitemap"]
                self._articles.append(articles)
                visit = self._visit(link.url)
                sources.append(
                    Source(
                        link.kind,
                        link.url,
                        visit.outcome if visit else None,
                        visit.status if visit else None,
                        unread if visit is None or visit.outcome in {"stored", "same"} else visit.detail,
                        len(articles),
                        sum(each.kind in {"sitemap", "section", "page"} for each in named),
                    )
                )
        further.sort(key=lambda link: link.lastmod or datetime.min.replace(tzinfo=UTC), reverse=True)
        return sources, further

    def _ask_articles(self) -> tuple[Sample, ...]:
        """Three articles, from different lists where there are several."""
        in_turn = chain.from_iterable(zip_longest(*self._articles))
        chosen = {self._paper.canonical(link.url): link for link in in_turn if link is not None}
        links = list(chosen.values())[:ARTICLES]
        self._fetch(links)
        with Archive.open(self._directory, workers=1) as archive:
            return tuple(self._read_sample(archive, link) for link in links)

    def _fetch(self, links: Sequence[Link]) -> None:
        """Have the crawler ask for these addresses, but for those that it got a moment ago."""
        links = [link for link in links if not self._is_fresh(self._visit(link.url))]
        if links:
            ask_for(self._directory, self._paper, links, on_event=self._on_event)

    @staticmethod
    def _is_fresh(visit: Visit | None) -> bool:
        return visit is not None and visit.outcome in {"stored", "same"} and visit.last_at > time.time() - _FRESH

    def _visit(self, url: str) -> Visit | None:
        with Frontier.of(self._directory) as frontier:
            history = frontier.history(url, self._paper)
        if history is None or not history.visits:
            return None
        visit = history.visits[-1]
        self._asked_at = max(self._asked_at, visit.last_at)
        return visit

    def _read_links(self, archive: Archive, link: Link) -> tuple[tuple[Link, ...], str | None]:
        """What a list names, or why it cannot be read."""
        page = archive.store.latest_page(link.url)
        if page is None:
            return (), None
        body = _body(archive, page)
        try:
            links = find_links(body, link.url, link.kind, self._paper, content_type=page.content_type)
            return links, tell_postback(body, links) if link.kind == "section" else None
        except UnreadableInputError as error:
            return (), error.reason

    def _read_sample(self, archive: Archive, link: Link) -> Sample:
        """The article as it is read now: the layout may have been mended since it was captured."""
        visit = self._visit(link.url)
        page = archive.store.latest_page(link.url)
        if visit is None or page is None or visit.outcome not in {"stored", "same"}:
            detail = visit.detail if visit else "was not asked for"
            return Sample(link.url, visit.outcome if visit else None, detail)
        extracted = archive.pool.submit(
            Page(
                _body(archive, page),
                url=link.url,
                newspaper=self._paper.id,
                content_type=page.content_type,
                captured_at=page.fetched_at,
            )
        ).result()
        article = extracted.article
        if article is None:
            return Sample(link.url, visit.outcome, extracted.reason)
        found = tuple(name for name in FIELDS if getattr(article, name))
        rules = {name: evidence.rule for name, evidence in article.evidence.items()}
        return Sample(link.url, visit.outcome, None, found, rules, article.headline)

    def _read_robots(self, entries: Sequence[Link]) -> RobotsRules | None:
        parts = urlsplit(entries[0].url)
        with Archive.open(self._directory, workers=0) as archive:
            captures = archive.store.captures(f"{parts.scheme}://{parts.netloc}/robots.txt")
            if not captures:
                return None
            # One that says the same as before is a revisit without a payload.
            page = archive.store.latest_page(captures[-1].url) or captures[-1]
            return read_robots(captures[-1].status or 0, _body(archive, page), now=time.time())


def _choose_entries(paper: Newspaper) -> list[Link]:
    """Two feeds, two sitemaps and a section at most: what the registry names, else the home page."""
    links = entry_points(paper)
    feeds, sitemaps, sections = ([link for link in links if link.kind == kind] for kind in _KINDS)
    return [*feeds[:_EACH], *sitemaps[:_EACH], *sections[:1]]


_KINDS = ("feed", "sitemap", "section")


def _sum_up(rules: RobotsRules | None) -> Robots | None:
    return Robots(rules.reason, rules.crawl_delay, rules.sitemaps) if rules else None


def _body(archive: Archive, capture: Capture) -> bytes:
    record = read_record(archive.warc_directory / capture.warc_file, capture.warc_offset)
    return record.content()
