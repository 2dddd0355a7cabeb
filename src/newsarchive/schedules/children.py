"""Crawls as processes of their own, begun by a service and ended with it."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType


class Children:
    """The processes of a service, each under a name; SIGTERM and SIGINT are passed on to them as SIGINT."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        """Set by the first signal: begin nothing more."""
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def names(self) -> frozenset[str]:
        """Those that have not been buried."""
        return frozenset(self._running)

    def begin(self, name: str, command: Sequence[str]) -> None:
        """Start one, in a session of its own: Ctrl-C in the terminal reaches it through us, once."""
        self._running[name] = subprocess.Popen(command, start_new_session=True)

    def bury(self) -> dict[str, int]:
        """Forget those that have ended; returns their exit codes."""
        ended = {name: child.returncode for name, child in self._running.items() if child.poll() is not None}
        for name in ended:
            del self._running[name]
        return ended

    def wait(self) -> None:
        """Wait until all have ended."""
        for child in self._running.values():
            child.wait()

    @contextmanager
    def passing_signals(self) -> Iterator[None]:
        """The first signal stops cleanly: every child is told. So does each later one, which ends a crawl at once."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping.set()
            for child in self._running.values():
                child.send_signal(signal.SIGINT)

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
