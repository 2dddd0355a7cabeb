"""Row ids are days: YYYYMMDD * 100000 + n, in the Vietnamese calendar. Undated articles have ids below any day."""

from __future__ import annotations

import re

PER_DAY = 100_000
"""Ids of one day: n runs from 1 to 99,999."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")


def day_number(day: str) -> int:
    """The id before the first one of a day.

    >>> day_number("2023-02-03")
    2023020300000
    """
    return int(day.replace("-", "")) * PER_DAY


def first_id(since: str | None) -> int:
    """The lowest id of a day, month or year; 0, which lets undated articles in, when none is told.

    >>> first_id("2023"), first_id("2023-02"), first_id("no date")
    (2023000000000, 2023020000000, 0)
    """
    match = _DAY.match((since or "").strip())
    return int(match[1] + (match[2] or "").zfill(2) + (match[3] or "").zfill(2)) * PER_DAY if match else 0


def last_id(until: str | None) -> int:
    """The highest id of a day, month or year.

    >>> last_id("2023"), last_id("2023-2"), last_id(None)
    (2023999999999, 2023029999999, 9999999999999)
    """
    match = _DAY.match((until or "").strip())
    if not match:
        return 99_999_999 * PER_DAY + PER_DAY - 1
    day = match[1] + (match[2].zfill(2) if match[2] else "99") + (match[3].zfill(2) if match[3] else "99")
    return int(day) * PER_DAY + PER_DAY - 1
