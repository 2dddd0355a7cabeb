"""Instants in WARC and ARC files."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_W3C = re.compile(
    r"""(?P<year>\d{4})
        (?:-?(?P<month>\d\d) (?:-?(?P<day>\d\d)
            (?:[T ]?(?P<hour>\d\d) (?::?(?P<minute>\d\d)
                (?::?(?P<second>\d\d) (?:\.(?P<fraction>\d{1,9}))? )? )? )? )? )?
        \s* (?:Z | (?P<sign>[+-])(?P<zone_hour>\d\d):?(?P<zone_minute>\d\d))? \s* \Z""",
    re.VERBOSE | re.IGNORECASE,
)


def parse_warc_date(text: str | None) -> datetime | None:
    """A WARC-Date or an ARC date → instant in UTC; None when absent or unreadable.

    Dates cut short are allowed by WARC 1.1 and mean their first instant; ARC writes 14 digits or fewer.

    >>> parse_warc_date("2016-09-19T17:20:24.123456789Z").isoformat()
    '2016-09-19T17:20:24.123456+00:00'
    >>> parse_warc_date("2016-09").isoformat(), parse_warc_date("20080430204825").isoformat()
    ('2016-09-01T00:00:00+00:00', '2008-04-30T20:48:25+00:00')
    >>> parse_warc_date("yesterday")
    """
    found = _W3C.match((text or "").strip())
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
