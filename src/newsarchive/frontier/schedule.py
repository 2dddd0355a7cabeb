"""When a URL is fetched again, as a pure function of how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from newsarchive.frontier.records import End, Outcome
from newsarchive.link import IN_ARTICLE, Link, LinkKind, read_url_day

HOUR = 3600.0
DAY = 86_400.0

_ENTRIES: frozenset[LinkKind] = frozenset({"feed", "sitemap", "section"})
_PRIORITY: dict[LinkKind, int] = {"feed": 40, "sitemap": 30, "section": 30, "article": 20, "image": 20, "page": 18}
LINKED = 17
"""Articles that no list names, only other articles; they are mostly older ones."""
_BACKLOG = 15
_NEW = 30 * DAY
FLOOR = 24
"""A source that says "changed" brings a URL forward to a 24th of its interval, not more: some sitemaps date everything
"now", and would have us fetch the whole paper every hour."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The intervals, in seconds."""

    listing: float = 15 * 60
    """Between two visits of a feed, sitemap or section."""
    article: float = DAY
    """From a new or changed article to its first check."""
    article_most: float = 64 * DAY
    """An article's interval doubles each time it says the same; past this one it is left alone."""
    retry: float = 10
    """Before the first retry of an error; four times as long each time."""
    retry_most: float = 7 * DAY
    retry_times: int = 12
    """Errors in a row after which a URL is given up (about a month); entry points are asked on, once a week."""
    gone: float = DAY
    """Before a page that was not found is looked for again; seven times as long each time."""
    gone_most: float = 60 * DAY
    refused: float = 7 * DAY
    """Before a refused URL is judged again."""


@dataclass(frozen=True, slots=True)
class Next:
    """What follows from an end."""

    due_at: float | None
    attempts: int
    every: float | None
    """The interval that the next check will be measured by; None when there is none."""


def decide(
    schedule: Schedule, *, kind: LinkKind, end: End, url_id: int, attempts: int, every: float | None, now: float
) -> Next:
    """When to come back. `attempts` and `every` are the row's before this end."""
    failed = 0 if end.outcome in {"stored", "same", "dropped"} else attempts + 1
    wait = _wait(schedule, kind, end.outcome, failed, every)
    kept = wait if end.outcome in {"stored", "same"} else every
    if wait is None:
        return Next(None, failed, kept)
    spread = 1 + url_id * 2_654_435_761 % 1000 / 10_000 if end.outcome == "error" else 1.0
    return Next(max(now + wait * spread, end.not_before or 0.0), failed, kept)


def priority(link: Link, now: float) -> int:
    """Entry points, articles, older pages of sections, what only articles link to; last, articles over a month old.

    A sitemap may name a hundred thousand of those, a day's work at a polite pace; today's paper must not wait for it.
    """
    told = link.published or read_url_day(link.url) or link.lastmod
    if link.kind == "article" and told is not None and told.timestamp() < now - _NEW:
        return _BACKLOG
    if link.found_as == IN_ARTICLE and told is None:
        return LINKED
    return _PRIORITY[link.kind]


def _wait(schedule: Schedule, kind: LinkKind, outcome: Outcome, failed: int, every: float | None) -> float | None:
    if outcome == "error":
        return _grow(schedule.retry, 4, failed, schedule.retry_most, kind, last=schedule.retry_times)
    if outcome == "refused":
        return schedule.refused
    if kind in _ENTRIES:
        return schedule.listing if outcome in {"stored", "same"} else DAY
    if kind != "article" or outcome == "dropped":
        return None
    if outcome == "gone":
        wait = schedule.gone * 7.0 ** (failed - 1) if failed < 10 else schedule.gone_most * 2
        return wait if wait <= schedule.gone_most else None
    wait = schedule.article if outcome == "stored" or every is None else 2 * every
    return wait if wait <= schedule.article_most else None


def _grow(first: float, factor: float, failed: int, most: float, kind: LinkKind, *, last: int) -> float | None:
    if failed >= last:
        return most if kind in _ENTRIES else None
    return float(min(most, first * factor ** (failed - 1)))
