"""Asking a newspaper for a few addresses, the way of every crawl."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from newsarchive.capture.process import Event, Wish, run_crawl
from newsarchive.exceptions import CrawlFailedError
from newsarchive.frontier import Frontier
from newsarchive.link import Link
from newsarchive.press import Newspaper


def ask_for(
    directory: Path,
    paper: Newspaper,
    links: Sequence[Link],
    *,
    on_event: Callable[[Event], None] = lambda _event: None,
) -> None:
    """Have the crawler ask for these addresses of one newspaper now; what comes is in the archive afterwards.

    Robots, pace and address guard are the crawl's; how each address ended stands in the frontier. Raises
    CrawlFailedError.
    """
    with Frontier.of(directory) as frontier:
        frontier.add(paper, links, again=True)
    problems: list[str] = []

    def listen(event: Event) -> None:
        if event.get("problem"):
            problems.append(str(event["problem"]))
        on_event(event)

    code = run_crawl(directory, Wish((paper.id,), urls=tuple(link.url for link in links)), on_event=listen)
    if code:
        raise CrawlFailedError(paper.id, problems[-1] if problems else "the crawler was stopped", code)
