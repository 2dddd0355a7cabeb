"""What the one who watches is told: JSON lines on a descriptor, or plain lines on stderr."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import Any

from crawler.line import Line
from newsarchive.capture import Tally

_EVERY = 0.5


class Events:
    """Tells of the progress of each newspaper twice a second, and of its end."""

    def __init__(self, descriptor: int | None, line: Line) -> None:
        self._descriptor, self._line = descriptor, line
        self._began = time.monotonic()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to tell; does nothing without a descriptor."""
        if self._descriptor is not None:
            self._task = loop.create_task(self._repeat())

    def ended(self, newspaper: str, tally: Tally, problem: str | None) -> None:
        """A newspaper's run is over."""
        if self._descriptor is not None:
            self._write({"event": "ended", "newspaper": newspaper, "problem": problem, **tally.to_dict()})
            return
        counts = ", ".join(f"{name} {count}" for name, count in tally.requests.items()) or "nothing was due"
        why = problem or tally.stopped
        print(f"{newspaper}: {counts}" + (f"; {why}" if why else ""), file=sys.stderr)

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            for newspaper, tally in self._line.desk.tallies().items():
                self._write({"event": "progress", "newspaper": newspaper, **tally.to_dict()})

    def _write(self, event: dict[str, Any]) -> None:
        assert self._descriptor is not None
        try:
            os.write(self._descriptor, (json.dumps(event, ensure_ascii=False) + "\n").encode())
        except BrokenPipeError:
            # Nobody watches any more: stop as Ctrl-C would.
            self._descriptor = None
            os.kill(os.getpid(), 2)
