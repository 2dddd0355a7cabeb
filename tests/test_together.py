"""kill -9 of everything at once: nothing acknowledged is lost, nothing doubled, `verify` finds nothing."""

from __future__ import annotations

from pathlib import Path

from together_proof import kill_together


def test_everything_killed_at_once_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = kill_together(tmp_path, rounds=2, crawled=30, seed=4)
    assert outcome.problems == []
    assert outcome.killed.total() >= 4  # they were alive: not all had come to their end before
