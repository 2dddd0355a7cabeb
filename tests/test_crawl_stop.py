"""Ctrl-C at awkward moments: what the terminal shows, and what it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crawl_site import Site, make_archive, newspaper_of

_STOPPING = "Stopping: "


def _begin(archive: Path) -> subprocess.Popen[str]:
    """`newsarchive crawl` as a shell begins it: a process group of its own."""
    command = [sys.executable, "-m", "newsarchive", "crawl", "suoiloc", "--archive", str(archive)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, process_group=0)


def _wait_for(happened: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def _crawler_of(pid: int) -> bool:
    """Whether the command has begun its crawler."""
    return bool(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").strip())


def test_ctrl_c_while_the_crawler_loads_stops_it_cleanly(tmp_path: Path) -> None:
    with Site(newspaper_of(30)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl = _begin(archive)
        _wait_for(lambda: _crawler_of(crawl.pid))
        os.killpg(crawl.pid, signal.SIGINT)
        _, told = crawl.communicate(timeout=60)
    assert crawl.returncode == 130
    assert "Traceback" not in told
    assert told.startswith(_STOPPING)
    assert not any(path.startswith("/bai/") for path in site.paths())


def test_ctrl_c_twice_ends_at_once_without_a_word_about_semaphores(tmp_path: Path) -> None:
    # Answers take so long that the second comes while the first waits for one.
    with Site(newspaper_of(400, delay=1.0)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl = _begin(archive)
        _wait_for(lambda: len(site.log) > 4)
        os.killpg(crawl.pid, signal.SIGINT)
        time.sleep(0.2)
        os.killpg(crawl.pid, signal.SIGINT)
        _, told = crawl.communicate(timeout=60)
    assert crawl.returncode == 130
    assert len(site.log) < 400
    assert told.splitlines()[0].startswith(_STOPPING)
    assert "resource_tracker" not in told
    assert "Traceback" not in told
