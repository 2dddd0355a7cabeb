"""Simulated months: revisions, classes, disappearances, gaps and alarms equal what was planted."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from months_designs import DESIGNS, REDESIGNS
from months_proof import live, planted
from months_site import Plan
from newsarchive.article import VIETNAM

# Ten seeds a scenario, and longer: `make proof ONLY=months`.
_NOTHING = ({}, {}, {}, frozenset(), {})


@pytest.mark.parametrize("worn", DESIGNS)
def test_a_quiet_week_gives_no_revision_wherever_clock_counter_and_related_list_stand(
    tmp_path: Path, worn: str
) -> None:
    _site, seen = live(tmp_path, Plan(7, a_day=5, worn=worn), seed=1)
    assert seen.revisits > 100
    assert (seen.edits, seen.gone, seen.alarms, seen.gaps, seen.endangered) == _NOTHING


_TET = Plan(24, first=datetime(2026, 1, 30, tzinfo=VIETNAM), a_day=4, pause=tuple(range(16, 23)))


@pytest.mark.parametrize("plan", [Plan(23, a_day=4, rests=(5, 6), torn=(16,)), _TET], ids=["weekdays alone", "Tết"])
def test_days_without_a_paper_are_no_gaps_and_no_alarm(tmp_path: Path, plan: Plan) -> None:
    _site, seen = live(tmp_path, plan, seed=11, hours=(5,))
    assert (seen.edits, seen.gone, seen.alarms, seen.gaps, seen.endangered) == _NOTHING


def test_edits_removals_and_gaps_equal_what_was_planted(tmp_path: Path) -> None:
    site, seen = live(tmp_path, Plan(26, a_day=4, edits=14, pulled=6, off=(14, 15, 16)), seed=2)
    edits, gone, off = planted(site)
    assert len(edits) == 14
    assert {number: planted for number, planted in edits.items() if planted not in seen.edits.get(number, ())} == {}
    assert seen.edits.keys() == edits.keys()
    assert seen.gone == gone
    assert seen.gaps == off


def test_an_article_that_was_pulled_and_stands_there_again_is_told_as_that(tmp_path: Path) -> None:
    site, seen = live(tmp_path, Plan(21, a_day=2, pulled=3, returned=3), seed=6)
    _edits, gone, _off = planted(site)
    assert (seen.edits, seen.gone, seen.back) == ({}, gone, gone.keys())
    # Noticed within the time that each was away, by the first of two crawls a day that comes then.
    away = {
        story.number: story.back - story.pulled[0] for story in site.stories.values() if story.back and story.pulled
    }
    assert {n: late for n, late in seen.unnoticed.items() if late > away[n] + timedelta(hours=12)} == {}


@pytest.mark.parametrize("design", REDESIGNS)
def test_a_redesign_is_noticed_in_one_run_and_what_it_spoilt_comes_back_without_fetching(
    tmp_path: Path, design: str
) -> None:
    _site, seen = live(tmp_path, Plan(7, a_day=6, redesign=5, design=design), seed=3)
    assert list(seen.alarms) == [5]
    assert (seen.restored, seen.fetched_to_restore) == (True, 0)
    assert seen.edits == {}  # none of it was the newspaper's edit


@pytest.mark.parametrize("moves_to", ["", "/"])
def test_a_host_that_leads_elsewhere_is_told_at_once(tmp_path: Path, moves_to: str) -> None:
    _site, seen = live(tmp_path, Plan(16, a_day=4, dies=14, moves_to=moves_to), seed=4)
    assert seen.endangered == dict.fromkeys((14, 15), "redirects")
    assert min(seen.alarms) == 14
    assert "errors" in seen.alarms[14]
    # An address that leads to the front page of another paper has lost its article; one that leads to it has not.
    assert set(seen.gone.values()) == ({"redirect to a front page or section"} if moves_to else set())
