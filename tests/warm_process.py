"""The process of `warm_starter`: it has loaded the program, and forks a command for each line that comes.

Run as a script. Lines in and out are JSON: a command to begin (`warm_starter._Begin`); who began, who ended.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from newsarchive.capture import process as crawling
from newsarchive.capture.process import Wish
from newsarchive.lean import load_sqlite_utils
from newsarchive.project import project_root

_POLL_SECONDS = 0.005
_LATE = (
    "scrapy.cmdline", "scrapy.core.downloader.handlers.http11", "scrapy.extensions.corestats", "scrapy.logformatter",
    "scrapy.resolver", "scrapy.spidermiddlewares.start", "scrapy.statscollectors", "trafilatura", "twisted.plugin",
)  # fmt: skip
"""What a crawl loads when it has begun."""


def main() -> None:
    """Fork a command for each line that comes, and tell who ended; until there is no more to come."""
    _load()
    _tell({"loaded": os.getpid()})
    alive: set[int] = set()
    while True:
        if select.select([sys.stdin], [], [], _POLL_SECONDS if alive else None)[0]:
            line = os.read(0, 1 << 16)
            if not line:
                return
            while not line.endswith(b"\n"):  # what is longer than a pipe holds comes in pieces
                line += os.read(0, 1 << 16)
            pid = _fork(json.loads(line))
            alive.add(pid)
            _tell({"pid": pid})
        for pid in sorted(alive):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                alive.discard(pid)
                _tell({"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _load() -> None:
    """Every module of ours and of the crawler's engine; nothing that begins a thread or a reactor."""
    load_sqlite_utils()
    sys.path.insert(0, str(project_root()))
    for package in ("newsarchive", "crawler", "scrapy.commands"):
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            with suppress(ImportError):  # what needs a library that is not there
                if found.name != "newsarchive.__main__":
                    importlib.import_module(found.name)
    for name in _LATE:
        importlib.import_module(name)
    if "twisted.internet.reactor" in sys.modules or threading.active_count() > 1:
        raise RuntimeError("a reactor or a thread cannot be shared with children")
    gc.freeze()


def _fork(asked: Mapping[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _become(lambda: _begin(asked))
    # Before that a kill of its group would not find it, nor it the pipes, which who asked may close on our answer.
    while os.getpgid(pid) != pid:
        time.sleep(0.0005)
    return pid


def _begin(asked: Mapping[str, Any]) -> None:
    try:
        _place(asked)
    finally:
        os.setsid()
    _COMMANDS[asked["what"]](asked["arguments"])


def _place(asked: Mapping[str, Any]) -> None:
    """Take the files, the folder, the environment and the blocked signals that the process which asked gives."""
    for number, path in asked["pipes"].items():
        opened = os.open(path, os.O_WRONLY)
        os.dup2(opened, int(number))
        if opened != int(number):
            os.close(opened)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number, path in ((1, asked["told"]), (2, asked["said"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    signal.pthread_sigmask(signal.SIG_SETMASK, asked["blocked"])


def _become(command: Callable[[], object]) -> None:
    """Run it and end, with the exit code that Python would end with."""
    code = 1
    try:
        command()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _newsarchive(arguments: list[str]) -> None:
    from newsarchive.cli import main as command_line

    crawling._begin = _fork_crawler  # type: ignore[assignment]
    command_line(arguments)


def _scrapy(arguments: list[str]) -> None:
    from scrapy.cmdline import execute

    os.environ |= {"PYTHONPATH": str(project_root()), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    execute(["scrapy", *arguments])


_COMMANDS: Mapping[str, Callable[[list[str]], object]] = {"newsarchive": _newsarchive, "scrapy": _scrapy}


class _Crawler:
    """The crawler that `newsarchive crawl` began, asked like a `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode if self.returncode is not None else self._wait(os.WNOHANG)

    def wait(self) -> int | None:
        return self.returncode if self.returncode is not None else self._wait(0)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _wait(self, options: int) -> int | None:
        done, status = os.waitpid(self.pid, options)
        self.returncode = os.waitstatus_to_exitcode(status) if done else None
        return self.returncode


def _fork_crawler(directory: Path, wish: Wish, speak: int) -> _Crawler:
    command = crawling._command(directory, wish, speak)
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.environ.update(crawling._environment())
        _become(lambda: _scrapy(list(command[command.index("crawl") :])))
    return _Crawler(pid)


def _tell(told: Mapping[str, int]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
