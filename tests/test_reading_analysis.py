"""Timeline, concordance, collocates and comparison over a small release written for them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from newsarchive.publish import publish
from newsarchive.reading import background
from newsarchive.reading import collocates as collocates_module
from newsarchive.reading import concordance as concordance_module
from newsarchive.reading import timeline as timeline_module
from newsarchive.reading.analysis import collocates, comparison, concordance, timeline
from newsarchive.reading.chart import draw
from newsarchive.reading.collocates import WINDOW, _Tally, _tally, read_collocates
from newsarchive.reading.concordance import read_concordance
from newsarchive.reading.keyness import compare_sets
from newsarchive.reading.language import Language
from newsarchive.reading.likelihood import log_likelihood, read_words
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.plotted import plot_points, table_rows
from newsarchive.reading.request import Ask
from newsarchive.reading.timeline import FEW, Timeline, read_timeline
from newsarchive.reading.twin import to_json
from reading_room import STORIES, Story, build_archive

HELD_2021, HELD_2022, HELD_2024 = 30, 5, 40
"""Articles of each year; of 2023 there are none, of 2022 too few for a rate."""


def stories() -> Iterator[Story]:
    """Every third article of 2021 is about a flood, every fifth of 2024; each of 2022."""
    for year, held, every in ((2021, HELD_2021, 3), (2022, HELD_2022, 1), (2024, HELD_2024, 5)):
        for i in range(held):
            about = "Nước lũ dâng cao ở bến Cồn Én" if i % every == 0 else "Chợ phiên đông vui từ sáng sớm"
            yield Story(
                f"t{year}{i:011d}", f"Tin số {i}", (f"{about}, bà con hai bên sông cùng chung tay.", "Hết."),
                newspaper="cantho" if i % 2 else "bacninh", published=date(year, 3, 1) + timedelta(days=i),
            )  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    published = publish(build_archive(tmp_path_factory.mktemp("analysis"), stories()))
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as connection:
        yield connection


def over_years(db: sqlite3.Connection, *texts: str, **filters: str) -> Timeline:
    requests = tuple(replace(SearchRequest(text), **filters) for text in texts)  # type: ignore[arg-type]
    return read_timeline(db, requests, "year")


def test_rates_are_of_what_is_held(db: sqlite3.Connection) -> None:
    found = over_years(db, "nuoc lu", "cho phien")
    assert [(period.name, period.held) for period in found.periods] == [
        ("2021", 30), ("2022", 5), ("2023", 0), ("2024", 40),
    ]  # fmt: skip
    flood, market = found.series
    assert flood.counts == (10, 5, 0, 8)
    assert flood.rates == (pytest.approx(1000 / 3), 1000.0, None, 200.0)
    assert [flood.counts[i] + market.counts[i] for i in (0, 1, 3)] == [30, 5, 40]
    assert found.highest == pytest.approx(800.0)  # 1,000 of five articles says nothing


def test_filters_narrow_the_denominator_too(db: sqlite3.Connection) -> None:
    found = over_years(db, "nuoc lu", newspaper="cantho")
    assert [period.held for period in found.periods] == [15, 2, 0, 20]
    same = over_years(db, "nuoc lu", province_now="can-tho")
    assert (same.periods, same.series) == (found.periods, found.series)
    assert [period.name for period in over_years(db, "nuoc lu", since="2022", until="2024").periods] == [
        "2022", "2023", "2024",
    ]  # fmt: skip


def test_months_are_shown_where_there_are_few(db: sqlite3.Connection) -> None:
    found = read_timeline(db, (SearchRequest("nuoc lu", since="2021"),), None)
    assert found.step == "month"
    assert (found.periods[0].name, found.periods[-1].name) == ("2021-03", "2024-04")
    assert sum(found.series[0].counts) == found.series[0].total == 23


def test_a_gap_is_drawn_as_a_gap(db: sqlite3.Connection) -> None:
    chart = draw(over_years(db, "nuoc lu"))
    (gap,) = chart.gaps
    assert gap[2] == "2023"
    curve = chart.curves[0]
    assert [point.period.name for point in curve.points] == ["2021", "2022", "2024"]
    assert [point.is_open for point in curve.points] == [False, True, False]
    assert curve.lines == ()  # no line leads over 2022, of which too little is held, nor over the gap
    assert all(point.period.held >= FEW or point.is_open for point in curve.points)


def test_points_lead_to_the_articles(db: sqlite3.Connection) -> None:
    page = timeline(db, Ask("/dong-thoi-gian", {"q": "nuoc lu", "buoc": "year"}, {}))
    assert page.status == 200
    data = json.loads(to_json(page.data))
    assert data["series"][0]["counts"] == [10, 5, 0, 8]
    assert data["release"]


@pytest.mark.parametrize("step", ["month", "year"])
def test_a_large_set_is_counted_month_by_month_with_the_same_result(
    db: sqlite3.Connection, step: timeline_module.Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (SearchRequest("nuoc lu"), SearchRequest("cho phien"))
    told = read_timeline(db, asked, step)
    monkeypatch.setattr(timeline_module, "_MOST_IDS", 3)
    assert read_timeline(db, asked, step) == told
    assert told.series[0].total == 23


def test_points_and_cells_lead_to_what_they_count_and_nothing_typed_becomes_markup(db: sqlite3.Connection) -> None:
    found = read_timeline(db, (SearchRequest("nuoc lu"),), "year")
    typed = replace(found, series=(replace(found.series[0], text='<i>"&'),))
    points = plot_points(draw(typed).curves[0], "round", "/tim-kiem?q=a&muc=b", Language())
    rows = table_rows(typed, ["/tim-kiem?q=a&muc=b"], Language())
    for shown in (points, rows):
        assert re.findall('href="([^"]*)"', shown) == [
            f"/tim-kiem?q=a&amp;muc=b&amp;tu={year}&amp;den={year}" for year in (2021, 2022, 2024)
        ]
        assert "<i>" not in shown
        assert "&lt;i&gt;&quot;&amp;, 2021: 10" in shown
    assert rows.count("<tr>") == 4
    assert f'{Language().say("gap")}</td><td class="number"></td>' in rows


def test_lines_show_the_words_as_printed(db: sqlite3.Connection) -> None:
    found = read_concordance(db, SearchRequest("dang cao"), "date")
    assert (found.total, found.read, found.found) == (23, 23, 23)
    line = found.lines[0]
    assert (line.left, line.hit) == ("Nước lũ", "dâng cao")
    assert line.right.startswith("ở bến Cồn Én, bà con")
    assert line.day is not None
    assert line.day.startswith("2024")


def test_lines_sort_by_their_neighbours(db: sqlite3.Connection) -> None:
    before = read_concordance(db, SearchRequest("ở | từ"), "left").lines
    nearest = [line.left.split()[-1] for line in before]
    assert nearest == sorted(nearest, key=str.casefold)
    assert set(nearest) == {"cao", "vui"}
    after = read_concordance(db, SearchRequest("ở | từ"), "right").lines
    assert [line.right.split()[0] for line in after][:1] == ["bến"]


def test_a_cap_that_bites_is_told(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concordance_module, "ARTICLES", 4)
    found = read_concordance(db, SearchRequest("nuoc lu"), "date")
    assert (found.total, found.read) == (23, 4)
    assert {line.day[:4] for line in found.lines if line.day} == {"2024"}
    monkeypatch.setattr(collocates_module, "ARTICLES", 4)
    assert read_collocates(db, SearchRequest("nuoc lu")).read == 4


def test_likelihood_is_dunnings() -> None:
    """Rayson and Garside's worked form: 2 · Σ observed · ln(observed / expected)."""
    assert log_likelihood(100, 100, 1000, 1000) == 0.0
    assert log_likelihood(20, 5, 1000, 1000) == pytest.approx(9.638, abs=0.001)
    assert log_likelihood(5, 20, 1000, 1000) == log_likelihood(20, 5, 1000, 1000)


