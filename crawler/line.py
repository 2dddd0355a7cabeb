"""What the crawls of one process share: the desk, the pace of every host, the wish to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from newsarchive.capture import Desk
from newsarchive.manners import Pacer

ReplyT = TypeVar("ReplyT")


class Line:
    """The line between the engine's thread and the desk's."""

    def __init__(self, directory: Path, loop: asyncio.AbstractEventLoop, *, workers: int | None = None) -> None:
        self.pacer = Pacer()
        self.desk = Desk(directory, self._desk_failed, workers=workers)
        self.failed: asyncio.Future[BaseException] = loop.create_future()
        self._loop = loop
        self._queues: dict[str, asyncio.Lock] = {}

    def queue(self, host: str) -> asyncio.Lock:
        """What those who wait for a host hold, one after the other in the order in which they came."""
        return self._queues.setdefault(host, asyncio.Lock())

    async def ask(self, question: Callable[[Callable[[ReplyT], None]], None]) -> ReplyT:
        """Put a question to the desk and wait for its answer; raises what ended the desk, when it has ended."""
        answer: asyncio.Future[ReplyT] = self._loop.create_future()

        def reply(value: ReplyT) -> None:
            self._loop.call_soon_threadsafe(_resolve, answer, value)

        question(reply)
        either: set[asyncio.Future[Any]] = {answer, self.failed}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise self.failed.result()

    def _desk_failed(self, error: BaseException) -> None:
        self._loop.call_soon_threadsafe(_resolve, self.failed, error)


def _resolve(future: asyncio.Future[ReplyT], value: ReplyT) -> None:
    if not future.done():
        future.set_result(value)
