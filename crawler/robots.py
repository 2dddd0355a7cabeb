"""robots.txt before every request, for every one that waits; and addresses written as numbers."""

from __future__ import annotations

import asyncio
import time
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web.client import ResponseNeverReceived

from crawler.errors import HeldBackError, RefusedError, explain_failure
from crawler.spider import NewspaperSpider
from newsarchive.exceptions import NewsArchiveError
from newsarchive.link import Link
from newsarchive.manners import check_address, read_retry_after
from newsarchive.press import Newspaper
from newsarchive.robots import MAX_REDIRECTS, RobotsRules, read_robots, unreachable

_NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    DownloadCancelledError,
    ResponseDataLossError,
    ResponseNeverReceived,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    RefusedError,
)


class RobotsMiddleware:
    """Each request waits for the rules of its own host, and each is judged by them."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[RobotsRules]] = {}
        self._failures: dict[str, int] = {}
        self._answered = False
        """Whether any robots.txt, or its absence, was ever told."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the engine."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise RefusedError or HeldBackError."""
        spider = self._crawler.spider
        assert isinstance(spider, NewspaperSpider)
        _check_literal(request, spider)
        if request.meta.get("robots"):
            return
        if spider.halted is not None or not self._crawler.crawling:
            raise HeldBackError("the crawl is being stopped")
        rules = await self._rules_for(request, spider)
        decision = rules.decide(request.url)
        if decision.allowed:
            return
        host = urlsplit(request.url).hostname or ""
        if decision.retry_at is None:
            raise RefusedError(decision.reason)
        if spider.is_home(host):
            if spider.newspaper.successor and not self._answered:
                spider.problem = NewsArchiveError(_moved(spider.newspaper, host))
            spider.rest(host, decision.retry_at, decision.reason)
            raise HeldBackError(decision.reason)
        raise RefusedError(decision.reason, outcome="error", not_before=decision.retry_at)

    async def _rules_for(self, request: Request, spider: NewspaperSpider) -> RobotsRules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        task = self._rules.get(origin)
        if task is None or (task.done() and task.result().expires_at <= time.time()):
            task = self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request, spider))
        # Shielded: whoever waits may be given up without taking the rules from the others.
        return await asyncio.shield(task)

    async def _fetch(self, origin: str, request: Request, spider: NewspaperSpider) -> RobotsRules:
        host = urlsplit(origin).hostname or ""
        rules = await self._read(origin, request)
        self._failures[origin] = self._failures.get(origin, 0) + 1 if rules.state == "unreachable" else 0
        spider.line.pacer.set_crawl_delay(host, rules.crawl_delay)
        if rules.sitemaps and spider.is_home(host):
            links = [Link(urljoin(origin, url), "sitemap", "robots.txt") for url in rules.sitemaps]
            spider.line.desk.add(spider.newspaper.id, links, f"{origin}/robots.txt")
        return rules

    async def _read(self, origin: str, request: Request) -> RobotsRules:
        url, failures = f"{origin}/robots.txt", self._failures.get(origin, 0)
        try:
            response = await self._get(url, request)
            for _ in range(MAX_REDIRECTS):
                location = response.headers.get("Location") if 300 <= response.status < 400 else None
                if location is None:
                    break
                response = await self._get(urljoin(response.url, location.decode("utf-8", "replace")), request)
        except _NO_ANSWER as error:
            return unreachable(
                f"robots.txt cannot be read: {explain_failure(error) or error}", now=time.time(), failures=failures
            )
        self._answered = True
        wait = read_retry_after(_text(response, "Retry-After"), now=time.time(), date=_text(response, "Date"))
        return read_robots(response.status, response.body, now=time.time(), retry_after=wait, failures=failures)

    async def _get(self, url: str, request: Request) -> Response:
        engine = self._crawler.engine
        assert engine is not None
        headers = {"User-Agent": request.headers.get("User-Agent"), "Accept": "text/plain,*/*;q=0.5"}
        asked = Request(url, headers=headers, meta={"robots": True}, dont_filter=True)
        return await engine.download_async(asked)


def _check_literal(request: Request, spider: NewspaperSpider) -> None:
    """An address written as a number is never looked up, so the resolver does not see it."""
    parts = urlsplit(request.url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise RefusedError(f"no web address: {error}") from error
    host = parts.hostname or ""
    if host.replace(".", "").isdigit() or ":" in host:
        reason = check_address(host, host, port, spider.newspaper.allow_private)
        if reason is not None:
            raise RefusedError(reason)


def _moved(newspaper: Newspaper, host: str) -> str:
    return (
        f"{host} does not answer; {newspaper.name} was merged into {newspaper.successor}: "
        f"newsarchive crawl {newspaper.successor}"
    )


def _text(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("iso-8859-1") if value else None
