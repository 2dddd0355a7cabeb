"""Articles of the last run against those before it: what share of them has what an article has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsarchive.health.odds import BY_NO_CHANCE, chance_of_so_few, usual
from newsarchive.health.records import Finding, Held, Level, Page

_NEW = 5
"""Articles that a run should have to be judged by; one with fewer is judged with those before it."""
_LONGEST_BACK = timedelta(days=7)
_HISTORY = 20
"""Articles that make a history; with fewer, other newspapers' shares are asked."""
_HALF = 0.5
"""A share that did not fall by half may be a week of sport and agency news."""
_FAMILY = 0.8
"""Shares that other newspapers have, above which one without any is told of before it has a history."""
_FAMILY_NEW = 12

Told = tuple[int, int]
"""(articles with it, of so many)."""


@dataclass(frozen=True, slots=True)
class _Mark:
    code: str
    level: Level
    has: Callable[[Page], bool]
    said: str
    todo: str


_PROBE = "`newsarchive probe --newspaper {name}` infers a layout from the new pages; it goes under press/"
_OF_PAGES = (
    _Mark("read", "red", lambda page: page.is_read, "are read as articles", _PROBE),
    _Mark("scrambled", "red", lambda page: page.is_plain, "have a body in clear text", "look at a page in a browser"),
)
_OF_ARTICLES = (
    _Mark("layout", "red", lambda page: page.by_layout, "are read by a layout and not by general rules", _PROBE),
    _Mark("published", "red", lambda page: page.has_published, "tell when they were published", _PROBE),
    _Mark("byline", "amber", lambda page: page.has_byline, "have a byline", _PROBE),
    _Mark("caption", "amber", lambda page: page.has_caption, "have a caption", _PROBE),
    _Mark("lead", "amber", lambda page: page.has_lead, "have a lead", _PROBE),
)


def split(held: Held) -> tuple[tuple[Page, ...], tuple[Page, ...]]:
    """(pages before, pages of the last run); of a run with few pages, with the last of those before it."""
    started = held.runs[-1].started
    new = [page for page in held.pages if page.at >= started]
    if new:
        near = [page for page in held.pages if started - _LONGEST_BACK <= page.at < started]
        new = near[len(near) - max(_NEW - len(new), 0) :] + new
    return held.pages[: len(held.pages) - len(new)], tuple(new)


def fallen_shares(
    held: Held, standing: Mapping[str, Finding], family: Mapping[str, float], accepted: Mapping[str, datetime]
) -> Iterator[Finding]:
    """Shares that fell by more than chance. A finding that stands is held against the history it was found by, since
    what went wrong becomes history itself. `family`: shares of other newspapers, asked where there is no history.
    `accepted`: code → when its history begins; others are not asked about it any more."""
    before, new = split(held)
    history = _History(held.newspaper, standing, family, accepted)
    found = list(_fallen(history, _OF_PAGES, before, new))
    before, new = _read(before), _read(new)
    long_enough = [page for page in before if page.at >= accepted.get("short", page.at)]
    marks = (*_OF_ARTICLES, *_length(long_enough)) if len(long_enough) >= _HISTORY else _OF_ARTICLES
    found += _fallen(history, marks, before, new)
    # A redesign that costs nothing yet; one that does is told by what it costs.
    yield from found or _fallen(history, (_template(before, held.layouts, standing.get("template")),), before, new)


def shares(held: Held) -> dict[str, float]:
    """Code → share among all that is held; empty without a history."""
    pages, articles = held.pages, _read(held.pages)
    if len(articles) < _HISTORY:
        return {}
    told = {mark.code: _count(mark, pages) for mark in _OF_PAGES}
    told |= {mark.code: _count(mark, articles) for mark in _OF_ARTICLES}
    return {code: with_it / of for code, (with_it, of) in told.items()}


def _read(pages: Sequence[Page]) -> tuple[Page, ...]:
    return tuple(page for page in pages if page.is_read)


def _length(before: Sequence[Page]) -> tuple[_Mark, ...]:
    """Marks of an article as long as they were: half the median at least, and no longer than any usual one by far."""
    middle, spread = usual([page.words for page in before])
    most = 3 * middle + 5 * spread
    return (
        _Mark(
            "short", "red", lambda page: page.words >= middle / 2, f"have half of the usual {middle:.0f} words", _PROBE
        ),
        _Mark("long", "amber", lambda page: page.words <= most, f"have {most:.0f} words at most, as usual", _PROBE),
    )


def _template(before: Sequence[Page], listed: Container[str], standing: Finding | None) -> _Mark:
    """Marks of an article printed as its newspaper's layouts say, or as another one before.

    A layout that the newspaper does not list is tried on its pages as well: whoever moves to a system known from
    elsewhere is read on, and nobody would learn of it. What it came to print since a finding stands makes no custom.
    """
    since = standing.since if standing else None
    counts = Counter(page.template for page in before if since is None or page.at < since)

    def is_known(page: Page) -> bool:
        return not page.template or page.template in listed or counts[page.template] > 1

    return _Mark("template", "amber", is_known, "are printed with a template that was seen before", _PROBE)


def _count(mark: _Mark, pages: Sequence[Page]) -> Told:
    return sum(map(mark.has, pages)), len(pages)


@dataclass(frozen=True, slots=True)
class _History:
    """What a newspaper's shares are held against besides its pages."""

    newspaper: str
    standing: Mapping[str, Finding]
    family: Mapping[str, float]
    accepted: Mapping[str, datetime]


def _fallen(
    history: _History, marks: Sequence[_Mark], before: Sequence[Page], new: Sequence[Page]
) -> Iterator[Finding]:
    name = history.newspaper
    for mark in marks:
        found, since = history.standing.get(mark.code), history.accepted.get(mark.code)
        counted = before if since is None else [page for page in before if page.at >= since]
        was = found.before if found and found.before else _count(mark, counted)
        now = _count(mark, new)
        if found and not now[1]:
            yield found
        elif was[1] >= _HISTORY and (_is_half(now, was) if found else _is_fallen(now, was)):
            said = f"{now[0]} of the last {now[1]} articles {mark.said}, before {was[0]} of {was[1]}"
            yield Finding(mark.code, mark.level, said, mark.todo.format(name=name), was)
        elif since is None and was[1] < _HISTORY and _lacks(_count(mark, [*before, *new]), history.family, mark.code):
            said = f"none of its first {was[1] + now[1]} articles {mark.said}; of other newspapers' most do"
            yield Finding(mark.code, "amber", said, mark.todo.format(name=name))


def _is_fallen(now: Told, was: Told) -> bool:
    return _is_half(now, was) and chance_of_so_few(*now, *was) < BY_NO_CHANCE


def _is_half(now: Told, was: Told) -> bool:
    return bool(now[1]) and now[0] / now[1] <= _HALF * was[0] / was[1]


def _lacks(now: Told, others: Mapping[str, float], code: str) -> bool:
    return now[1] >= _FAMILY_NEW and now[0] == 0 and others.get(code, 0.0) >= _FAMILY
