"""A service that keeps the timetable: each look at it is a process of its own, so that a long crawl holds nobody up."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from newsarchive.schedules.children import Children
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
        self._children = Children()
        self._ticks = count(1)

    def run(self) -> int:
        """Keep the timetable; returns the number of crawls that ended with a failure."""
        failures, stopping = 0, self._children.stopping
        with self._children.passing_signals():
            while not stopping.is_set():
                failures += self._bury()
                due = self._timetable.next_due()
                wait = LOOK if due is None else min(max(due - self._timetable.clock(), 0.0), LOOK)
                if due is not None and wait == 0.0:
                    self._children.begin(f"tick {next(self._ticks)}", self._command)
                    wait = LOOK
                stopping.wait(wait)
            self._children.wait()
            return failures + self._bury()

    def _bury(self) -> int:
        """Forget ticks that have ended; returns how many failed."""
        failed = [code for code in self._children.bury().values() if code not in {0, 130}]
        for code in failed:
            self._say(f"a crawl ended with exit code {code}; `newsarchive schedule history` tells which")
        return len(failed)
