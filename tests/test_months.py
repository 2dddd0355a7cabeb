"""Simulated months: revisions, classes, disappearances, gaps and alarms equal what was planted."""

from __future__ import annotations

from pathlib import Path

from months_proof import live, planted
from months_site import Plan


def test_a_quiet_month_gives_no_revision_and_no_alarm(tmp_path: Path) -> None:
    _site, seen = live(tmp_path, Plan(20, a_day=5), seed=1)
    assert seen.revisits > 300
    assert (seen.edits, seen.gone, seen.alarms, seen.gaps, seen.endangered) == ({}, {}, {}, frozenset(), {})


def test_edits_removals_and_gaps_equal_what_was_planted(tmp_path: Path) -> None:
    site, seen = live(tmp_path, Plan(26, a_day=4, edits=14, pulled=6, off=(14, 15, 16)), seed=2)
    edits, gone, off = planted(site)
    assert len(edits) == 14
    assert {number: planted for number, planted in edits.items() if planted not in seen.edits.get(number, ())} == {}
    assert seen.edits.keys() == edits.keys()
    assert seen.gone == gone
    assert seen.gaps == off


def test_a_redesign_is_noticed_in_one_run_and_what_it_spoilt_comes_back_without_fetching(tmp_path: Path) -> None:
    _site, seen = live(tmp_path, Plan(16, a_day=6, redesign=10), seed=3)
    assert list(seen.alarms) == [10]
    assert (seen.restored, seen.fetched_to_restore) == (True, 0)
    assert seen.edits == {}  # none of it was the newspaper's edit


def test_a_host_that_leads_elsewhere_is_told_at_once(tmp_path: Path) -> None:
    _site, seen = live(tmp_path, Plan(17, a_day=5, dies=14), seed=4)
    assert seen.endangered == dict.fromkeys((14, 15, 16), "redirects")
    assert min(seen.alarms) == 14
    assert "errors" in seen.alarms[14]
    assert seen.gone == {}
