"""Articles of the last run against those before it: what share of them has what an article has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from newsarchive.health.odds import chance_of_so_few, usual
from newsarchive.health.records import Finding, Held, Level, Page

_NEW = 5
"""Articles that a run should have to be judged by; one with fewer is judged with those before it."""
_LONGEST_BACK = timedelta(days=7)
_HISTORY = 20
"""Articles that make a history; with fewer, other newspapers' shares are asked."""
_BY_NO_CHANCE = 1e-4
"""Nine shares a run and sixty newspapers a day would be wrong once in three weeks, if the half below were not asked."""
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


def fallen_shares(held: Held, standing: Mapping[str, Finding], family: Mapping[str, float]) -> Iterator[Finding]:
    """Shares that fell by more than chance. A finding that stands is held against the history it was found by, since
    what went wrong becomes history itself. `family`: shares of other newspapers, asked where there is no history."""
    before, new = split(held)
    name = held.newspaper
    yield from _fallen(name, _OF_PAGES, before, new, standing, family)
    before, new = _read(before), _read(new)
    marks = (*_OF_ARTICLES, *_length(before)) if len(before) >= _HISTORY else _OF_ARTICLES
    yield from _fallen(name, marks, before, new, standing, family)


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


def _count(mark: _Mark, pages: Sequence[Page]) -> Told:
    return sum(map(mark.has, pages)), len(pages)


def _fallen(  # noqa: PLR0917 - the two sides of a comparison and what else is known of it
    name: str,
    marks: Sequence[_Mark],
    before: Sequence[Page],
    new: Sequence[Page],
    standing: Mapping[str, Finding],
    family: Mapping[str, float],
) -> Iterator[Finding]:
    for mark in marks:
        found = standing.get(mark.code)
        was = found.before if found and found.before else _count(mark, before)
        now = _count(mark, new)
        if found and not now[1]:
            yield found
        elif was[1] >= _HISTORY and (_is_half(now, was) if found else _is_fallen(now, was)):
            said = f"{now[0]} of the last {now[1]} articles {mark.said}, before {was[0]} of {was[1]}"
            yield Finding(mark.code, mark.level, said, mark.todo.format(name=name), was)
        elif was[1] < _HISTORY and _lacks(_count(mark, [*before, *new]), family.get(mark.code, 0.0)):
            said = f"none of its first {was[1] + now[1]} articles {mark.said}; of other newspapers' most do"
            yield Finding(mark.code, "amber", said, mark.todo.format(name=name))


def _is_fallen(now: Told, was: Told) -> bool:
    return _is_half(now, was) and chance_of_so_few(*now, *was) < _BY_NO_CHANCE


def _is_half(now: Told, was: Told) -> bool:
    return bool(now[1]) and now[0] / now[1] <= _HALF * was[0] / was[1]


def _lacks(now: Told, others: float) -> bool:
    return now[1] >= _FAMILY_NEW and now[0] == 0 and others >= _FAMILY
