"""Two days of Báo Hòa Giang, crawled into an archive as any newspaper is, and what changed between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsarchive.archive import Archive
from newsarchive.capture.process import Event, Wish, run_crawl
from newsarchive.demo.site import NEWSPAPER, DemoSite, stories
from newsarchive.exceptions import CrawlFailedError
from newsarchive.frontier import Frontier

PORT = 8031
"""Where the paper is served when nobody else is there: its articles then have one address in every run."""
_ENTRY = Path("press", "newspapers", f"{NEWSPAPER}.yml")
_GONE = {404, 410}


@dataclass(frozen=True, slots=True)
class Day:
    """One crawl, counted."""

    number: int
    requests: Mapping[str, int]
    """How requests ended, in the words of the frontier → number."""
    captures: Mapping[str, int]
    """What captures came to, in the words of news.db → number."""


@dataclass(frozen=True, slots=True)
class Edited:
    """An article that said something else on the second day."""

    headline: str
    before: str
    """Its lead on the first day."""
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What the archive can tell that the newspaper no longer does."""

    edited: tuple[Edited, ...]
    gone: tuple[str, ...]
    """Headlines of articles that were taken down and are still held."""


def is_demo(directory: Path) -> bool:
    """Whether a directory is an archive of the demo."""
    return (directory / _ENTRY).is_file()


def open_site(directory: Path) -> DemoSite:
    """The paper, at the address it had when this archive was made, else at PORT, else at a free port."""
    told = re.search(r"127\.0\.0\.1:(\d+)", (directory / _ENTRY).read_text("utf-8")) if is_demo(directory) else None
    try:
        return DemoSite(port=int(told[1]) if told else PORT)
    except OSError:  # somebody else is there
        return DemoSite()


def missing_editions(archive: Archive) -> tuple[int, ...]:
    """The editions that are still to be crawled; a run that was interrupted is gone on with."""
    held = next((paper.articles for paper in archive.status().stock.papers if paper.id == NEWSPAPER), 0)
    if held < sum(story.day == 1 for story in stories()):
        return (1, 2)
    return () if held == len(stories()) and find_changes(archive).gone else (2,)


def crawl_edition(
    directory: Path,
    site: DemoSite,
    number: int,
    *,
    on_event: Callable[[Event], None],
    on_stop: Callable[[], None],
) -> Day:
    """Crawl one edition; for the second one a day goes by first. `on_event` and `on_stop` are those of `run_crawl`.

    Raises CrawlFailedError.
    """
    site.turn_to(number)
    if number > 1:
        with Frontier.of(directory) as frontier:
            frontier.wake(NEWSPAPER)
    ended: list[Event] = []

    def listen(event: Event) -> None:
        if event["event"] == "ended":
            ended.append(event)
        on_event(event)

    code = run_crawl(directory, Wish((NEWSPAPER,)), on_event=listen, on_stop=on_stop)
    if code or not ended:
        problem = next((str(event["problem"]) for event in ended if event["problem"]), "the crawler was stopped")
        raise CrawlFailedError(NEWSPAPER, problem, code or 1)
    return Day(number, ended[-1]["requests"], ended[-1]["captures"])


def find_changes(archive: Archive) -> Changes:
    """What was edited and what was taken down, by what the archive holds."""
    edited, gone = [], []
    for article in archive.articles(newspaper=NEWSPAPER):
        url = article.url or ""
        leads = _leads(archive, archive.uid(url))
        if len(leads) > 1:
            edited.append(Edited(article.headline or "", leads[0], leads[-1]))
        captures = archive.captures(url)
        if captures and captures[-1].status in _GONE:
            gone.append(article.headline or "")
    return Changes(tuple(edited), tuple(gone))


def _leads(archive: Archive, uid: str) -> list[str]:
    """The lead of every revision."""
    query = "select r.lead from revision r join article a on a.id = r.article_id where a.uid = ? order by r.number"
    return [row[0] or "" for row in archive.store.connection.execute(query, (uid,))]
