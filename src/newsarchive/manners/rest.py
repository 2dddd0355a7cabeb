"""Retry-After: how long a server asks us to stay away."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MOST = 10 * 366 * 86_400.0
"""Ten years: only so that sums of times stay dates. Nothing that a person could mean is shortened."""


def read_retry_after(value: str | None, *, now: float, date: str | None = None) -> float | None:
    """Seconds to wait after a Retry-After header, in seconds or as a date; None when it says nothing. Never raises.

    `now` is seconds since 1970. `date` is the answer's own Date header: a server whose clock is wrong means the time
    between the two.

    >>> read_retry_after("120", now=0)
    120.0
    >>> read_retry_after("Thu, 08 Jan 2026 11:31:00 GMT", now=0, date="Thu, 08 Jan 2026 11:21:00 GMT")
    600.0
    """
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", text, re.ASCII):
        return min(float(text[:40]), MOST)
    until = _instant(text)
    if until is None:
        return None
    sent = _instant(date) if date else None
    return min(max(0.0, until - (now if sent is None else sent)), MOST)


def _instant(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _in_old_form(text)


def _in_old_form(text: str) -> float | None:
    """RFC 850, which RFC 9110 (5.6.7) still asks us to read: "Thursday, 08-Jan-26 11:31:00 GMT"."""
    try:
        return datetime.strptime(text.strip(), "%A, %d-%b-%y %H:%M:%S GMT").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None
