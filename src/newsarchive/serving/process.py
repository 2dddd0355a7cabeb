"""The supervisor's side of a child: start it, hear from it, tell it what to do."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from newsarchive.serving.hold import HeldRelease

_STEP = 0.1


@dataclass(frozen=True, slots=True)
class ChildSettings:
    """What the supervisor hands over: a path and descriptors."""

    database: str
    title: str | None
    warc: Sequence[str]
    """Folders where the records of archived copies lie."""
    per_minute: int
    """Pages that one address may ask for in a minute; 0 sets no limit."""
    listener: int
    control: int
    report: int


@dataclass(slots=True)
class Child:
    """A child process and the release it answers for."""

    held: HeldRelease
    process: subprocess.Popen[bytes]
    control: int
    report: int
    told_to_drain: float = 0.0
    """Monotonic second of the order to drain; 0 while it serves."""
    ended: bool = False

    def tell(self, order: str) -> None:
        """Send an order; a child that is already gone does not mind."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self.control, order.encode() + b"\n")

    def hear(self, word: str, seconds: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Wait for a report; False when it does not come in time, the child ends, or `stop` says so."""
        deadline = time.monotonic() + seconds
        heard = b""
        while time.monotonic() < deadline and not stop():
            if not select.select([self.report], [], [], _STEP)[0]:
                continue
            piece = os.read(self.report, 100)
            heard += piece
            if word.encode() in heard:
                return True
            if not piece:
                return False
        return False

    def end(self, seconds: float) -> None:
        """End it: ask, wait, and kill when it does not go; then let its release go. A second call does nothing."""
        if self.ended:
            return
        self.ended = True
        self.tell("stop")
        os.close(self.control)
        os.close(self.report)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.held.let_go()


def start_child(held: HeldRelease, listener: int, *, title: str | None, warc: Iterable[Path], per_minute: int) -> Child:
    """Start a child for a release. It is not ready yet: `hear("ready", …)`, then `tell("go")`."""
    control_read, control_write = os.pipe()
    report_read, report_write = os.pipe()
    folders = [str(folder) for folder in warc]
    settings = ChildSettings(str(held.path), title, folders, per_minute, listener, control_read, report_write)
    process = subprocess.Popen(
        [sys.executable, "-m", "newsarchive.serving.child", json.dumps(asdict(settings))],
        stdin=subprocess.DEVNULL,
        pass_fds=(listener, control_read, report_write),
        start_new_session=True,  # Ctrl-C in a terminal reaches the supervisor alone, which ends its child in order
    )
    os.close(control_read)
    os.close(report_write)
    return Child(held, process, control_write, report_read)
