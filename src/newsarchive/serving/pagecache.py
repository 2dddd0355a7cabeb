"""Finished pages kept in memory, for as long as a child serves its release; and what tells browsers and proxies so.

A release never changes under its child, so a page asked for twice is the same page. A new release, which a takedown
makes, comes with a new child and so with nothing kept; the ETag names the release, and what a shared cache holds is
asked after again within a minute. Last-Modified is the moment from which this program has served this release: with a
release, a takedown among them, or another program comes another moment. Who sends a cookie or a password is answered
by the reading room itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from newsarchive.reading.security import is_page

LIMIT = 64 * 2**20
"""Bytes of all pages kept."""
LARGEST = 4 * 2**20
"""Bytes of one page that is kept."""
MAX_AGE = 60
"""Seconds that a page may be shown without asking again: after a takedown nobody shows it for longer."""

_PERSONAL = frozenset({b"cookie", b"authorization"})
"""Request headers by which an answer may be one reader's alone."""

_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: _Headers
    body: bytes


@dataclass(slots=True)
class _Answer:
    """A response as it goes by."""

    status: int = 0
    headers: _Headers = field(default_factory=list)
    body: bytes | None = b""
    """None when it comes in pieces or is too large to be kept."""


class PageCache:
    """An ASGI app before the reading room; `tag` names release and program, `since` is when they began to serve."""

    def __init__(self, app: Any, tag: str, since: datetime | None = None, limit: int = LIMIT) -> None:
        self._app, self._limit = app, limit
        self._etag = f'"{tag}"'.encode()
        self._modified = format_datetime((since or datetime.now(UTC)).astimezone(UTC), usegmt=True).encode()
        self._fresh: _Headers = [
            (b"etag", self._etag),
            (b"last-modified", self._modified),
            (b"cache-control", f"public, max-age={MAX_AGE}, must-revalidate".encode()),
        ]
        self._pages: OrderedDict[tuple[bytes, ...], _Kept] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer from what is kept, or pass on and keep."""
        headers = dict(scope.get("headers", ()))
        is_shared = scope["type"] == "http" and scope["method"] == "GET" and is_page(scope["path"])
        if not is_shared or headers.keys() & _PERSONAL:
            await self._app(scope, receive, send)
            return
        key = (headers.get(b"host", b""), scope["scheme"].encode(), scope["raw_path"], scope["query_string"])
        kept = self._pages.get(key)
        if kept is None:
            await self._pass_on(key, scope, receive, send)
            return
        self._pages.move_to_end(key)
        if self._is_known(headers):
            dropped = (b"content-length", b"content-type")
            await _respond(send, 304, [pair for pair in kept.headers if pair[0].lower() not in dropped], b"")
        else:
            await _respond(send, 200, kept.headers, kept.body)

    def _is_known(self, headers: Mapping[bytes, bytes]) -> bool:
        """Whether who asks has the page already (RFC 9110, 13.1). A date counts only alone, and only ours to the
        second: a later one may be a clock that is wrong, and what it vouches for may have been taken down."""
        if b"if-none-match" not in headers:
            return headers.get(b"if-modified-since") == self._modified
        # A proxy that compresses a page makes its ETag a weak one; to ask with, both mean the same.
        return self._etag in {tag.strip().removeprefix(b"W/") for tag in headers[b"if-none-match"].split(b",")}

    async def _pass_on(self, key: tuple[bytes, ...], scope: Any, receive: Any, send: Any) -> None:
        answer = _Answer()

        async def watching(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = message["headers"] = self._with_freshness(answer.status, message.get("headers", ()))
            elif message["type"] == "http.response.body":
                whole = answer.body == b"" and not message.get("more_body")
                body = message.get("body", b"")
                answer.body = body if whole and len(body) <= LARGEST else None
            await send(message)

        await self._app(scope, receive, watching)
        if answer.status == 200 and answer.body and (b"etag", self._etag) in answer.headers:
            self._keep(key, _Kept(answer.headers, answer.body))

    def _with_freshness(self, status: int, headers: Any) -> _Headers:
        """An answer that says itself how long it holds, or that varies, is left as it is and not kept."""
        have = {name.lower(): value for name, value in headers}
        varies = {name.strip().lower() for name in have.get(b"vary", b"").split(b",") if name.strip()} - _PERSONAL
        if varies or have.keys() & {b"cache-control", b"etag", b"last-modified", b"content-disposition"}:
            return list(headers)
        return [*headers, *(self._fresh if status == 200 else [(b"cache-control", b"no-store")])]

    def _keep(self, key: tuple[bytes, ...], page: _Kept) -> None:
        """The pages asked for longest ago make room."""
        self._forget(key)
        self._pages[key] = page
        self._size += _weight(key, page)
        while self._size > self._limit:
            self._forget(next(iter(self._pages)))

    def _forget(self, key: tuple[bytes, ...]) -> None:
        if page := self._pages.pop(key, None):
            self._size -= _weight(key, page)


def _weight(key: tuple[bytes, ...], page: _Kept) -> int:
    return len(page.body) + sum(map(len, key)) + sum(len(name) + len(value) for name, value in page.headers)


async def _respond(send: Any, status: int, headers: _Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
