"""Gaps: planted ones are found, days without a newspaper are not taken for any."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import pressroom
from command_line import run
from newsarchive.archive import Archive
from newsarchive.article import VIETNAM
from newsarchive.frontier import End, Frontier
from newsarchive.gaps import Gaps, Held, fill, judge, to_svg, to_text
from newsarchive.gaps.sequence import missing_numbers
from newsarchive.link import Link
from newsarchive.press import newspaper
from newsarchive.press.own import told_also

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
DAYS = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
TET = {date(2025, 1, 28) + timedelta(days=at) for at in range(5)}


def year(gaps: set[date], *, numbered: bool, seed: int = 1) -> Held:
    """A newspaper with 20 articles on a weekday, 8 on Saturday, none on Sunday and at Tết; nothing held on `gaps`."""
    chance = random.Random(seed)
    articles: dict[date, int] = {}
    numbers: list[tuple[int, date]] = []
    number = 400_000
    for day in DAYS:
        usual = 0 if day in TET or day.weekday() == 6 else 8 if day.weekday() == 5 else 20
        count = max(usual + chance.randint(-4, 4), 1) if usual else 0
        own = []
        for _ in range(count):
            number += chance.randint(1, 5)
            own.append((number, day))
        if day not in gaps:
            articles[day] = count
            numbers += own
    return Held("bacninh", articles, numbers=tuple(numbers) if numbered else ())


PLANTED = {date(2025, 3, 12), date(2025, 5, 5), date(2025, 5, 6), date(2025, 5, 7)}
PLANTED |= {date(2025, 8, 1) + timedelta(days=at) for at in range(40)}
PUBLISHED = {day for day in PLANTED if day.weekday() != 6}


@pytest.mark.parametrize("seed", range(5))
def test_planted_gaps_are_found_and_no_others(seed: int) -> None:
    found = {day.day for day in judge(year(PLANTED, numbered=True, seed=seed), FIRST, LAST).missing}
    # Article numbers tell that days are missing, not which of them were Sundays.
    assert found - PLANTED == set()
    assert PUBLISHED - found == set()


@pytest.mark.parametrize("seed", range(5))
def test_without_numbers_weekdays_tell_but_not_a_holiday(seed: int) -> None:
    found = {day.day for day in judge(year(PLANTED, numbered=False, seed=seed), FIRST, LAST).missing}
    assert found == PUBLISHED | {day for day in TET if day.weekday() != 6}


def test_a_day_half_of_which_is_missing_is_a_gap() -> None:
    held = year(set(), numbered=True)
    held.articles[date(2025, 6, 10)] = 6
    assert [day.day for day in judge(held, FIRST, LAST).missing] == [date(2025, 6, 10)]


def test_what_lists_name_is_missing_even_on_an_unusual_day() -> None:
    held = year(set(), numbered=True)
    sunday = date(2025, 6, 15)
    (found,) = judge(Held("bacninh", held.articles, {sunday: 3}, held.numbers), FIRST, LAST).missing
    assert (found.day, found.expected, found.by) == (sunday, 3.0, "lists")


def test_too_little_is_known_of_a_new_archive_to_expect_anything() -> None:
    held = Held("bacninh", {date(2025, 6, 2): 20, date(2025, 6, 3): 18})
    gaps = judge(held, date(2025, 6, 2), date(2025, 6, 12))
    assert gaps.missing == ()
    assert {day.by for day in gaps.days} == {None}


def test_the_calendar_shows_every_day_once() -> None:
    gaps = judge(year(PLANTED, numbered=True), FIRST, LAST)
    text = "\n".join(line.plain for line in to_text(gaps))
    assert text.count("×") == len(gaps.missing)
    assert text.count("■") == sum(day.held > 0 and not day.is_gap for day in gaps.days)
    cells = ET.fromstring(to_svg(gaps, "Báo <Bắc Ninh>")).findall(".//{*}rect/{*}title")
    assert len(cells) == len(DAYS)


def test_stretches_join_days_that_follow_each_other() -> None:
    gaps = judge(year(PLANTED, numbered=True), FIRST, LAST)
    assert [len(stretch) for stretch in gaps.stretches()][:2] == [1, 3]


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """An archive whose articles are moved to days of 2026, with a week in the middle left out."""
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        archive.ingest(pressroom.write_warc(tmp_path, range(80)))
    days = [date(2026, 1, 5) + timedelta(days=at) for at in range(87)]
    days = [day for day in days if not date(2026, 2, 9) <= day < date(2026, 2, 16)]
    with closing(sqlite3.connect(tmp_path / "kho" / "data" / "news.db")) as db, db:
        db.execute("insert into newspaper (id, name, kind) values ('bacninh', 'Báo Bắc Ninh', 'provincial')")
        db.execute("update article set newspaper_id = 'bacninh'")
        for at, day in enumerate(days):
            db.execute("update revision set published_day = ? where article_id = ?", (day.isoformat(), at + 1))
    return tmp_path / "kho"


def test_on_the_command_line(kho: Path, tmp_path: Path) -> None:
    options = ("gaps", "--archive", str(kho), "--newspaper", "bacninh", "--to", "2026-03-31")
    told = run(*options, "--json")
    assert told.exit_code == 1
    days = json.loads(told.stdout)["newspapers"][0]["days"]
    assert [day["day"] for day in days if day["gap"]] == [f"2026-02-{at:02}" for at in range(9, 16)]
    shown = run(*options, "--svg", str(tmp_path / "svg"))
    assert "09/02/2026 – 15/02/2026: 0 held, about 7 expected (by other weeks)" in shown.output
    assert (tmp_path / "svg" / "bacninh.svg").read_text(encoding="utf-8").startswith("<svg")
    assert run(*options, "--from", "2026-03-01").exit_code == 0
    # As our own screens show a day.
    assert (
        run(*options, "--from", "01/03/2026", "--json").stdout == run(*options, "--from", "2026-03-01", "--json").stdout
    )
    assert run(*options, "--from", "2026/03/01").exit_code == 2
    assert run("gaps", "--archive", str(kho), "--newspaper", "bacnin").exit_code == 2


def test_filling_queues_the_days_that_lack_and_nothing_else(tmp_path: Path) -> None:
    paper = newspaper("bacninh")
    days = {date(2026, 2, 10): "missing", date(2026, 3, 3): "other"}
    moments = {day: datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM) for day in days}
    path = tmp_path / "frontier.db"
    with Frontier(path) as frontier:
        links = [
            Link(f"https://baobacninhtv.vn/{name}-postid4097{at}.bbg", "article", "feed entry", None, moments[day])
            for at, (day, name) in enumerate(days.items())
        ]
        frontier.add(paper, links)
        with frontier.crawl("bacninh") as crawl:
            crawl.done(End(lease.id, "error") for lease in crawl.lease(10))
        assert frontier.counts("bacninh").due == 0
    held = Held("bacninh", {date(2026, 1, 1) + timedelta(days=at): 5 for at in range(90) if at != 40})
    gaps = judge(held, date(2026, 1, 1), date(2026, 3, 31))
    assert [day.day for day in gaps.missing] == [date(2026, 2, 10)]
    filled = fill(path, gaps)
    assert filled.addresses == 1
    with Frontier(path) as frontier, frontier.crawl("bacninh") as crawl:
        assert ["missing" in lease.url for lease in crawl.lease(10)] == [True]


def test_filling_asks_for_the_numbers_that_the_sequence_leaves_out(tmp_path: Path) -> None:
    press = tmp_path / "press" / "newspapers"
    press.mkdir(parents=True)
    (press / "suoiloc.yml").write_text(
        "name: Báo Suối Lộc\nkind: national\nhost: baosuoiloc.example\n"
        "articles: [{path: '-post(?P<id>\\d+)\\.html$'}]\nby_number: https://baosuoiloc.example/x-post{n}.html\n",
        encoding="utf-8",
    )
    days = [date(2026, 1, 1) + timedelta(days=at) for at in range(60)]
    own = [(100 + 7 * at + n, day) for at, day in enumerate(days) for n in range(7) if at != 40]
    held = Held("suoiloc", {day: 7 for at, day in enumerate(days) if at != 40}, numbers=tuple(own))
    found = judge(held, days[0], days[-1])
    assert [(day.day, day.by) for day in found.missing] == [(days[40], "ids")]
    numbers = missing_numbers(held, found.stretches())
    assert numbers == tuple(range(380, 387))
    path = tmp_path / "frontier.db"
    with told_also(tmp_path / "press"):
        with Frontier(path) as frontier:
            frontier.add(newspaper("suoiloc"), [])
        filled = fill(path, replace(found, numbers=numbers))
        assert filled.numbers == 7
        with Frontier(path) as frontier, frontier.crawl("suoiloc") as crawl:
            assert crawl.lease(10)[0].url == "https://baosuoiloc.example/x-post380.html"
        assert fill(path, replace(found, numbers=numbers)).numbers == 0


def test_nothing_missing_queues_nothing(tmp_path: Path) -> None:
    gaps = Gaps("bacninh", ())
    assert fill(tmp_path / "frontier.db", gaps).addresses == 0
    assert not (tmp_path / "frontier.db").exists()
