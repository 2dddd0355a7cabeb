"""Ctrl-C at awkward moments: what the terminal shows, and what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from crawl_site import Site, held_back, make_archive, newspaper_of
from waiting import PATIENCE, hear, insist, wait_for

_STOPPING = "Stopping: "


def _begin(archive: Path) -> subprocess.Popen[str]:
    """`newsarchive crawl` as a shell begins it: a process group of its own."""
    command = [sys.executable, "-m", "newsarchive", "crawl", "suoiloc", "--archive", str(archive)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, process_group=0)


def _crawler_of(pid: int) -> bool:
    """Whether the command has begun its crawler."""
    return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").strip())


def test_ctrl_c_while_the_crawler_loads_stops_it_cleanly(tmp_path: Path) -> None:
    interrupted = threading.Event()
    with Site(held_back(newspaper_of(30), interrupted)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl = _begin(archive)
        wait_for(lambda: _crawler_of(crawl.pid))
        os.killpg(crawl.pid, signal.SIGINT)
        interrupted.set()
        _, told = crawl.communicate(timeout=PATIENCE)
    assert crawl.returncode == 130
    assert "Traceback" not in told
    assert told.startswith(_STOPPING)
    assert not any(path.startswith("/bai/") for path in site.paths())


def test_ctrl_c_twice_ends_at_once_without_a_word_about_semaphores(tmp_path: Path) -> None:
    # Answers take so long that the second comes while the first waits for one.
    with Site(newspaper_of(400, delay=50.0, quick=4)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl = _begin(archive)
        wait_for(lambda: len(site.log) > 4)
        os.killpg(crawl.pid, signal.SIGINT)
        told = hear(crawl, _STOPPING)
        told += insist(crawl, lambda: os.killpg(crawl.pid, signal.SIGINT))
    assert crawl.returncode == 130
    assert len(site.log) < 400
    assert told.splitlines()[0].startswith(_STOPPING)
    assert "resource_tracker" not in told
    assert "Traceback" not in told