def test_pairs_do_not_reach_over_signs() -> None:
    assert list(read_words("Cồn Én, hoà bình.\nHết")) == [["cồn", "én"], ["hòa", "bình"], ["hết"]]


def test_every_word_is_near_or_far_and_none_twice() -> None:
    near, far = _Tally(), _Tally()
    before = " ".join(f"t{i}" for i in range(20))
    between = "a b c, d e f"
    after = " ".join(f"s{i}" for i in range(20))
    _tally(((before, False), ("lũ", True), (between, False), ("lũ", True), (after, False)), near, far)
    assert near.size + far.size == 20 + 6 + 20
    assert near.size == WINDOW + 6 + WINDOW
    assert set(far.words) == {f"t{i}" for i in range(15)} | {f"s{i}" for i in range(WINDOW, 20)}
    assert max((near.words + far.words).values()) == 1


def test_collocates_name_what_stands_near(db: sqlite3.Connection) -> None:
    keys = {key.words: key for key in read_collocates(db, SearchRequest("nuoc lu"), "articles").keys}
    assert "dâng cao" in keys
    assert keys["dâng cao"].here == 23
    assert keys["dâng cao"].there == 0
    assert "hết" not in keys


def test_collocates_are_held_against_the_whole_release(db: sqlite3.Connection) -> None:
    """What stands near floods alone is told; what stands in every article, or near markets, is not."""
    found = read_collocates(db, SearchRequest("nuoc lu"))
    keys = {key.words: key for key in found.keys}
    assert (found.against, found.spread) == ("release", 75)
    assert (keys["dâng cao"].here, keys["dâng cao"].there) == (23, 23)  # all of the release's, which is read whole
    assert found.elsewhere == db.execute("SELECT words FROM release").fetchone()[0] - found.near
    assert "hết" not in keys
    assert "chợ" not in keys


