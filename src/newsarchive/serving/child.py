"""The process that answers for one release: `python -m newsarchive.serving.child SETTINGS`.

It gets a listening socket and two pipes from the supervisor. On one it reports `ready` (the release is open, the first
page renders) and `stopped` (it accepts no more); on the other it is told `go`, `drain` and `stop`. When that pipe
closes, the supervisor is gone and the child ends too, so no child is ever orphaned.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import uvicorn

from newsarchive.serving.app import make_datasette
from newsarchive.serving.gate import Gate
from newsarchive.serving.pagecache import PageCache
from newsarchive.serving.process import ChildSettings
from newsarchive.serving.rate import RateLimit

KEEP_ALIVE = 5
"""Seconds that an idle connection may stay open."""
DRAIN_LIMIT = 30
"""Seconds that requests in progress may take after a swap."""


class _Closing:
    """An ASGI app that, while draining, asks every client to come back on a new connection."""

    def __init__(self, app: Any) -> None:
        self.app, self.draining = app, False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def closing(message: Any) -> None:
            if self.draining and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"connection", b"close")]
            await send(message)

        await self.app(scope, receive, closing if scope["type"] == "http" else send)


class _DrainingServer(uvicorn.Server):
    """A uvicorn server whose shutdown loses no request.

    uvicorn itself closes connections that are open but have not been read from yet; a client that has just sent its
    request there gets no answer. Here such a connection is still served, once, before it closes.
    """

    def __init__(self, config: uvicorn.Config, app: _Closing, report: int) -> None:
        super().__init__(config)
        self._app, self._report, self.gently = app, report, False

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        _report(self._report, b"stopped\n")
        if self.gently:
            self._app.draining = True
            deadline = time.monotonic() + DRAIN_LIMIT
            await asyncio.sleep(0.2)  # connections accepted a moment ago have not been counted yet
            while self.server_state.connections and not self.force_exit and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
        await super().shutdown(sockets)


async def run(settings: ChildSettings) -> None:
    """Get ready, wait for `go`, serve until `drain`, `stop` or the end of the supervisor."""
    control = await _reader(settings.control)
    datasette = make_datasette(Path(settings.database), settings.title, map(Path, settings.warc))
    await datasette.invoke_startup()
    first = await datasette.client.get("/")
    if first.status_code != 200:
        raise SystemExit(f"the first page answers {first.status_code}")
    _report(settings.report, b"ready\n")
    if await control.readline() != b"go\n":
        return
    tag = f"{datasette.newsarchive_release.id}-{version('newsarchive')}"
    app = _Closing(Gate(PageCache(RateLimit(datasette.app(), settings.per_minute), tag)))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", http="h11", ws="none",
        timeout_keep_alive=KEEP_ALIVE, timeout_graceful_shutdown=DRAIN_LIMIT,
    )  # fmt: skip
    server = _DrainingServer(config, app, settings.report)
    listening = asyncio.create_task(_obey(control, server))
    await server.serve(sockets=[socket.socket(fileno=settings.listener)])
    listening.cancel()


async def _obey(control: asyncio.StreamReader, server: _DrainingServer) -> None:
    """Stop the server when told so; the end of the pipe is the end of the supervisor."""
    order = await control.readline()
    server.gently = order == b"drain\n"
    server.should_exit = True
    if server.gently and await control.readline() != b"drain\n":
        server.force_exit = True


def _report(descriptor: int, word: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):  # the supervisor is gone; the end of `control` says so too
        os.write(descriptor, word)


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0))
    return reader


if __name__ == "__main__":
    asyncio.run(run(ChildSettings(**json.loads(sys.argv[1]))))
