"""Tết: the days around the lunar new year, on which Vietnam, its newspapers among it, rests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from newsarchive.article import VIETNAM

_NEW_YEARS = (
    date(2010, 2, 14), date(2011, 2, 3), date(2012, 1, 23), date(2013, 2, 10), date(2014, 1, 31),
    date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25),
    date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
    date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 2), date(2031, 1, 23), date(2032, 2, 11),
    date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8), date(2036, 1, 28), date(2037, 2, 15), date(2038, 2, 4),
    date(2039, 1, 24), date(2040, 2, 12),
)  # fmt: skip
"""First days of the lunar year by Vietnam's calendar, which is not always China's (2030); held against the package
`holidays`."""
_BEFORE, _AFTER = timedelta(days=3), timedelta(days=6)
"""The public holidays of 2025 and 2026 had nine days; the last paper comes out on the day before them."""


def is_tet(day: date) -> bool:
    """Whether a day is one of them.

    >>> is_tet(date(2026, 2, 17)), is_tet(date(2026, 3, 2))
    (True, False)
    """
    return any(first - _BEFORE <= day <= first + _AFTER for first in _NEW_YEARS)


def tet_between(first: datetime, last: datetime) -> timedelta:
    """How much of the time between two instants it was."""
    spans = [(_midnight(day - _BEFORE), _midnight(day + _AFTER + timedelta(days=1))) for day in _NEW_YEARS]
    return sum((max(min(end, last) - max(begin, first), timedelta(0)) for begin, end in spans), timedelta(0))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
