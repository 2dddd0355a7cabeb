"""The download handler: waits for its turn, fetches, and hands what was seen to the desk before anybody changes it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from crawler.connection import GuardedFactory, HeadAgent, truncation
from crawler.errors import HeldBackError, RefusedError
from crawler.resolver import refused_name
from crawler.spider import NewspaperSpider
from newsarchive.capture import Exchange
from newsarchive.frontier import Lease
from newsarchive.link import LISTS, LinkKind
from newsarchive.manners import Answer, check_address, read_retry_after

_SLICE = 0.2
"""Longest sleep before a waiting request looks whether the crawl was stopped."""
_LONG_REST = 60.0
"""A host that wants more rest than this is left to the next run."""


class CaptureHandler(HTTP11DownloadHandler):
    """For http and https."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        spider = crawler.spider
        assert isinstance(spider, NewspaperSpider)
        self._spider, self._pacer, self._desk = spider, spider.line.pacer, spider.line.desk
        allowed = spider.newspaper.allow_private
        guard = partial(_check, allowed)
        self._pool._factory = partial(GuardedFactory, guard)  # type: ignore[assignment]

    async def download_request(self, request: Request) -> Response:
        """Fetch politely and keep the exchange; raises RefusedError, HeldBackError, or what Scrapy's handler raises.

        What came of a body that is not whole is kept as well before that is raised.
        """
        host = urlsplit(request.url).hostname or ""
        await self._turn(host)
        began, at = time.monotonic(), _now()
        answer = Answer(0.0, None)
        try:
            agent = self._agent()
            with wrap_twisted_exceptions():
                response: Response = await maybe_deferred_to_future(agent.download_request(request))
            # A host that breaks off its answers or never ends them is failing, whatever status it began with.
            torn = truncation(response) in {"disconnect", "time"} and response.status < 400
            answer = Answer(time.monotonic() - began, None if torn else response.status, _rest_of(response))
        except CannotResolveHostError as error:
            reason = refused_name(host)
            if reason is None:
                raise
            raise RefusedError(reason) from error
        finally:
            if answer.status is None:
                answer = Answer(time.monotonic() - began, None)
            self._pacer.finish(host, time.time(), answer)
        self._desk.capture(self._exchange(request, response, agent, at))
        self._note_rest(host)
        _refuse_part(response)
        return response

    async def _turn(self, host: str) -> None:
        """Wait until the host may be asked again, behind those who wait for it already.

        Without the queue all of them look whenever one may go: ten looks a page (measured).
        """
        async with self._spider.line.queue(host):
            await self._first_in_line(host)

    async def _first_in_line(self, host: str) -> None:
        while True:
            if self._spider.halted is not None or not self._crawler.crawling:
                raise HeldBackError("the crawl is being stopped")
            now = time.time()
            wait = self._pacer.wait(host, now)
            if wait == 0.0:
                self._pacer.start(host, now)
                return
            if wait is not None and wait > _LONG_REST:
                self._refuse_long_rest(host, now)
            await asyncio.sleep(_SLICE if wait is None else min(wait, _SLICE))

    def _refuse_long_rest(self, host: str, now: float) -> None:
        stopped = self._pacer.stopped(host, now)
        if stopped is None:
            return  # a long Crawl-delay: that we keep, by waiting
        until, reason = stopped
        if not self._spider.is_home(host):
            raise RefusedError(reason, outcome="error", not_before=until)
        self._spider.rest(host, until, reason)
        raise HeldBackError(reason)

    def _note_rest(self, host: str) -> None:
        """Tell the frontier of a rest, so that a later run knows."""
        stopped = self._pacer.stopped(host, time.time())
        if stopped is not None and stopped[0] - time.time() > _LONG_REST and self._spider.is_home(host):
            self._spider.rest(host, *stopped)

    def _agent(self) -> HeadAgent:
        return HeadAgent(
            contextFactory=self._contextFactory,
            connectTimeout=self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT"),
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=False,
            crawler=self._crawler,
            tls_verbose_logging=False,
        )

    def _exchange(self, request: Request, response: Response, agent: HeadAgent, at: datetime) -> Exchange:
        lease: Lease | None = request.meta.get("lease")
        protocols = ["http/1.1" if response.protocol in {None, "HTTP/1.1"} else str(response.protocol).lower()]
        if agent.tls:
            protocols.append(agent.tls.lower().replace("tlsv", "tls/"))
        return Exchange(
            newspaper=self._spider.newspaper.id,
            url=request.url,
            fetched_at=at,
            request=_request_bytes(request),
            head=agent.raw_head,
            body=response.body,
            ip=str(response.ip_address) if response.ip_address else None,
            protocols=tuple(protocols),
            certificate_ends=agent.certificate_ends,
            expects=self._expects(lease),
            lease=lease.id if lease else None,
            truncated=truncation(response),
        )

    def _expects(self, lease: Lease | None) -> LinkKind | None:
        """As what the page is searched for links; of addresses named by hand the lists alone, for the next crawl."""
        if lease is None or lease.kind == "image" or (self._spider.order.urls and lease.kind not in LISTS):
            return None
        return lease.kind


def _check(allowed: tuple[str, ...], ip: str, host: str, port: int) -> str | None:
    return check_address(ip, host, port, allowed)


def _refuse_part(response: Response) -> None:
    """Nobody but the desk is given a part of an answer."""
    why = truncation(response)
    if why == "disconnect":
        raise ResponseDataLossError
    if why == "time":
        raise DownloadTimeoutError(f"{len(response.body)} bytes came in time")
    if why is not None:
        told = (response.headers.get("Content-Length") or b"more than we take").decode("iso-8859-1")
        raise DownloadCancelledError(f"{told} bytes, {len(response.body)} kept")


def _now() -> datetime:
    """To the millisecond: what a WARC-Date of ours holds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _rest_of(response: Response) -> float | None:
    told, date = response.headers.get("Retry-After"), response.headers.get("Date")
    return read_retry_after(
        told.decode("iso-8859-1") if told else None,
        now=time.time(),
        date=date.decode("iso-8859-1") if date else None,
    )


def _request_bytes(request: Request) -> bytes:
    """The request as we asked for it: Twisted adds Host and Connection and may order fields otherwise."""
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{request.method} {target} HTTP/1.1".encode("ascii", "replace")]
    fields: dict[bytes, Any] = request.headers
    lines += [name + b": " + value for name, values in fields.items() for value in values]
    lines.append(b"Host: " + parts.netloc.encode("ascii", "replace"))
    return b"\r\n".join(lines) + b"\r\n\r\n"
