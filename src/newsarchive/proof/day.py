"""The days that a root stands for: calendar days in Vietnam, as everywhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from newsarchive.article import VIETNAM
from newsarchive.store import moments

ZONE = "Asia/Ho_Chi_Minh"


def bounds(day: date) -> tuple[str, str]:
    """Its first second and the first of the next day in UTC; such texts sort as the moments of captures do.

    >>> bounds(date(2026, 1, 8))
    ('2026-01-07T17:00:00', '2026-01-08T17:00:00')
    """
    begin = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
    return _bare(begin), _bare(begin + timedelta(days=1))


def today(now: datetime | None = None) -> date:
    """The day that is not over yet."""
    return (now or datetime.now(UTC)).astimezone(VIETNAM).date()


def day_of(fetched_at: str) -> str | None:
    """The day of a capture, as news.db has its time."""
    return moments.day_of(moments.load_moment(fetched_at))


def _bare(moment: datetime) -> str:
    return moments.to_text(moment).removesuffix("Z")
