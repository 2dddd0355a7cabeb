"""Starting the Scrapy project as a process of its own, and listening to it. The crawler itself is not imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from newsarchive.press import press_of
from newsarchive.project import project_root

Event = Mapping[str, Any]
"""{"event": "progress" | "ended", "newspaper": id, …}: the counts of `Tally.to_dict`, with "problem" at the end."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be crawled, as on the command line."""

    newspapers: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    """Articles of each newspaper."""
    urls: tuple[str, ...] = ()
    workers: int | None = None
    log_json: bool = False


def run_crawl(
    directory: Path,
    wish: Wish,
    *,
    on_event: Callable[[Event], None] = lambda _event: None,
    on_stop: Callable[[], None] = lambda: None,
) -> int:
    """Crawl into the archive at `directory`; returns the exit code (docs/architecture.md).

    SIGINT and SIGTERM are passed on: the first stops cleanly, `on_stop` is told; the second ends at once.
    """
    listen, speak = os.pipe()
    with (
        press_of(directory),
        _passing_signals(partial(_begin, directory, wish, speak), on_stop) as child,
        os.fdopen(listen, encoding="utf-8") as lines,
    ):
        os.close(speak)
        for event in _events(lines):
            on_event(event)
        code = child.wait()
    return 128 - code if code < 0 else code


def _begin(directory: Path, wish: Wish, speak: int) -> subprocess.Popen[bytes]:
    command = _command(directory, wish, speak)
    return subprocess.Popen(command, env=_environment(), pass_fds=(speak,), start_new_session=True)


def _command(directory: Path, wish: Wish, speak: int) -> Sequence[str]:
    options = ["--archive", str(directory.absolute()), "--events", str(speak)]
    options += ["--since", wish.since.isoformat()] if wish.since else []
    options += ["--until", wish.until.isoformat()] if wish.until else []
    options += ["--limit", str(wish.limit)] if wish.limit is not None else []
    options += ["--workers", str(wish.workers)] if wish.workers is not None else []
    options += [f"--url={url}" for url in wish.urls]
    options += ["--log-json", "-L", "INFO"] if wish.log_json else ["-L", "WARNING"]
    return [sys.executable, "-m", "scrapy", "crawl", *wish.newspapers, *options]


def _environment() -> dict[str, str]:
    path = os.pathsep.join(part for part in (str(project_root()), os.environ.get("PYTHONPATH")) if part)
    # A crawl ended at once leaves its pool's two semaphores to multiprocessing's tracker, which removes them. That it
    # says so on the terminal tells the operator nothing.
    quiet = ",".join(part for part in (os.environ.get("PYTHONWARNINGS"), "ignore:resource_tracker") if part)
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONWARNINGS": quiet}
    return {**os.environ, "PYTHONPATH": path, **settings}


def _events(lines: Iterator[str]) -> Iterator[Event]:
    for line in lines:
        if line.endswith("\n"):  # a killed crawler may leave half a line
            yield json.loads(line)


@contextmanager
def _passing_signals(
    begin: Callable[[], subprocess.Popen[bytes]], on_stop: Callable[[], None]
) -> Iterator[subprocess.Popen[bytes]]:
    """Begin a child that is sent our signals.

    It begins deaf to Ctrl-C and listens once it can stop cleanly (crawler/commands/crawl.py): while it loads, Python
    would end it with a traceback.
    """
    asked: list[int] = []
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def pass_on(_number: int, _frame: FrameType | None) -> None:
        if not asked:
            on_stop()
        asked.append(_number)
        child.send_signal(signal.SIGINT)

    try:
        child = begin()
        before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    try:
        yield child
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if child.poll() is None:
            child.terminate()
