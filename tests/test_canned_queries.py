"""The canned queries of metadata.yml, each asked of planted articles and held against the answer worked out by hand."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import yaml

from newsarchive.project import metadata_path
from newsarchive.publish import publish
from newsarchive.reading.security import harden
from newsarchive.reading.sql import register_functions
from reading_room import STORIES, Story, build_archive

QUERIES: dict[str, dict[str, Any]] = yaml.safe_load(metadata_path().read_text(encoding="utf-8"))["databases"]["public"][
    "queries"
]
AGENCY = (
    "Đoàn kiểm tra liên ngành của huyện đã làm việc với mười hai cơ sở sản xuất hương ở ven sông, lập biên bản bốn "
    "trường hợp xả thải chưa qua xử lý, yêu cầu khắc phục trong ba tuần và báo cáo kết quả về phòng tài nguyên trước "
    "ngày hai mươi của tháng tới, nếu không sẽ đình chỉ hoạt động theo quy định hiện hành của tỉnh."
)
PLANTED = (
    Story(
        "eeeeeeeeeeeeeee1", "Xả thải ven sông", (AGENCY,),
        published=datetime.fromisoformat("2025-06-10T06:00:00+07:00"), bylines=(("Hà Vy", "text"),), section=None,
    ),
    Story(
        "eeeeeeeeeeeeeee2", "Xả thải ven sông, lại nói", (AGENCY,), newspaper="cantho",
        published=datetime.fromisoformat("2025-07-02T19:30:00+07:00"), bylines=(("Hà Vy", "text"), ("TTXVN", "source")),
    ),
    Story("eeeeeeeeeeeeeee3", "Tin ngắn", ("Một dòng.",), newspaper="cantho", published=date(2025, 8, 1), bylines=()),
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    published = publish(build_archive(tmp_path_factory.mktemp("queries"), [*STORIES, *PLANTED]))
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        register_functions(connection)
        harden(connection)
        yield connection


BAC_NINH, CAN_THO = "Báo Bắc Ninh", "Báo Cần Thơ"
ANSWERS: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {
    "tim_dung_dau": ({"q": "cải cách hành chính"}, [{"day": "2023-02-03", "headline": STORIES[0].headline}]),
    "tan_suat_theo_nam": (
        {"q": '"xa thai"'},
        [{"year": 2021, "found": 0, "articles": 1}, {"year": 2025, "found": 2, "articles": 3, "per_1000": 666.67}],
    ),
    "bao_nao_viet_nhieu": (
        {"q": '"xa thai"'},
        [{"newspaper": BAC_NINH, "found": 1, "held": 3, "per_1000": 333.33},
         {"newspaper": CAN_THO, "found": 1, "held": 4, "per_1000": 250.0}],
    ),
    "tac_gia": ({"newspaper": "cantho"}, [{"name": "Hà Vy", "role": "text", "articles": 1, "newspapers": 1}]),
    "bai_da_sua": ({}, [{"earlier_headline": "Huyện Sông Trăng cải cách thủ tục", "revisions": 2}]),
    "khoang_trong": ({}, [{"newspaper": CAN_THO, "year": 2021, "month": 11}, {"newspaper": BAC_NINH, "month": 3}]),
    "bao_dang_chung": (
        {},
        [{"newspaper": BAC_NINH, "other_newspaper": CAN_THO, "shared": 1, "first_printed_here": 1,
          "first_printed_there": 0, "contained": 1.0}],
    ),
    "doi_tit": (
        {}, [{"earlier_headline": "Huyện Sông Trăng cải cách thủ tục", "headline": STORIES[0].headline}]
    ),
    "sua_sau_bao_lau": ({}, [{"newspaper": BAC_NINH, "edits": 1, "articles": 1}]),
    "ky_ten": (
        {},
        [{"newspaper": CAN_THO, "year": "2025", "articles": 2, "signed": 1, "from_a_source": 1,
          "signed_percent": 50.0}],
    ),
    "viet_cho_nhieu_bao": ({}, [{"name": "Hà Vy", "newspapers": 2, "articles": 2, "first_day": "2025-06-10"}]),
    "anh_cua_ai": ({}, [{"credit": "Thiên Thanh", "newspaper": BAC_NINH, "pictures": 1}]),
    "do_dai_bai": ({}, [{"newspaper": CAN_THO, "year": "2025", "articles": 2, "longest": len(AGENCY.split())}]),
    "gio_dang": (
        {"newspaper": ""}, [{"hour": 6, "articles": 1}, {"hour": 8, "articles": 1}, {"hour": 19, "articles": 1}]
    ),
    "truoc_sau_sap_nhap": (
        {"q": '"xa thai"'},
        [{"province": "Bắc Ninh", "period": "→ 2025-06", "found": 1, "held": 2, "per_1000": 500.0},
         {"province": "Cần Thơ", "period": "2025-07 →", "found": 1, "held": 2},
         {"province": "Cần Thơ", "period": "→ 2025-06", "found": 0, "held": 2}],
    ),
}  # fmt: skip
"""Query → (parameters, what some of its rows say)."""


def test_there_are_fifteen_and_each_is_asked() -> None:
    assert set(QUERIES) == set(ANSWERS)
    assert len(QUERIES) == 15


@pytest.mark.parametrize("name", list(ANSWERS))
def test_a_query_answers_what_was_planted(db: sqlite3.Connection, name: str) -> None:
    parameters, expected = ANSWERS[name]
    assert set(QUERIES[name].get("params", ())) == set(parameters) == set(re.findall(r":(\w+)", QUERIES[name]["sql"]))
    rows = [dict(row) for row in db.execute(QUERIES[name]["sql"], parameters)]
    for wanted in expected:
        assert any(wanted.items() <= row.items() for row in rows), (wanted, rows)


def test_edits_are_told_in_hours(db: sqlite3.Connection) -> None:
    """Published 2023-02-03 08:15 in Vietnam, the edit captured 2024-06-02 01:00 UTC."""
    (row,) = db.execute(QUERIES["sua_sau_bao_lau"]["sql"]).fetchall()
    hours = datetime.fromisoformat("2024-06-02T01:00:00+00:00") - datetime.fromisoformat("2023-02-03T01:15:00+00:00")
    assert row["soonest_hours"] == row["mean_hours"] == pytest.approx(hours.total_seconds() / 3600, abs=0.06)


def test_an_empty_release_gives_no_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    published = publish(build_archive(tmp_path_factory.mktemp("none"), [replace(STORIES[0], withheld=True)]))
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as connection:
        register_functions(connection)
        for name, (parameters, _) in ANSWERS.items():
            assert connection.execute(QUERIES[name]["sql"], parameters).fetchall() == [], name