def test_the_background_of_a_release(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = background.read_background(db, ["chợ", "lũ", "khôngcó"])
    assert dict(whole.words) == {"chợ": 52, "lũ": 23}
    assert (whole.pairs["chợ phiên"], whole.pairs["nước lũ"], whole.articles) == (52, 23, 75)
    monkeypatch.setattr(background, "SPREAD", 15)
    spread = list(background._spread(db))
    every = [row[0] for row in db.execute("SELECT id FROM articles ORDER BY id")]
    assert [every.index(one) for one in spread] == list(range(2, 75, 5))


def test_the_background_of_undated_articles(tmp_path: Path) -> None:
    published = publish(build_archive(tmp_path, STORIES))
    with closing(sqlite3.connect(published.path)) as release, closing(sqlite3.connect(":memory:")) as held:
        release.backup(held)
        every = [row[0] for row in held.execute("SELECT id FROM articles ORDER BY id")]
        assert sorted(background._spread(held)) == every
        held.execute("DELETE FROM months")
        assert list(background._spread(held)) == []


def test_a_reader_chooses_what_collocates_are_held_against(db: sqlite3.Connection) -> None:
    told = [
        collocates(db, Ask("/tu-di-kem", {"q": "nuoc lu", **so}, {})).data for so in ({}, {"so": "bai"}, {"so": "x"})
    ]
    assert [one["against"] for one in told if isinstance(one, dict)] == ["release", "articles", "release"]


def test_two_sets_are_told_apart(db: sqlite3.Connection) -> None:
    found = compare_sets(db, SearchRequest("nuoc lu"), SearchRequest("cho phien"))
    first = {key.words for key in found.first.keys}
    second = {key.words for key in found.second.keys}
    assert "nước lũ" in first
    assert "chợ phiên" in second
    assert not first & second
    assert not {"bà con", "chung tay"} & (first | second)  # in both alike
    assert (found.first.total, found.second.total) == (23, 52)


@pytest.mark.parametrize("view", [timeline, concordance, collocates, comparison])
@pytest.mark.parametrize("text", ['"', "-a", "NEAR(", "a" * 900, "\x00", '"lũ"~5 -chợ', "lu*", "headline:tin | lũ"])
def test_hostile_queries_are_answered_or_explained(db: sqlite3.Connection, view: object, text: str) -> None:
    assert callable(view)
    assert view(db, Ask("/x", {"q": text, "q2": text, "bao2": "cantho"}, {})).status in (200, 400)


@pytest.mark.parametrize("view", [timeline, concordance, collocates, comparison])
def test_nothing_asked_is_a_form(db: sqlite3.Connection, view: object) -> None:
    assert callable(view)
    page = view(db, Ask("/x", {}, {}))
    assert page.status == 200
    assert page.context["problem"] is None


def test_the_vocabulary_counts_every_word(db: sqlite3.Connection) -> None:
    words: Counter[str] = Counter()
    for (body,) in db.execute("SELECT body FROM texts"):
        for run in read_words(body):
            words.update(run)
    rows = dict(db.execute("SELECT term, occurrences FROM terms"))
    assert all(rows[word] >= count for word, count in words.items())
