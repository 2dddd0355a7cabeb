"""Cron lines, by the clock of Vietnam, which knows no summer time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cronsim import CronSim, CronSimError

from newsarchive.exceptions import ScheduleError
from newsarchive.schedules.records import in_vietnam


def check_line(line: str) -> str:
    """The line with single blanks. Raises ScheduleError when it is no cron line of five fields, or never comes."""
    line = " ".join(line.split())
    if len(line.split()) != 5:
        raise ScheduleError(line, "five fields are needed: minute, hour, day of the month, month, day of the week")
    if not next_slots(line, 0.0, 1):
        raise ScheduleError(line, "there is no such day")
    return line


def next_slots(line: str, after: float, count: int) -> list[float]:
    """The next `count` slots after an instant (fewer when there are none within 50 years).

    >>> from newsarchive.schedules.records import in_vietnam
    >>> in_vietnam(next_slots("0 5 * * 0", 1_780_000_000, 1)[0]).strftime("%A %d/%m/%Y %H:%M %z")
    'Sunday 31/05/2026 05:00 +0700'
    """
    return list(islice(_slots(line, after), count))


def slots_until(line: str, after: float, until: float) -> Iterator[float]:
    """The slots after one instant, up to another and with it."""
    for slot in _slots(line, after):
        if slot > until:
            return
        yield slot


def _slots(line: str, after: float) -> Iterator[float]:
    try:
        for moment in CronSim(line, in_vietnam(after)):
            yield moment.timestamp()
    except CronSimError as error:
        raise ScheduleError(line, str(error)) from error
