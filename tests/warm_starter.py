"""Commands of ours that begin at once: forked from a process that has loaded the program, killed like any other.

To load Python and the program costs a second and a half of CPU, for a crawl, which is two processes, three: for the
hundred crawls of the tests as many seconds as all else they do. Each command is a process of its own in a session of
its own; how the commands begin when nobody has loaded anything is tested where that is asked (test_crawl_interrupt,
test_crawl_stop, test_schedule_crawl, test_cli).
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO

from newsarchive.capture import process as crawling
from newsarchive.capture.process import Wish

_POLL_SECONDS = 0.005


class Started:
    """A command under way, asked like a `subprocess.Popen` whose output is text."""

    def __init__(self, starter: Starter, pid: int, told: Path, said: Path) -> None:
        self._starter, self.pid, self._told, self._said = starter, pid, told, said
        self.stdout: IO[str] | None = None
        """What it writes, while it writes; of `begin_piped` alone."""

    @property
    def returncode(self) -> int | None:
        """As `subprocess` tells it: negative after a signal; None while it lives."""
        return self._starter.ended.get(self.pid)

    def poll(self) -> int | None:
        """The same, asked anew."""
        self._starter.listen()
        return self.returncode

    def wait(self, timeout: float = 600) -> int:
        """Wait for its end; raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(_POLL_SECONDS)
        return code

    def communicate(self, timeout: float = 600) -> tuple[str, str]:
        """Wait for its end; what it wrote to stdout and to stderr."""
        self.wait(timeout)
        return _read(self._told), _read(self._said)

    def send_signal(self, number: int) -> None:
        """To the process alone, while it lives."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


@dataclass(frozen=True)
class _Begin:
    """A command to begin, and what it has of the process that asks for it."""

    what: str
    """`newsarchive` or `scrapy`."""
    arguments: list[str]
    told: str
    """File for its stdout."""
    said: str
    """File for its stderr."""
    environment: dict[str, str]
    folder: str
    pipes: dict[int, str]
    """Number → path of a pipe it is to write to under this number."""
    blocked: list[int] = field(default_factory=lambda: sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))


class Starter:
    """The process that forks commands, and how each of them ended."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder, self._count = process, folder, 0
        self._lines: list[bytes] = []
        self._lock = threading.Lock()
        self.ended: dict[int, int] = {}

    def begin(
        self,
        what: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        pipes: Mapping[int, str] | None = None,
        folder: Path | None = None,
    ) -> Started:
        """Begin `newsarchive` or `scrapy` (as `what` says) with these arguments; ours are environment and folder."""
        with self._lock:
            self._count += 1
            told, said = (self._folder / f"{self._count}.{name}" for name in ("stdout", "stderr"))
            given = {**(environment or os.environ)}
            where = str(folder or Path.cwd())
            asked = _Begin(what, [*arguments], str(told), str(said), given, where, {**(pipes or {})})
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(asdict(asked)) + "\n")
            self._process.stdin.flush()
            return Started(self, self.wait_for("pid"), told, said)

    def wait_for(self, name: str) -> int:
        """What the process tells under this name next."""
        while name not in (told := self._next(block=True)):
            pass
        return told[name]

    def listen(self) -> None:
        """Take in who ended meanwhile."""
        with self._lock:
            while self._next(block=False):
                pass

    def _next(self, *, block: bool) -> dict[str, int]:
        # Not through `readline`: what it has buffered `select` does not see.
        out = self._process.stdout
        while out is not None and not self._lines and (block or select.select([out], [], [], 0)[0]):
            if not (told_now := os.read(out.fileno(), 1 << 16)):
                raise EOFError("the process that begins commands has ended")
            self._lines += told_now.splitlines()
        if not self._lines:
            return {}
        told: dict[str, int] = json.loads(self._lines.pop(0))
        if "ended" in told:
            self.ended[told["ended"]] = told["code"]
        return told


@contextmanager
def warm(folder: Path) -> Iterator[Starter]:
    """A starter; what its commands write goes into files of `folder`."""
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("warm_process.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    try:
        starter = Starter(process, folder)
        starter.wait_for("loaded")
        yield starter
    finally:
        process.communicate()


@functools.cache
def starter() -> Starter:
    """The one of this process, begun when it is first asked for and ended with us."""
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-warm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    running = warm(folder / "said")
    atexit.register(running.__exit__, None, None, None)
    return running.__enter__()


def begin_piped(arguments: Sequence[str]) -> Started:
    """Begin `newsarchive` with a pipe for its stdout and stderr."""
    listen, speak = os.pipe()
    path = f"/proc/{os.getpid()}/fd/{speak}"
    started = starter().begin("newsarchive", arguments, pipes={1: path, 2: path})
    os.close(speak)
    started.stdout = os.fdopen(listen, encoding="utf-8")
    return started


def begin_crawler(directory: Path, wish: Wish, speak: int) -> Started:
    """In the place of `capture.process._begin`: the crawler that a command run in this process begins.

    Without extraction processes, unless the command wishes for them: to load one takes longer than to read a few pages.
    """
    command = crawling._command(directory, replace(wish, workers=wish.workers or 0), speak)
    return starter().begin(
        "scrapy",
        command[command.index("crawl") :],
        environment=crawling._environment(),
        pipes={speak: f"/proc/{os.getpid()}/fd/{speak}"},
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
