"""`scrapy crawl NEWSPAPER…`: Scrapy's own command for one spider, with several newspapers in one process."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.ossignal import install_shutdown_handlers

from crawler.events import Events
from crawler.line import Line
from crawler.logs import log_as_json
from crawler.spider import NewspaperSpider
from newsarchive.capture import Order, Tally
from newsarchive.config import archive_directory
from newsarchive.exceptions import NewsArchiveError, UnknownNewspaperError

_INTERRUPTED = 130


class Command(ScrapyCommand):
    """Crawls newspapers politely, side by side."""

    requires_project = True

    def syntax(self) -> str:
        """After the command's name."""
        return "[options] <newspaper> [<newspaper> ...]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Crawl newspapers into the archive"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Those of `newsarchive crawl`."""
        super().add_options(parser)
        parser.add_argument("--archive", type=Path, metavar="DIR", help="the archive directory")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="no article dated before it")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="no article dated after it")
        parser.add_argument("--limit", type=int, metavar="N", help="at most N articles of each newspaper")
        parser.add_argument("--url", action="append", default=[], metavar="URL", help="only this address")
        parser.add_argument("--workers", type=int, metavar="N", help="extraction processes")
        parser.add_argument("--log-json", action="store_true", help="log lines as JSON")
        parser.add_argument("--events", type=int, metavar="FD", help=argparse.SUPPRESS)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """The archive must be known before spiders are looked up, and how to log before Scrapy does."""
        super().process_options(args, opts)
        assert self.settings is not None
        self.settings.set("NEWSARCHIVE_DIR", str(archive_directory(opts.archive)), priority="cmdline")
        if opts.log_json:
            log_as_json(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; `exitcode` says how it went."""
        if not args:
            raise UsageError("name a newspaper; `scrapy list` shows them")
        assert self.crawler_process is not None
        assert self.settings is not None
        process: Any = self.crawler_process
        for name in args:
            if name not in process.spider_loader.list():
                error = UnknownNewspaperError(name)
                print(f"Error: {error}", file=sys.stderr)
                self.exitcode = error.exit_code
                return
        loop = asyncio.get_event_loop()
        line = Line(Path(self.settings["NEWSARCHIVE_DIR"]), loop, workers=opts.workers)
        events = Events(opts.events, line)
        runs = []
        for name in dict.fromkeys(args):
            crawler = process.create_crawler(name)
            order = Order(name, opts.since, opts.until, opts.limit, tuple(opts.url))
            process.crawl(crawler, line=line, order=order)
            runs.append(crawler)
        line.desk.start()
        stop = _Stop(process, runs)
        process._signal_shutdown = stop.first
        watch = loop.create_task(_watch(line, process))
        events.start(loop)
        loop.call_soon(_hear_interrupts)
        # What was loaded stays: a full collection over it stops the reactor for 70 ms (measured).
        gc.collect()
        gc.freeze()
        try:
            process.start()
        finally:
            watch.cancel()
            line.desk.finish()
        spiders = [crawler.spider for crawler in runs if isinstance(crawler.spider, NewspaperSpider)]
        self.exitcode = _report(spiders, line, events, interrupted=stop.asked)


class _Stop:
    """Ctrl-C: the first stops cleanly, the second at once; nothing is lost either way."""

    def __init__(self, process: Any, crawlers: list[Any]) -> None:
        self._process, self._crawlers = process, crawlers
        self.asked = False

    def first(self, _signum: int, _frame: Any) -> None:
        """For the signal handler."""
        self.asked = True
        install_shutdown_handlers(_end_now)
        from twisted.internet import reactor  # noqa: PLC0415

        reactor.callFromThread(self._process._graceful_stop_reactor)


def _hear_interrupts() -> None:
    """From here on Ctrl-C stops cleanly: `newsarchive crawl` begins us deaf to it (capture/process.py)."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end_now(_signum: int, _frame: Any) -> None:
    # What kill -9 does; the frontier and the segments are made for it.
    os._exit(_INTERRUPTED)


async def _watch(line: Line, process: Any) -> None:
    """Stop all crawls when the desk has failed."""
    await line.failed
    await process.stop()


def _report(spiders: list[NewspaperSpider], line: Line, events: Events, *, interrupted: bool) -> int:
    code = 0
    for spider in spiders:
        tally = getattr(spider, "tally", Tally())
        problem = line.desk.error or spider.problem
        events.ended(spider.newspaper.id, tally, str(problem) if problem else None)
        if isinstance(problem, NewsArchiveError):
            code = max(code, problem.exit_code)
        elif problem is not None:
            code = max(code, 4)
    if line.desk.error is not None and not spiders:
        code = getattr(line.desk.error, "exit_code", 4)
    return _INTERRUPTED if interrupted and code == 0 else code
