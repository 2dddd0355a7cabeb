"""Article numbers that may be missing, and the addresses at which a newspaper answers for a number alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from newsarchive.gaps.records import Day, Held
from newsarchive.link import Link
from newsarchive.press import Newspaper

FOUND_AS = "number in the newspaper's sequence"


def missing_numbers(held: Held, stretches: Sequence[Sequence[Day]]) -> tuple[int, ...]:
    """Numbers between those of the days around each stretch that are not held; none where numbers tell no time."""
    own = sorted(held.numbers)
    known = {number for number, _ in own}
    found: list[int] = []
    for stretch in stretches:
        low, high = _around(own, stretch[0].day, stretch[-1].day)
        found += [number for number in range(low + 1, high) if number not in known]
    return tuple(dict.fromkeys(found))


def number_links(newspaper: Newspaper, numbers: Sequence[int]) -> Iterator[Link]:
    """Addresses by `by_number` of the newspaper's file; none where it has none."""
    shape = newspaper.by_number
    if shape is not None:
        yield from (Link(shape.format(n=number), "article", FOUND_AS) for number in numbers)


def _around(own: Sequence[tuple[int, date]], first: date, last: date) -> tuple[int, int]:
    """(highest number before the days, lowest behind them); an empty range where either is not held."""
    before = [number for number, day in own if day < first]
    after = [number for number, day in own if day > last]
    return (max(before), min(after)) if before and after else (0, 0)
