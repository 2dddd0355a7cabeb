"""What a day should have brought.

Three witnesses, the surest first. Lists name addresses of that day that we do not hold: at least so many are missing.
Article numbers run through the whole newspaper: where they went on while we held nothing, articles came out, and where
they stood still (Tết, a day without a paper) none did. Else the same weekday at other times tells: the median of the
nearest eight that brought anything; a weekday that hardly ever brings anything is none of the newspaper's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from math import sqrt
from statistics import median

from newsarchive.gaps.records import By, Day, Gaps, Held

_NEAREST = 8
"""Days of the same weekday that are asked."""
_FEWEST = 3
"""Days of the same weekday that make a median worth having."""
_SELDOM = 0.25
"""A weekday that brings something this much more seldom than days do on average is no day of the newspaper."""
_IN_ORDER = 0.95
"""Share of neighbours in the order of numbers whose days are in order too: then numbers tell time."""
_FEWEST_NUMBERS = 20
_LISTED = 3
"""Addresses that lists name on a day of which something is held: one or two may have been taken down before we came."""
_BY_NO_CHANCE = 5.0
_STOOD_STILL = 0.4
"""Numbers that went on by less than this share of a usual day's stood still: drafts and galleries take numbers too."""


def judge(held: Held, first: date, last: date) -> Gaps:
    """Every day from `first` to `last`, with what it should have brought."""
    weekdays = _Weekdays(held, first, last)
    numbers = _Numbers.of(held)
    dates = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    days = [_expect(day, held, weekdays, numbers) for day in dates]
    return Gaps(held.newspaper, tuple(_mark(days)))


def _expect(day: date, held: Held, weekdays: _Weekdays, numbers: _Numbers | None) -> Day:
    count, listed = held.articles.get(day, 0), held.listed.get(day, 0)
    expected, by = weekdays.expect(day)
    told = numbers.expect(day, held, weekdays) if numbers and count == 0 else None
    if told is not None:
        expected, by = told, "ids"
    if listed and count + listed > expected:
        expected, by = float(count + listed), "lists"
    return Day(day, count, expected, by, listed)


def _mark(days: Sequence[Day]) -> Iterator[Day]:
    """Each day with the judgement whether it is a gap.

    What lists name is missing, be it much or little. Else chance is held against it, as if articles came singly
    (Poisson): a stretch of empty days that should have brought five is empty by chance once in 150 times, and three
    standard deviations below what was expected are rarer still.
    """
    for is_empty, run in groupby(days, key=lambda day: day.held == 0):
        stretch = list(run)
        enough = sum(day.expected for day in stretch) >= _BY_NO_CHANCE
        for day in stretch:
            lacks = day.expected - day.held
            named = day.listed and (is_empty or day.listed >= _LISTED)
            silent = is_empty and enough and day.expected > 0
            few = lacks >= day.expected / 2 and lacks > 3 * sqrt(day.expected)
            yield replace(day, is_gap=bool(named or silent or (few and not is_empty)))


class _Weekdays:
    """What each weekday brings."""

    def __init__(self, held: Held, first: date, last: date) -> None:
        known = [day for day, count in held.articles.items() if count]
        first, last = min([first, *known]), max([last, *known])
        self._counts = held.articles
        self._days = {at: sorted(day for day in known if day.weekday() == at) for at in range(7)}
        weeks = max((last - first).days / 7, 1.0)
        often = len(known) / 7 / weeks
        self._none = {at for at, days in self._days.items() if len(days) / weeks < _SELDOM * often}
        self.usual = float(median(held.articles[day] for day in known)) if known else 0.0

    def expect(self, day: date) -> tuple[float, By | None]:
        weekday = day.weekday()
        others = [other for other in self._days[weekday] if other != day]
        if weekday in self._none:
            return 0.0, "weekday" if sum(map(len, self._days.values())) >= 7 * _FEWEST else None
        if len(others) < _FEWEST:
            return 0.0, None
        nearest = sorted(others, key=lambda other: abs((other - day).days))[:_NEAREST]
        return float(median(self._counts[other] for other in nearest)), "weekday"


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Article numbers as a clock."""

    days: Sequence[date]
    highest: Sequence[int]
    """The highest number up to the end of each day."""
    per_article: float
    """By how much numbers go on for one article held."""

    @classmethod
    def of(cls, held: Held) -> _Numbers | None:
        """None where numbers do not tell time: too few, or not in the order of days."""
        numbers = sorted(held.numbers)
        if len(numbers) < _FEWEST_NUMBERS:
            return None
        steps = list(pairwise(numbers))
        if sum(one[1] <= other[1] for one, other in steps) < _IN_ORDER * len(steps):
            return None
        tops: dict[date, int] = {}
        for number, day in numbers:
            tops[day] = max(tops.get(day, 0), number)
        days, highest, top = sorted(tops), [], 0
        for day in days:
            top = max(top, tops[day])
            highest.append(top)
        rates = [
            (later - sooner) / held.articles[day]
            for (sooner, later), (before, day) in zip(pairwise(highest), pairwise(days), strict=True)
            if (day - before).days == 1 and held.articles.get(day) and later > sooner
        ]
        return cls(days, highest, median(rates)) if len(rates) >= _FEWEST else None

    def expect(self, day: date, held: Held, weekdays: _Weekdays) -> float | None:
        """Articles on a day of which none is held; None outside the days that numbers span.

        Numbers tell of a stretch of empty days as a whole; its days share it as their weekdays do.
        """
        before, after = bisect_left(self.days, day) - 1, bisect_right(self.days, day)
        if before < 0 or after >= len(self.days):
            return None
        first, last = self.days[before], self.days[after]
        went_on = (self.highest[after] - self.highest[before]) / self.per_article
        total = max(went_on - held.articles[last], 0.0)  # the day after has its own share of the numbers
        empty = [first + timedelta(days=at) for at in range(1, (last - first).days)]
        usual = sum(weekdays.expect(one)[0] for one in empty)
        if total < _STOOD_STILL * (usual or weekdays.usual):
            return 0.0
        return total * weekdays.expect(day)[0] / usual if usual else total / len(empty)
