"""`Desk`: the thread that owns the databases of a crawling process, so that the network never waits for the disk.

The crawl engine hands over exchanges and ends, and asks for leases; each call returns at once and an answer comes back
through a callable. What waits here is bounded: while `is_full`, the engine asks for nothing new.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.account import CERTIFICATE
from newsarchive.archive import Archive
from newsarchive.article import VIETNAM
from newsarchive.capture.exchange import Exchange
from newsarchive.capture.paper import Paper
from newsarchive.capture.recorder import Found, Recorder
from newsarchive.capture.run import Order, Tally
from newsarchive.capture.window import Window
from newsarchive.exceptions import NewsArchiveError
from newsarchive.frontier import End, Frontier, Habit, Lease
from newsarchive.ingest.session import Written
from newsarchive.link import Link
from newsarchive.manners import user_agent
from newsarchive.press import Newspaper, newspaper
from newsarchive.store import moments as clock

QUEUE_BYTES = 16 << 20
"""Exchanges waiting to be written; more, and no new request begins."""
_BUSY, _IDLE = 0.005, 0.5
"""Seconds between two looks while something is under way, and while nothing is."""


@dataclass(frozen=True, slots=True)
class Leased:
    """The answer to a wish for leases."""

    leases: tuple[Lease, ...]
    """Empty: this run is over."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The answer to the beginning of a run."""

    newspaper: Newspaper
    user_agent: str
    error: NewsArchiveError | None = None
    rests: tuple[tuple[str, float, str], ...] = ()
    """Hosts that asked to be left alone: (host, until, reason)."""


