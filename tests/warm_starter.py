"""Commands of ours that begin at once: forked from a process that has loaded the program, killed like any other.

To load Python and the program costs a second and a half of CPU, for a hundred rounds of six commands a quarter of an
hour; what is to be killed begins after that. Each command is a process of its own in a session of its own.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import select
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import newsarchive

_POLL_SECONDS = 0.005


class Started:
    """A command under way, asked like a `subprocess.Popen`."""

    def __init__(self, starter: Starter, pid: int, said: Path) -> None:
        self._starter, self.pid, self._said = starter, pid, said

    @property
    def returncode(self) -> int | None:
        """As `subprocess` tells it: negative after a signal; None while it lives."""
        return self._starter.ended.get(self.pid)

    def poll(self) -> int | None:
        """The same, asked anew."""
        self._starter.listen()
        return self.returncode

    def communicate(self, timeout: float = 600) -> tuple[None, str]:
        """Wait for its end; what it wrote to stderr."""
        until = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(_POLL_SECONDS)
        return None, self._said.read_text(encoding="utf-8", errors="replace")


class Starter:
    """The process that forks commands, and how each of them ended."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder, self._count = process, folder, 0
        self._lines: list[bytes] = []
        self.ended: dict[int, int] = {}

    def begin(self, what: str, arguments: Sequence[str]) -> Started:
        """Begin `newsarchive` or `scrapy` (as `what` says) with these arguments."""
        self._count += 1
        said = self._folder / f"{self._count}.stderr"
        _send(self._process.stdin, [what, list(arguments), str(said)])
        return Started(self, self.wait_for("pid"), said)

    def wait_for(self, name: str) -> int:
        """What the process tells under this name next."""
        while name not in (told := self._next(block=True)):
            pass
        return told[name]

    def listen(self) -> None:
        """Take in who ended meanwhile."""
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
    """A starter; what its commands write to stderr goes into files of `folder`."""
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        starter = Starter(process, folder)
        starter.wait_for("loaded")
        yield starter
    finally:
        process.communicate()


def _serve() -> None:
    """Fork a command for each line that comes, and tell who ended; until there is no more to come."""
    _load()
    _send(sys.stdout, {"loaded": os.getpid()})
    alive: set[int] = set()
    while True:
        if select.select([sys.stdin], [], [], _POLL_SECONDS)[0]:
            line = os.read(0, 1 << 16)
            if not line:
                return
            what, arguments, said = json.loads(line)
            pid = os.fork()
            if pid == 0:
                _become(_COMMANDS[what], arguments, said)
            while os.getpgid(pid) != pid:  # before that a kill of its group would not find it
                time.sleep(0.0005)
            alive.add(pid)
            _send(sys.stdout, {"pid": pid})
        for pid in sorted(alive):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                alive.discard(pid)
                _send(sys.stdout, {"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _load() -> None:
    """Every module of ours and the crawler's engine; nothing that begins a thread or a reactor."""
    for found in pkgutil.walk_packages(newsarchive.__path__, "newsarchive."):
        with suppress(ImportError):  # what needs a library that is not there
            if found.name != "newsarchive.__main__":
                importlib.import_module(found.name)
    for name in ("scrapy.cmdline", "scrapy.crawler"):
        importlib.import_module(name)
    if "twisted.internet.reactor" in sys.modules or threading.active_count() > 1:
        raise RuntimeError("a reactor or a thread cannot be shared with children")
    gc.freeze()


def _become(command: Callable[[list[str]], object], arguments: list[str], said: str) -> None:
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    errors = os.open(said, os.O_WRONLY | os.O_CREAT)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.dup2(errors, 2)
    code = 1
    try:
        command(arguments)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def _newsarchive(arguments: list[str]) -> None:
    from newsarchive.cli import main

    main(arguments)


def _scrapy(arguments: list[str]) -> None:
    from scrapy.cmdline import execute

    from newsarchive.project import project_root

    os.environ |= {"PYTHONPATH": str(project_root()), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    sys.path.insert(0, str(project_root()))
    execute(["scrapy", *arguments])


def _send(to: IO[str] | None, told: Any) -> None:
    if to is not None:
        to.write(json.dumps(told) + "\n")
        to.flush()


_COMMANDS = {"newsarchive": _newsarchive, "scrapy": _scrapy}

if __name__ == "__main__":
    _serve()
