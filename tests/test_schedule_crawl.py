"""A slot that comes: real crawls by `newsarchive tick` and `watch`, of a newspaper on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import run
from crawl_site import Site, make_archive, newspaper_of
from newsarchive.archive import Archive
from newsarchive.schedules import Timetable
from waiting import PATIENCE, wait_for


def _schedule(archive: Path) -> None:
    """Every minute since ten minutes ago."""
    (archive / "data").mkdir()
    past = time.time() - 600
    with Timetable(archive / "data" / "frontier.db", clock=lambda: past) as timetable:
        timetable.set("suoiloc", "* * * * *")


@pytest.mark.usefixtures("warm_crawls")
def test_a_tick_crawls_what_is_due_and_notes_it(tmp_path: Path) -> None:
    with Site(newspaper_of(4)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        _schedule(archive)
        shown = run("tick", "--archive", str(archive), "--json")
    assert shown.exit_code == 0, shown.stderr
    (told,) = json.loads(shown.stdout)
    assert (told["newspaper"], told["state"]) == ("suoiloc", "done")
    assert told["missed"] >= 8
    with Archive.open(archive, workers=0) as opened:
        assert len(list(opened.articles())) == 4


def test_the_watch_crawls_and_ends_the_crawl_cleanly_when_told_to(tmp_path: Path) -> None:
    with Site(newspaper_of(400, delay=0.3)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        _schedule(archive)
        command = [sys.executable, "-m", "newsarchive", "watch", "--archive", str(archive)]
        watch = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: any(path.startswith("/bai/") for path in site.paths()))
        watch.send_signal(signal.SIGTERM)
        _, said = watch.communicate(timeout=PATIENCE)
    assert watch.returncode == 0, said
    assert "Traceback" not in said
    with Timetable(archive / "data" / "frontier.db") as timetable:
        assert timetable.history()[0].state == "stopped"
    assert not list((archive / "data" / "warc").glob("*.open"))
