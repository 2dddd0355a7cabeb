"""A download of any length, sent piece by piece as an ASGI answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from newsarchive.reading.taking import Taking


@dataclass(frozen=True)
class Download:
    """An answer that never looks whole when it is not: out of time, it leaves without its end.

    The server then closes the connection, and every HTTP/1.1 client sees that the last chunk is missing.
    """

    taking: Taking
    read: Callable[[Callable[[sqlite3.Connection], bytes | None]], Awaitable[bytes | None]]
    """Runs a function on a connection to the release, within the time limit of a page."""

    async def asgi_send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Send headers, then each piece; an error other than time running out is raised."""
        headers = {
            "content-type": self.taking.media_type,
            "content-disposition": f'attachment; filename="{self.taking.filename}"',
        }
        start = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        try:
            while (piece := await self.read(self.taking.next_piece)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            return
        await send({"type": "http.response.body", "body": b""})
