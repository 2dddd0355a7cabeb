"""The frontier under Scrapy's scheduler interface."""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred

from crawler.entries import entry_links
from crawler.spider import NewspaperSpider
from newsarchive.capture import Leased, Opened
from newsarchive.exceptions import NewsArchiveError
from newsarchive.frontier import Lease

AHEAD = 16
"""Leases asked for at a time, when fewer than half of them are left."""
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    # No zstd: pywb cannot undo it for a browser that did not ask for it.
    "Accept-Encoding": "gzip, deflate, br",
}


class FrontierScheduler(BaseScheduler):
    """Hands the engine what the frontier leases, redirects first."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._leases: deque[Lease] = deque()
        self._again: deque[Request] = deque()
        self._wish: asyncio.Task[None] | None = None
        self._over = False
        self._opened = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the engine."""
        return cls(crawler)

    def open(self, spider: Spider) -> Deferred[None]:
        """Take the right to crawl the newspaper; the spider is closed when another crawl has it."""
        assert isinstance(spider, NewspaperSpider)
        self._spider = spider
        return deferred_from_coro(self._open())

    def close(self, reason: str) -> Deferred[None]:  # noqa: ARG002 - the signature is Scrapy's
        """Return what is left and wait until everything is written."""
        if self._wish is not None:
            self._wish.cancel()
        return deferred_from_coro(self._close())

    def has_pending_requests(self) -> bool:
        """False once the frontier has nothing more for this run."""
        return bool(self._again or self._leases) or not self._over

    def enqueue_request(self, request: Request) -> bool:
        """Take a redirect's target; nothing else comes this way."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, None when there is none now."""
        if self._spider.halted is not None:
            self._return_leases()
        if self._spider.line.desk.is_full:
            return None
        if self._again:
            return self._dressed(self._again.popleft())
        if len(self._leases) < AHEAD // 2 and not self._over and self._wish is None:
            self._wish = asyncio.ensure_future(self._get_leases())
        return self._request(self._leases.popleft()) if self._leases else None

    async def _open(self) -> None:
        spider = self._spider
        try:
            opened: Opened = await spider.line.ask(
                partial(spider.line.desk.open, spider.order, entry_links(spider.newspaper, spider.order))
            )
        except (NewsArchiveError, OSError) as error:
            opened = Opened(spider.newspaper, "", error)  # type: ignore[arg-type]
        if opened.error is not None:
            spider.problem, self._over = opened.error, True
            raise CloseSpider("refused")
        self._opened, spider.user_agent = True, opened.user_agent
        for host, until, reason in opened.rests:
            spider.line.pacer.stop(host, until, reason)

    async def _close(self) -> None:
        self._return_leases()
        if not self._opened:
            return
        spider = self._spider
        try:
            spider.tally = await spider.line.ask(partial(spider.line.desk.close, spider.newspaper.id))
        except (NewsArchiveError, OSError) as error:
            spider.problem = error

    async def _get_leases(self) -> None:
        spider = self._spider
        try:
            answer: Leased = await spider.line.ask(partial(spider.line.desk.lease, spider.newspaper.id, AHEAD))
        except (NewsArchiveError, OSError) as error:
            spider.problem, answer = error, Leased(())
        self._wish = None
        self._leases += answer.leases
        self._over = not answer.leases
        slot = self._crawler.engine._slot if self._crawler.engine else None
        if slot is not None:
            slot.nextcall.schedule()

    def _return_leases(self) -> None:
        """Leases not begun, and redirects not followed, stay due."""
        ids = [lease.id for lease in self._leases] + [request.meta["lease"].id for request in self._again]
        self._leases.clear()
        self._again.clear()
        if ids:
            self._spider.line.desk.give_back(self._spider.newspaper.id, ids)

    def _request(self, lease: Lease) -> Request:
        return self._dressed(
            Request(
                lease.url,
                callback=self._spider.ended,
                errback=self._spider.lost,
                dont_filter=True,
                meta={"lease": lease},
            )
        )

    def _dressed(self, request: Request) -> Request:
        """With our headers, and the validators of the copy we have on the first request of a lease."""
        lease: Lease = request.meta["lease"]
        headers = {"User-Agent": self._spider.user_agent, **_HEADERS}
        if not request.meta.get("hops"):
            if lease.etag:
                headers["If-None-Match"] = lease.etag
            if lease.last_modified:
                headers["If-Modified-Since"] = lease.last_modified
        for name, value in headers.items():
            request.headers.setdefault(name, value)
        return request
