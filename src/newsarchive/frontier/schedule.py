"""When a URL is fetched again, as a pure function of how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from newsarchive.frontier.ladder import DAY, NEW, Habit, interval, interval_vanished
from newsarchive.frontier.records import End, Outcome
from newsarchive.link import IN_ARTICLE, LISTS, Link, LinkKind, read_url_day

_PRIORITY: dict[LinkKind, int] = {"feed": 40, "sitemap": 30, "section": 30, "article": 20, "image": 20, "page": 18}
LINKED = 17
"""Articles that no list names, only other articles; they are mostly older ones."""
SWEPT = 19
"""Articles of a newspaper that may go: behind what is new today."""
REVISIT = 16
"""Articles that are held, in their first month: behind all that was never fetched but the backlog."""
_BACKLOG = 15
_SELDOM = 14
"""Older articles that are held."""
FLOOR = 24
"""A source that says "changed" brings a URL forward to a 24th of its interval, not more: some sitemaps date everything
"now", and would have us fetch the whole paper every hour."""

_WITHHELD = 451


@dataclass(frozen=True, slots=True)
class Schedule:
    """The intervals, in seconds."""

    listing: float = 15 * 60
    """Between two visits of a feed, sitemap or section."""
    retry: float = 10
    """Before the first retry of an error; four times as long each time."""
    retry_most: float = 7 * DAY
    retry_times: int = 12
    """Errors in a row after which a URL is given up (about a month); entry points are asked on, once a week."""
    gone: float = DAY
    """Before a page that was never held and not found is looked for again; seven times as long each time."""
    gone_most: float = 60 * DAY
    refused: float = 7 * DAY
    """Before a refused URL is judged again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the row of a URL says before an end."""

    key: str
    kind: LinkKind
    attempts: int
    every: float | None
    """The interval that this visit was measured by; None before the first good one."""
    since: float
    """When it came out, or was found."""
    priority: int


@dataclass(frozen=True, slots=True)
class Next:
    """What follows from an end."""

    due_at: float | None
    attempts: int
    every: float | None
    """The interval that the next check will be measured by; None when there is none."""
    priority: int


@dataclass(frozen=True, slots=True)
class Plan:
    """By what a newspaper's addresses come again."""

    schedule: Schedule
    habit: Habit


def decide(plan: Plan, known: Known, end: End, now: float) -> Next:
    """When to come back."""
    vanished = _has_vanished(known, end)
    is_good = end.outcome in {"stored", "same"} and not vanished
    failed = 0 if is_good or end.outcome == "dropped" else known.attempts + 1
    is_held = known.kind == "article" and is_good
    if vanished:
        wait: float | None = interval_vanished(known.every or 0.0, failed)
    elif is_held:
        wait = _look_again(known, end, now, plan.habit)
    else:
        wait = _wait(plan.schedule, known, end.outcome, failed)
    kept = wait if is_good else known.every
    level = _level(known, now) if is_held or vanished else known.priority
    if wait is None:
        return Next(None, failed, kept, level)
    spread = 1 + end.id * 2_654_435_761 % 1000 / 10_000 if end.outcome == "error" else 1.0
    return Next(max(now + wait * spread, end.not_before or 0.0), failed, kept, level)


def _has_vanished(known: Known, end: End) -> bool:
    """Whether an article was held and its address now says that it is gone, or shows something else."""
    was_held = known.kind == "article" and known.every is not None
    return was_held and (end.outcome == "gone" or end.status == _WITHHELD or end.is_replaced)


def _look_again(known: Known, end: End, now: float, habit: Habit) -> float:
    just_changed = end.outcome == "stored" and known.every is not None
    return interval(now - known.since, habit, known.key, just_changed=just_changed)


def _level(known: Known, now: float) -> int:
    return REVISIT if now - known.since < NEW else _SELDOM


def priority(link: Link, now: float) -> int:
    """Entry points, articles, older pages of sections, what only articles link to; last, articles over a month old.

    A sitemap may name a hundred thousand of those, a day's work at a polite pace; today's paper must not wait for it.
    """
    told = link.published or read_url_day(link.url) or link.lastmod
    if link.kind == "article" and told is not None and told.timestamp() < now - NEW:
        return _BACKLOG
    if link.found_as == IN_ARTICLE and told is None:
        return LINKED
    return _PRIORITY[link.kind]


def _wait(schedule: Schedule, known: Known, outcome: Outcome, failed: int) -> float | None:
    kind = known.kind
    if outcome == "error":
        return _grow(schedule.retry, 4, failed, schedule.retry_most, kind, last=schedule.retry_times)
    if outcome == "refused":
        return schedule.refused
    if kind in LISTS:
        return schedule.listing if outcome in {"stored", "same"} else DAY
    if kind != "article" or outcome == "dropped":
        return None
    wait = schedule.gone * 7.0 ** (failed - 1) if failed < 10 else schedule.gone_most * 2
    return wait if wait <= schedule.gone_most else None


def _grow(first: float, factor: float, failed: int, most: float, kind: LinkKind, *, last: int) -> float | None:
    if failed >= last:
        return most if kind in LISTS else None
    return float(min(most, first * factor ** (failed - 1)))
