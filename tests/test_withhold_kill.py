"""A purge killed with SIGKILL, and readers who ask while what was withheld is published away."""

from __future__ import annotations

from pathlib import Path

import pytest

import canary_archive
from newsarchive.archive import Archive
from newsarchive.exceptions import ArchiveError
from newsarchive.publish import publish
from newsarchive.releases import write_release_files
from newsarchive.store import Ledger
from withhold_proof import ask_while_publishing, count_steps, kill_at

KILLS = 7


def test_a_killed_purge_is_gone_on_with(tmp_path: Path) -> None:
    kho = canary_archive.build(tmp_path)
    publish(kho)
    write_release_files(kho, kho / "ban")
    (tmp_path / "count").mkdir()
    steps = count_steps(kho, tmp_path / "count")
    assert steps > 40
    problems = {
        step: found
        for step in range(2, steps, -(-steps // KILLS))
        if (found := kill_at(kho, tmp_path / "killed", step))
    }
    assert problems == {}


def test_a_killed_purge_is_gone_on_with_in_a_database_made_again(tmp_path: Path) -> None:
    kho = canary_archive.build(tmp_path)
    publish(kho)
    for step in (12, 21, 33):
        assert kill_at(kho, tmp_path / "killed", step, lose_database=True) == []


def test_a_decision_that_news_db_missed_is_not_published_over(tmp_path: Path) -> None:
    kho = canary_archive.build(tmp_path)
    line = {"level": "hide", "scope": "article", "reason": "đơn", "public_reason": None, "newspaper": None}
    Ledger(kho / "data" / "ledger.jsonl").append("withhold", canary_archive.UID, line)
    with pytest.raises(ArchiveError, match="its last decision"):
        publish(kho)
    Archive.open(kho, workers=0).close()
    publish(kho)
    assert "public.db" not in canary_archive.found_in(kho)


def test_readers_never_see_it_while_releases_are_exchanged(tmp_path: Path) -> None:
    answers, problems = ask_while_publishing(canary_archive.build(tmp_path), requests=48, clients=4)
    assert problems == []
    assert answers >= 40
