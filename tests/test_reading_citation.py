"""How an article is cited, and which months are missing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from newsarchive.publish import publish
from newsarchive.reading.coverage import read_coverage
from newsarchive.reading.pages import reference
from newsarchive.reading.request import Ask
from newsarchive.reading.strips import WIDTH, draw_strips
from reading_room import STORIES, build_archive

LATER = replace(STORIES[2], uid="ccccccccccccccc1", published=date(2022, 2, 5))
HOST = "https://kho.example"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    archive = build_archive(tmp_path_factory.mktemp("citation"), [*STORIES[:1], *STORIES[2:], LATER])
    with closing(sqlite3.connect(f"file:{publish(archive).path}?mode=ro", uri=True)) as connection:
        yield connection


def cited(db: sqlite3.Connection, form: str, uid: str = "aaaaaaaaaaaaaaa1") -> str:
    page = reference(db, Ask(f"/bai/{uid}.{form}", {}, {"uid": uid, "format": form}, HOST))
    assert page.text is not None
    return page.text


def test_bibliographies_tell_author_day_and_permalink(db: sqlite3.Connection) -> None:
    (item,) = json.loads(cited(db, "csl.json"))
    assert item["author"] == [{"literal": "Đức Minh"}]
    assert item["issued"] == {"date-parts": [[2023, 2, 3]]}
    assert item["archive_location"] == f"{HOST}/bai/aaaaaaaaaaaaaaa1"
    bib = cited(db, "bib")
    assert bib.startswith("@article{newsarchive_aaaaaaaaaaaaaaa1,\n")
    assert "  author = {{Đức Minh}},\n  title = {{Huyện Sông Trăng đẩy mạnh cải cách hành chính}},\n" in bib
    lines = cited(db, "ris").split("\r\n")
    assert {"TY  - NEWS", "AU  - Đức Minh", "DA  - 2023/02/03", "T2  - Báo Bắc Ninh", "ER  - "} <= set(lines)


def test_what_the_page_does_not_tell_is_left_out(db: sqlite3.Connection) -> None:
    (item,) = json.loads(cited(db, "csl.json", "aaaaaaaaaaaaaaa4"))
    assert "issued" not in item
    assert "\n  date =" not in cited(db, "bib", "aaaaaaaaaaaaaaa4")


def test_nothing_to_cite(db: sqlite3.Connection) -> None:
    page = reference(db, Ask("/bai/nothere.bib", {}, {"uid": "nothere", "format": "bib"}, HOST))
    assert (page.status, page.text) == (404, None)


def test_gaps_are_gaps(db: sqlite3.Connection) -> None:
    papers = {paper.id: paper for paper in read_coverage(db)}
    cantho, bacninh = papers["cantho"], papers["bacninh"]
    assert cantho.missing == (("2021-11", "2022-01"),)
    assert cantho.years == ((2021, (None,) * 9 + (1, 0, 0)), (2022, (0, 1) + (None,) * 10))
    assert (bacninh.undated, bacninh.missing) == (1, ())
    assert (cantho.span, cantho.missing_months) == (("2021-10", "2022-02"), "2021-11 – 2022-01")


def test_strips_stand_on_one_scale(db: sqlite3.Connection) -> None:
    """The months held lie where they are in the years from the first to the last of all newspapers; gaps are gaps."""
    strips = draw_strips(read_coverage(db))
    first, last = strips.labels[0][1], max(year for paper in read_coverage(db) for year, _ in paper.years)
    month = WIDTH / (12 * (last - first + 1))
    cantho = strips.of["cantho"]
    assert cantho.held == (f"{month * (12 * (2021 - first) + 9):.1f}", f"{month * 5:.1f}")
    assert cantho.gaps == ((f"{month * (12 * (2021 - first) + 10):.1f}", f"{month * 3:.1f}"),)
    assert draw_strips(()).of == {}
