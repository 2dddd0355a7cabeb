"""The process of `warm_starter`: it has loaded the program, and forks a command for each line that comes.

Run as a script. Lines in and out are JSON: a command to begin (`warm_starter._Begin`); who began, who ended.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import inspect
import json
import os
import pkgutil
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any

from newsarchive.cli import main
from newsarchive.lean import load_sqlite_utils
from newsarchive.project import project_root
from newsarchive.serving import child
from newsarchive.serving.process import ChildSettings

_POLL_SECONDS = 0.005
_LATE = (
    "datasette.app", "scrapy.cmdline", "scrapy.core.downloader.handlers.http11", "scrapy.extensions.corestats",
    "scrapy.logformatter", "scrapy.resolver", "scrapy.spidermiddlewares.start", "scrapy.statscollectors",
    "trafilatura", "twisted.plugin",
)  # fmt: skip
"""What a crawl or a server loads when it has begun."""


def run() -> None:
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
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number, path in ((1, asked["told"]), (2, asked["said"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    for number, path in asked["pipes"].items():
        opened = os.open(path, os.O_WRONLY)
        os.dup2(opened, int(number))
        if opened != int(number):
            os.close(opened)
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
    subprocess.Popen = _Forked  # type: ignore[assignment, misc]
    main(arguments)


def _scrapy(arguments: list[str]) -> None:
    from scrapy.cmdline import execute

    os.environ |= {"PYTHONPATH": str(project_root()), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    execute(["scrapy", *arguments])


def _serving_child(arguments: list[str]) -> None:
    asyncio.run(child.run(ChildSettings(**json.loads(arguments[0]))))


_COMMANDS: Mapping[str, Callable[[list[str]], object]] = {
    "newsarchive": _newsarchive,
    "scrapy": _scrapy,
    "newsarchive.serving.child": _serving_child,
}


class _Forked(subprocess.Popen[Any]):
    """A process of ours that a command of ours begins: forked in its turn. Processes of others begin as ever."""

    def _execute_child(self, args: Any, *rest: Any) -> None:
        module = args[2] if isinstance(args, list) and args[:2] == [sys.executable, "-m"] else None
        if module not in _COMMANDS:
            super()._execute_child(args, *rest)  # type: ignore[misc]
            return
        told = dict(zip(_TOLD, rest, strict=True))
        self.pid = os.fork()
        if self.pid == 0:
            _become(lambda: _begin_below(args[3:], module, told))
        self._child_created = self._closed_child_pipe_fds = True
        ours = (
            (told["p2cwrite"], told["p2cread"]),
            (told["c2pread"], told["c2pwrite"]),
            (told["errread"], told["errwrite"]),
        )
        for number in {theirs for end, theirs in ours if end != -1} | {getattr(self, "_devnull", -1)} - {-1}:
            os.close(number)


_TOLD = tuple(inspect.signature(subprocess.Popen._execute_child).parameters)[2:]  # type: ignore[attr-defined]


def _begin_below(arguments: list[str], module: str, told: Mapping[str, Any]) -> None:
    """Have what `subprocess` gives a process, and nothing else of the one that begins it."""
    for number, given in enumerate((told["p2cread"], told["c2pwrite"], told["errwrite"])):
        if given != -1:
            os.dup2(given, number)
    kept = sorted({0, 1, 2, *told["pass_fds"]})
    for last, following in pairwise([*kept, os.sysconf("SC_OPEN_MAX")]):
        os.closerange(last + 1, following)
    if told["cwd"] is not None:
        os.chdir(told["cwd"])
    if told["start_new_session"]:
        os.setsid()
    if told["env"] is not None:
        os.environ.clear()
        os.environ.update(told["env"])
    _COMMANDS[module](arguments)


def _tell(told: Mapping[str, int]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run()
