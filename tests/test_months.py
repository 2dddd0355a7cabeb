"""Simulated months: revisions, classes, disappearances, gaps and alarms equal what was planted."""

from __future__ import annotations

from pathlib import Path

import pytest

from months_designs import REDESIGNS
from months_proof import live, planted
from months_site import Plan

# Ten seeds a scenario: `make proof ONLY=months`.


@pytest.mark.parametrize("seed", [1, 11])
def test_a_quiet_month_gives_no_revision_and_no_alarm(tmp_path: Path, seed: int) -> None:
    _site, seen = live(tmp_path, Plan(16, a_day=5), seed)
    assert seen.revisits > 300
    assert (seen.edits, seen.gone, seen.alarms, seen.gaps, seen.endangered) == ({}, {}, {}, frozenset(), {})


@pytest.mark.parametrize("seed", [2, 12])
def test_edits_removals_and_gaps_equal_what_was_planted(tmp_path: Path, seed: int) -> None:
    site, seen = live(tmp_path, Plan(26, a_day=4, edits=14, pulled=6, off=(14, 15, 16)), seed)
    edits, gone, off = planted(site)
    assert len(edits) == 14
    assert {number: planted for number, planted in edits.items() if planted not in seen.edits.get(number, ())} == {}
    assert seen.edits.keys() == edits.keys()
    assert seen.gone == gone
    assert seen.gaps == off


@pytest.mark.parametrize("design", REDESIGNS)
def test_a_redesign_is_noticed_in_one_run_and_what_it_spoilt_comes_back_without_fetching(
    tmp_path: Path, design: str
) -> None:
    _site, seen = live(tmp_path, Plan(13, a_day=6, redesign=10, design=design), seed=3)
    assert list(seen.alarms) == [10]
    assert (seen.restored, seen.fetched_to_restore) == (True, 0)
    assert seen.edits == {}  # none of it was the newspaper's edit


@pytest.mark.parametrize("seed", [4, 14])
def test_a_host_that_leads_elsewhere_is_told_at_once(tmp_path: Path, seed: int) -> None:
    _site, seen = live(tmp_path, Plan(17, a_day=5, dies=14), seed)
    assert seen.endangered == dict.fromkeys((14, 15, 16), "redirects")
    assert min(seen.alarms) == 14
    assert "errors" in seen.alarms[14]
    assert seen.gone == {}