class Desk:
    """One archive's recorder and frontier behind a queue.

    `failed` is called, in the desk's thread, with the error that ended it: storage full, ledger broken. After that it
    takes nothing more; whatever was not written is due again in the next run.
    """

    def __init__(self, directory: Path, failed: Callable[[BaseException], None], *, workers: int | None = None) -> None:
        self.directory, self._failed, self._workers = directory, failed, workers
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._bytes, self._lock = 0, threading.Lock()
        self._papers: dict[str, Paper] = {}
        self._certified: set[str] = set()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="newsarchive-desk", daemon=True)
        self.error: BaseException | None = None

    def start(self) -> None:
        """Open the archive; what a killed run left is taken in first."""
        self._thread.start()

    @property
    def is_full(self) -> bool:
        """Whether the engine should begin nothing new."""
        return self._bytes > QUEUE_BYTES

    def open(self, order: Order, entries: Sequence[Link], reply: Callable[[Opened], None]) -> None:
        """Begin a run."""
        self._inbox.put(partial(self._open, order, entries, reply))

    def lease(self, newspaper: str, count: int, reply: Callable[[Leased], None]) -> None:
        """Wish for up to `count` leases; the answer comes when there are some, or when the run is over."""
        self._inbox.put(partial(self._wish, newspaper, count, reply))

    def capture(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        with self._lock:
            self._bytes += exchange.size
        self._inbox.put(partial(self._take, exchange))

    def end(self, newspaper: str, end: End) -> None:
        """Say how a lease's request ended; its exchanges must have been handed over before."""
        self._inbox.put(partial(self._end, newspaper, end))

    def give_back(self, newspaper: str, ids: Collection[int]) -> None:
        """Return leases whose requests were never made."""
        self._inbox.put(partial(self._give_back, newspaper, tuple(ids)))

    def add(self, newspaper: str, links: Sequence[Link], found_on: str) -> None:
        """Take links in that no page told of: the sitemaps of a robots.txt."""
        self._inbox.put(partial(self._found, Found(newspaper, found_on, tuple(links))))

    def rest(self, newspaper: str, host: str, until: float, reason: str) -> None:
        """Leave a host alone until then, and end the newspaper's run."""
        self._inbox.put(partial(self._rest, newspaper, host, until, reason))

    def stop(self, newspaper: str, reason: str) -> None:
        """Hand out no more leases in this run."""
        self._inbox.put(partial(self._stop, newspaper, reason))

    def close(self, newspaper: str, reply: Callable[[Tally], None]) -> None:
        """End a run: everything handed over is written, leases in hand are given back."""
        self._inbox.put(partial(self._close, newspaper, reply))

    def finish(self) -> None:
        """Write everything, close the archive and end the thread; returns when that is done."""
        self._inbox.put(self._finish)
        if self._thread.is_alive():
            self._thread.join()

    def tallies(self) -> dict[str, Tally]:
        """The counts of the runs now open; a moment old when read from another thread."""
        return {name: paper.tally for name, paper in list(self._papers.items())}

    def _run(self) -> None:
        try:
            with (
                Archive.open(self.directory, create=True, workers=self._workers) as archive,
                Frontier.of(self.directory) as frontier,
            ):
                self._serve(archive, frontier)
        except (NewsArchiveError, OSError) as error:
            self.error = error
        finally:
            # Also for a bug, whose traceback goes its way: a crawl without a desk must end, not wait.
            self.error = self.error or sys.exc_info()[1]
            if self.error is not None:
                self._failed(self.error)

    def _serve(self, archive: Archive, frontier: Frontier) -> None:
        self._archive, self._frontier = archive, frontier
        for uid, held in archive.store.withholdings().items():
            if held.level == "purge" and held.newspaper:
                frontier.withhold(held.newspaper, uid, f"{held.says}; not fetched again")
        agent = user_agent(archive.config, archive.directory / "archive.yml")
        info = {"robots": "obey", "http-header-user-agent": agent}
        self._recorder = Recorder(archive, self._found, self._ended, self._told, info=info)
        self._agent = agent
        while not self._stopping:
            self._work()
        self._recorder.finish()

    def _work(self) -> None:
        """One turn: what came in, as far as there is room for it, then what is due."""
        try:
            job = self._inbox.get(timeout=_BUSY if self._recorder.is_busy else _IDLE)
            job()
            while not self._recorder.is_full and not self._stopping:
                self._inbox.get_nowait()()
        except queue.Empty:
            pass
        now = time.monotonic()
        self._recorder.advance(now)
        while self._recorder.is_full:
            time.sleep(_BUSY)
            self._recorder.advance(time.monotonic())
        for paper in list(self._papers.values()):
            paper.advance(now)

    def _open(self, order: Order, entries: Sequence[Link], reply: Callable[[Opened], None]) -> None:
        known = newspaper(order.newspaper)
        rests = tuple((stop.host, stop.until, stop.reason) for stop in self._frontier.stops())
        try:
            habit = Habit(*self._archive.store.editing(known.id))
            window = Window.of(known, order, self._archive.store) if order.is_bounded else None
            paper = Paper(self._frontier, known, order, habit, window)
        except NewsArchiveError as error:
            reply(Opened(known, self._agent, error))
            return
        paper.begin(entries)
        self._papers[order.newspaper] = paper
        reply(Opened(known, self._agent, rests=rests))

    def _wish(self, newspaper: str, count: int, reply: Callable[[Leased], None]) -> None:
        paper = self._papers.get(newspaper)
        if paper is None:
            reply(Leased(()))
        else:
            paper.wish(count, lambda leases: reply(Leased(leases)))

    def _take(self, exchange: Exchange) -> None:
        self._recorder.take(exchange, time.monotonic())
        self._note_certificate(exchange)
        with self._lock:
            self._bytes -= exchange.size

    def _note_certificate(self, exchange: Exchange) -> None:
        """Once for each host and run; the same certificate is one event of news.db."""
        host, ends = urlsplit(exchange.url).hostname or "", exchange.certificate_ends
        if ends is not None and host not in self._certified:
            self._certified.add(host)
            self._archive.store.add_event(CERTIFICATE, host, {"ends": clock.to_text(ends)})

    def _end(self, newspaper: str, end: End) -> None:
        self._recorder.end(newspaper, end)

    def _give_back(self, newspaper: str, ids: tuple[int, ...]) -> None:
        if newspaper in self._papers:
            self._papers[newspaper].give_back(ids)

    def _rest(self, newspaper: str, host: str, until: float, reason: str) -> None:
        self._frontier.stop(host, until, reason)
        ends = datetime.fromtimestamp(until, VIETNAM)
        self._stop(newspaper, f"{reason}; {host} is left alone until {ends:%H:%M, %d/%m/%Y} in Vietnam")

    def _stop(self, newspaper: str, reason: str) -> None:
        if newspaper in self._papers:
            self._papers[newspaper].stop(reason)

    def _found(self, found: Found) -> None:
        if found.newspaper in self._papers:
            self._papers[found.newspaper].add(found.links, found.url)

    def _told(self, newspaper: str, written: Written) -> None:
        if newspaper in self._papers:
            self._papers[newspaper].tally.captures[written.outcome] += 1

    def _ended(self, newspaper: str, ends: Sequence[End]) -> None:
        if newspaper in self._papers:
            self._papers[newspaper].done(ends)

    def _close(self, newspaper: str, reply: Callable[[Tally], None]) -> None:
        self._recorder.flush()
        paper = self._papers.pop(newspaper, None)
        if paper is None:
            reply(Tally())
            return
        started = paper.started
        paper.close()
        self._archive.note_crawl(newspaper, started, paper.tally.to_dict())
        reply(paper.tally)

    def _finish(self) -> None:
        for name in list(self._papers):
            self._close(name, lambda _tally: None)
        self._stopping = True
