"""The door of the reading room: reading only, requests in order only, no crawlers.

It stands before the kept pages, whose keys hold the Host header: a header that is no host would be printed in
permalinks and fill the memory with pages that nobody asks for again.
"""

from __future__ import annotations

import re
from typing import Any

_METHODS = frozenset({"GET", "HEAD"})
_LONGEST = 8_192
"""Bytes of a path with its query; browsers and proxies give up at about as much."""
_HOST = re.compile(rb"(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_ROBOTS = b"User-agent: *\nDisallow: /\n"
"""Newspapers' texts are not ours to hand to search engines; each answer says so as well (X-Robots-Tag)."""
_HEADERS = (
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'"),
)


class Gate:
    """An ASGI app before the reading room."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, or answer in a line."""
        answer = _refuse(scope) if scope["type"] == "http" else None
        if answer is None:
            await self._app(scope, receive, send)
        else:
            await respond(send, *answer)


def _refuse(scope: Any) -> tuple[int, bytes, tuple[tuple[bytes, bytes], ...]] | None:
    """(status, body, more headers) of what goes no further; None to pass on."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or not all(map(_HOST.fullmatch, hosts)):
        return 400, b"Host is no host\n", ()
    if scope["method"] not in _METHODS:
        return 405, b"this room is for reading\n", ((b"allow", b"GET, HEAD"),)
    if len(scope["raw_path"]) + len(scope["query_string"]) > _LONGEST:
        return 414, b"the address is too long\n", ()
    if scope["path"] == "/robots.txt":
        return 200, _ROBOTS, ((b"cache-control", b"public, max-age=3600"),)
    return None


async def respond(send: Any, status: int, body: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    """A line of text as an ASGI answer; no cache keeps a refusal."""
    fresh = () if status == 200 else ((b"cache-control", b"no-store"),)
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*_HEADERS, length, *fresh, *headers]})
    await send({"type": "http.response.body", "body": body})
