"""How much one address may ask for: a token bucket each, behind the kept pages, which cost nothing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Any

from newsarchive.serving.gate import respond

PER_MINUTE = 300
"""Pages made for one address in a minute."""
_BURST = 100
"""Pages that may come at once; opening a list of results in tabs is no attack."""
_DOWNLOAD, _OWN_SQL = 10, 5
"""A download and a query of the reader's own count as so many pages."""
_ADDRESSES = 20_000
"""Addresses that are remembered; those heard of longest ago are forgotten."""


class RateLimit:
    """An ASGI app before what makes pages. `per_minute` 0 sets no limit.

    Addresses of this machine are never limited: there the operator asks, or a proxy that has not told for whom. Of a
    proxy on this machine uvicorn takes the reader's address out of X-Forwarded-For.
    """

    def __init__(self, app: Any, per_minute: int = PER_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._per_second = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Address → (tokens left, the moment of that)."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, or answer 429 with the seconds to wait."""
        wait = self._take(scope) if scope["type"] == "http" and self._per_second else 0.0
        if wait:
            seconds = str(ceil(wait)).encode()
            await respond(send, 429, b"too many requests; please wait\n", ((b"retry-after", seconds),))
        else:
            await self._app(scope, receive, send)

    def _take(self, scope: Any) -> float:
        """Seconds until this request may come; 0 when it may now, and is counted."""
        address, cost = _address(scope), _cost(scope)
        if address is None or not cost:
            return 0.0
        now = self._clock()
        left, since = self._buckets.pop(address, (float(_BURST), now))
        left = min(float(_BURST), left + (now - since) * self._per_second)
        allowed = left >= cost
        self._buckets[address] = (left - cost if allowed else left, now)
        if len(self._buckets) > _ADDRESSES:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (cost - left) / self._per_second


def _address(scope: Any) -> str | None:
    """Whom a request counts for: the address, of IPv6 the network of 64 bits; None for this machine."""
    try:
        found = ip_address((scope.get("client") or ("127.0.0.1", 0))[0])
    except ValueError:  # a proxy wrote something else into X-Forwarded-For
        return "unknown"
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return None
    return str(found) if found.version == 4 else found.exploded[:19]


def _cost(scope: Any) -> int:
    path: str = scope["path"]
    if path.startswith(("/static/", "/-/static/")):
        return 0
    if "/tai-ve" in path or path.endswith(".csv"):
        return _DOWNLOAD
    return _OWN_SQL if b"sql=" in scope["query_string"] else 1
