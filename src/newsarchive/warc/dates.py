"""Instants in WARC and ARC files."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_W3C = re.compile(
    r"""(?P<year>\d{4})
        (?:-?(?P<month>\d\d) (?:-?(?P<day>\d\d)
            (?:[T ]?(?P<hour>\d\d) (?::?(?P<minute>\d\d)
                (?::?(?P<second>\d\d) (?:\.(?P<fraction>\d{1,9}))? )? )? )? )? )?
        \s* (?:Z | (?P<sign>[+-])(?P<zone_hour>\d\d):?(?P<zone_minute>\d\d))? \s* \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\dZ\Z", re.ASCII)
_DAY_OF_YEAR = re.compile(r"\A(\d{4})-(\d\d)-(\d{3})(?=T)")


def _calendar_day(found: re.Match[str]) -> str:
    """Year, month and day of the year → a calendar day, where month and day agree; anything else stays as it is."""
    year, month, day = (int(part) for part in found.groups())
    try:
        told = date(year, 1, 1) + timedelta(days=day - 1)
    except (ValueError, OverflowError):
        return found[0]
    return told.isoformat() if told.month == month else found[0]


def parse_warc_date(text: str | None) -> datetime | None:
    """A WARC-Date or an ARC date → instant in UTC; None when absent or unreadable.

    Dates cut short are allowed by WARC 1.1 and mean their first instant; ARC writes 14 digits or fewer.

    >>> parse_warc_date("2016-09-19T17:20:24.123456789Z").isoformat()
    '2016-09-19T17:20:24.123456+00:00'
    >>> parse_warc_date("2016-09").isoformat(), parse_warc_date("20080430204825").isoformat()
    ('2016-09-01T00:00:00+00:00', '2008-04-30T20:48:25+00:00')
    >>> parse_warc_date("yesterday")
    >>> parse_warc_date("2008-10-294T05:21:46-0700").isoformat()  # ClueWeb09 counts days of the year
    '2008-10-20T12:21:46+00:00'
    """
    if text and _USUAL.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    found = _W3C.match(_DAY_OF_YEAR.sub(_calendar_day, (text or "").strip()))
    if not found:
        return None
    part = found.groupdict()
    try:
        local = datetime(
            int(part["year"]),
            int(part["month"] or 1),
            int(part["day"] or 1),
            int(part["hour"] or 0),
            int(part["minute"] or 0),
            min(int(part["second"] or 0), 59),  # a leap second has no place in datetime
            int((part["fraction"] or "0").ljust(6, "0")[:6]),
            tzinfo=UTC,
        )
        shift = timedelta(hours=int(part["zone_hour"] or 0), minutes=int(part["zone_minute"] or 0))
        return local + shift if part["sign"] == "-" else local - shift
    except (ValueError, OverflowError):
        return None


def format_warc_date(instant: datetime) -> str:
    """An aware instant → WARC-Date in UTC, to the second, or to the microsecond where it has one.

    >>> format_warc_date(datetime(2026, 1, 8, 11, 21, tzinfo=UTC))
    '2026-01-08T11:21:00Z'
    """
    if instant.tzinfo is None:
        msg = "a WARC-Date needs an instant with its zone"
        raise ValueError(msg)
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
