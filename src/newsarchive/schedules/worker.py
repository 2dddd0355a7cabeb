"""A worker: takes whole newspapers that have something due from the frontier, one process each, until told to stop."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from newsarchive.exceptions import ArchiveError
from newsarchive.frontier import Frontier
from newsarchive.schedules.children import Children

LOOK: Final = 5.0
"""Seconds between two looks at the frontier."""
REST: Final = 900.0
"""Seconds for which a newspaper whose crawl failed here is left to others."""
_REFUSED: Final = 3
"""Exit code of a crawl of a newspaper that another worker took in the same moment."""


@dataclass(frozen=True, slots=True)
class _Found:
    waiting: Sequence[str]
    """Newspapers to begin, the longest due first."""
    crawled: Collection[str]
    """Newspapers that somebody crawls now."""


class Worker:
    """Crawls what is due, from `Worker(directory, frontier).run()`; any number of them share one frontier.

    A newspaper is crawled by one worker at a time (`Frontier.crawl`), so that politeness stays with one. What a worker
    that died had in hand goes to whoever looks next. A server that cannot be reached is asked again.
    """

    def __init__(
        self,
        directory: Path,
        *,
        newspapers: Collection[str] = (),
        at_once: int = 4,
        say: Callable[[str], None],
        command: Sequence[str] = (),
    ) -> None:
        self._directory, self._say, self._at_once = directory, say, at_once
        self._newspapers = tuple(newspapers)
        self._command = tuple(command) or (sys.executable, "-m", "newsarchive", "crawl")
        self._children = Children()
        self._resting: dict[str, float] = {}
        self.begun = 0
        """Crawls begun."""
        self.failed = 0
        """Crawls that failed."""

    def run(self, *, until_idle: bool = False) -> None:
        """Work until a signal comes or, with `until_idle`, until nothing is due and nobody crawls, anywhere."""
        stopping = self._children.stopping
        with self._children.passing_signals():
            while not stopping.is_set():
                self._bury()
                found = self._look()
                if found is not None:
                    for name in found.waiting[: self._at_once - len(self._children.names)]:
                        self._begin(name)
                    if until_idle and not (found.waiting or found.crawled or self._children.names):
                        break
                stopping.wait(LOOK if not until_idle else LOOK / 10)
            self._children.wait()
            self._bury()

    def _look(self) -> _Found | None:
        """What there is to do; None when the frontier cannot be asked."""
        try:
            with Frontier.of(self._directory) as frontier:
                names = self._newspapers or frontier.newspapers()
                waiting, crawled = frontier.waiting(names), frontier.crawled() & set(names)
        except ArchiveError as error:
            self._say(str(error))
            return None
        now = time.monotonic()
        here = self._children.names
        return _Found(tuple(one for one in waiting if one not in here and self._resting.get(one, 0.0) <= now), crawled)

    def _begin(self, name: str) -> None:
        self.begun += 1
        self._children.begin(name, (*self._command, name, "--archive", str(self._directory.absolute())))

    def _bury(self) -> None:
        for name, code in self._children.bury().items():
            if code in {0, 130}:
                continue
            if code != _REFUSED:
                self.failed += 1
                self._resting[name] = time.monotonic() + REST
            self._say(f"{name}: its crawl ended with exit code {code}")
