"""Moments of publication, printed and in metadata."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.cleaning.dates import cut_moment, is_moment, parse_month_first, parse_published
from newsarchive.cleaning.text import clean_text
from tables import dates

CAPTURED = datetime.fromisoformat(dates.CAPTURED)


@pytest.mark.parametrize(("form", "text", "value"), dates.PUBLISHED)
def test_printed_form(form: str, text: str, value: str | None) -> None:
    published = parse_published(text)
    assert (published.value.isoformat() if published else None) == value
    if published:
        assert published.raw == clean_text(text)
        assert published.precision == ("minute" if isinstance(published.value, datetime) else "day")
        assert not isinstance(published.value, datetime) or published.value.tzinfo is not None


@pytest.mark.parametrize(("text", "value", "skew"), dates.RELATIVE)
def test_seen_from_the_capture(text: str, value: str | None, skew: bool) -> None:
    published = parse_published(text, captured_at=CAPTURED)
    assert (published.value.isoformat() if published else None) == value
    assert published is None or published.clock_skew is skew


def test_naive_capture_is_utc() -> None:
    assert parse_published("07/03/2026 10:01", captured_at=CAPTURED.replace(tzinfo=None)).clock_skew  # type: ignore[union-attr]


def test_month_first_is_the_layouts_knowledge() -> None:
    text = "03/07/2026 08:52"
    assert parse_month_first(text).value.isoformat() == "2026-03-07T08:52:00+07:00"  # type: ignore[union-attr]
    assert parse_published(text).value.isoformat() == "2026-07-03T08:52:00+07:00"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Ngân Hân - Đình Tuyến - 19/06/2025 18:33", "Ngân Hân - Đình Tuyến"),
        ("PV•28/01/2025 08:22", "PV"),
        ("Thứ Năm, 17/12/2020 - 19:14", ""),
        ("Thu Hà (08:22 28/01/2025)", "Thu Hà"),
        ("Từ 1/11/2017: rượu phải dán tem", "Từ 1/11/2017: rượu phải dán tem"),
        ("Thu Hà", "Thu Hà"),
    ],
)
def test_moment_is_cut_off_a_header(line: str, rest: str) -> None:
    assert cut_moment(line) == rest


@pytest.mark.parametrize("line", ["Sáng 5/3/2024, tỉnh khởi công cầu", "Đội tuyển thắng 3-2", "Thu Hà 19/06/2025", ""])
def test_a_sentence_is_no_moment(line: str) -> None:
    assert not is_moment(line)


@given(st.text(alphabet="0123456789/-:.,hgTZ +()GMTthứ haiSACHPM", max_size=40))
def test_never_raises_and_stays_in_range(text: str) -> None:
    published = parse_published(text, captured_at=CAPTURED)
    assert published is None or 1990 <= published.value.year <= 2026


def test_gold_dates(shared: Path) -> None:
    """Every printed moment of the shared corpus to the minute, and every ISO one exactly."""
    wrong = []
    for path in sorted((shared / "corpus" / "dev").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if not gold.get("published"):
            continue
        printed, told = parse_published(gold["published_raw"]), parse_published(gold["published"])
        if not printed or printed.value.isoformat()[:16] != gold["published"][:16]:
            wrong.append(gold["published_raw"])
        if not told or told.value.isoformat() != gold["published"]:
            wrong.append(gold["published"])
    assert wrong == []


def test_no_general_date_library_is_loaded() -> None:
    """The first free-text date of such a library costs 1.8 s of CPU in every worker."""
    code = "import sys; from newsarchive.cleaning import parse_published as p; p('x 9/9/2024'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "newsarchive.cleaning.dates" in loaded
    assert not {"dateparser", "htmldate", "dateutil", "scrapy", "datasette"} & set(loaded)
