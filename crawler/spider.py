"""The spider: what the answer to a leased request means."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import HeldBackError, RefusedError, explain_failure
from crawler.line import Line
from newsarchive.capture import Order, Tally
from newsarchive.frontier import End, Lease, Outcome
from newsarchive.manners import read_retry_after
from newsarchive.press import Newspaper

HOPS = 10
"""Redirects followed for one lease."""
SILENT = 5
"""Requests in a row that the newspaper's host left without an answer, after which the run ends."""
SILENCE = 600.0
_MOVED = {301, 302, 303, 307, 308}
_OUTCOMES: dict[int, Outcome] = {304: "same", 401: "refused", 403: "refused", 451: "refused", 404: "gone", 410: "gone"}


class NewspaperSpider(Spider):
    """Crawls one newspaper. The scheduler makes the requests; here their ends are told."""

    newspaper: ClassVar[Newspaper]
    line: Line
    order: Order

    def __init__(self, *, line: Line, order: Order, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.line, self.order = line, order
        self.user_agent = ""
        self.problem: BaseException | None = None
        self.halted: str | None = None
        """Why nothing more is asked for; None while the crawl goes on."""
        self.tally = Tally()
        self._silent = 0

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: everything comes from the frontier."""
        return
        yield

    def is_home(self, host: str) -> bool:
        """Whether a host is the newspaper's own."""
        return self.newspaper.own_host(host.lower()) is not None

    def halt(self, reason: str) -> None:
        """Ask for nothing more; what is on its way is still taken in."""
        if self.halted is None:
            self.halted = reason
            self.line.desk.stop(self.newspaper.id, reason)

    def rest(self, host: str, until: float, reason: str) -> None:
        """The newspaper's host is to be left alone until then."""
        if self.halted is None:
            self.halted = reason
            self.line.desk.rest(self.newspaper.id, host, until, reason)

    def ended(self, response: Response) -> Request | None:
        """An answer came: follow its redirect within the same lease, or tell how it ended."""
        self._silent = 0
        lease: Lease = response.meta["lease"]
        location = response.headers.get("Location") if response.status in _MOVED else None
        if location is None:
            self._tell(_end_of(lease, response))
            return None
        target = urljoin(response.url, location.decode("utf-8", "replace").strip())
        refusal = self._refusal(response, target)
        if refusal is not None:
            self._tell(End(lease.id, "dropped", response.status, refusal))
            return None
        return Request(
            target,
            callback=self.ended,
            errback=self.lost,
            dont_filter=True,
            meta={"lease": lease, "hops": response.meta.get("hops", 0) + 1},
        )

    def lost(self, failure: Failure) -> None:
        """No answer came: tell why."""
        request: Request = failure.request  # type: ignore[attr-defined]
        lease: Lease = request.meta["lease"]
        error = failure.value
        if isinstance(error, HeldBackError):
            self.line.desk.give_back(self.newspaper.id, [lease.id])
            return
        if isinstance(error, RefusedError):
            self._tell(End(lease.id, error.outcome, None, error.reason, not_before=error.not_before))
            return
        if isinstance(error, DownloadCancelledError):
            self._tell(End(lease.id, "dropped", None, f"too large: {error}"))
            return
        words = explain_failure(error)
        if words is None:
            self.logger.error("%s: %s", lease.url, failure.getTraceback())
        self._tell(End(lease.id, "error", None, words or f"{type(error).__name__}: {error}"))
        self._note_silence(urlsplit(request.url).hostname or "", words or str(error))

    def _tell(self, end: End) -> None:
        self.line.desk.end(self.newspaper.id, end)

    def _note_silence(self, host: str, words: str) -> None:
        if not self.is_home(host):
            return
        self._silent += 1
        if self._silent >= SILENT:
            self.rest(host, time.time() + SILENCE, f"{host} does not answer ({words})")

    def _refusal(self, response: Response, target: str) -> str | None:
        """Why a redirect is not followed."""
        host = urlsplit(target).hostname or ""
        if urlsplit(target).scheme not in {"http", "https"}:
            return f"redirects to {target[:200]}, which is no web address"
        if not self.is_home(host) and host != urlsplit(response.url).hostname:
            return f"redirects to another host: {host}"
        if response.meta.get("hops", 0) >= HOPS:
            return f"redirects more than {HOPS} times"
        return None


def _end_of(lease: Lease, response: Response) -> End:
    status = response.status
    if 200 <= status < 300 or status == 304:
        etag, modified = _text(response, "ETag"), _text(response, "Last-Modified")
        return End(lease.id, _OUTCOMES.get(status, "stored"), status, etag=etag, last_modified=modified)
    outcome = _OUTCOMES.get(status, "error")
    now = time.time()
    wait = read_retry_after(_text(response, "Retry-After"), now=now, date=_text(response, "Date"))
    return End(lease.id, outcome, status, f"HTTP status {status}", not_before=None if wait is None else now + wait)


def _text(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("iso-8859-1") if value else None
