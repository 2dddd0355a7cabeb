"""A service that keeps the timetable: each look at it is a process of its own, so that a long crawl holds nobody up."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from newsarchive.schedules.timetable import Timetable

LOOK: Final = 30.0
"""Seconds between two looks at most: an entry may have been set meanwhile."""


class Watch:
    """The service, from `Watch(directory, timetable).run()`, until it is told to stop.

    SIGTERM or SIGINT stops it cleanly: crawls on their way end as by Ctrl-C, a second signal ends them at once.
    """

    def __init__(
        self, directory: Path, timetable: Timetable, *, say: Callable[[str], None], command: Sequence[str] = ()
    ) -> None:
        self._timetable, self._say = timetable, say
        ticking = (sys.executable, "-m", "newsarchive", "tick", "--archive", str(directory.absolute()))
        self._command = tuple(command) or ticking
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = threading.Event()

    def run(self) -> int:
        """Keep the timetable; returns the number of crawls that ended with a failure."""
        failures = 0
        with self._passing_signals():
            while not self._stopping.is_set():
                failures += self._bury()
                due = self._timetable.next_due()
                wait = LOOK if due is None else min(max(due - self._timetable.clock(), 0.0), LOOK)
                if due is not None and wait == 0.0:
                    self._begin()
                    wait = LOOK
                self._stopping.wait(wait)
            for child in self._children:
                child.wait()
            return failures + self._bury()

    def _begin(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches it through us, once.
        self._children.append(subprocess.Popen(self._command, start_new_session=True))

    def _bury(self) -> int:
        """Forget children that have ended; returns how many failed."""
        ended = [child for child in self._children if child.poll() is not None]
        self._children = [child for child in self._children if child not in ended]
        failed = [child for child in ended if child.returncode not in {0, 130}]
        for child in failed:
            self._say(f"a crawl ended with exit code {child.returncode}; `newsarchive schedule history` tells which")
        return len(failed)

    @contextmanager
    def _passing_signals(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping.set()
            for child in self._children:
                child.send_signal(signal.SIGINT)

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
