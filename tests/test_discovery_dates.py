"""Dates as feeds and sitemaps write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.discovery.dates import read_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 08 Jan 2026 18:21:00 +0700", "2026-01-08T18:21:00+07:00"),
        ("Thu, 8 Jan 2026 11:21 GMT", "2026-01-08T11:21:00+00:00"),
        ("Thu, 08 Jan 2026 18:21:00 GMT+7", "2026-01-08T18:21:00+07:00"),
        ("Thu, 08 Jan 2026 18:21:00 GMT+07:00", "2026-01-08T18:21:00+07:00"),
        ("Thu, 08 Jan 2026 18:21:00", "2026-01-08T18:21:00+07:00"),
        ("2026-01-08T18:21+07:00", "2026-01-08T18:21:00+07:00"),
        ("2026-01-08T18:21:07.123+0700", "2026-01-08T18:21:07+07:00"),
        ("2026-01-08", "2026-01-08T00:00:00+07:00"),
        ("2026-01-08T11:21:00z", "2026-01-08T11:21:00+00:00"),
        ("1/8/2026 6:21:00 PM", None),
        ("2026-13-40", None),
        ("Thứ năm", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_feeds_and_sitemaps(text: str | None, moment: str | None) -> None:
    read = read_moment(text)
    assert (read and read.isoformat()) == moment


@given(st.text(max_size=40))
def test_a_date_never_raises_and_has_a_zone(text: str) -> None:
    read = read_moment(text)
    assert read is None or read.tzinfo is not None
