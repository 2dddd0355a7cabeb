"""One newspaper's run at the desk: which leases it has, what it found, when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from newsarchive.capture.run import Order, Tally
from newsarchive.capture.window import Window
from newsarchive.discovery import NEXT_PAGE
from newsarchive.frontier import End, Frontier, Habit, Lease
from newsarchive.link import Link
from newsarchive.press import Newspaper
from newsarchive.store import moments

PATIENCE = 60.0
"""Seconds that a run waits for the retry of an error rather than leave it to the next run."""
HEARTBEAT = 20.0
_KNOWN = 200_000
"""Addresses remembered as added in this run; past that they are asked of the frontier again."""
_MARK_SECONDS, _MARKS = 0.050, 200
_COUNT_SECONDS = 5.0

Reply = Callable[[tuple[Lease, ...]], None]


class Paper:
    """A run. Raises ArchiveError when another crawl of the newspaper lives."""

    def __init__(
        self, frontier: Frontier, newspaper: Newspaper, order: Order, habit: Habit, window: Window | None = None
    ) -> None:
        self._frontier, self._newspaper, self._order, self._window = frontier, newspaper, order, window
        self._crawl = frontier.crawl(newspaper.id, habit)
        self.tally = Tally()
        self.started = moments.now()
        self._out: dict[int, Lease] = {}
        self._known: set[str] = set()
        self._marks: list[End] = []
        self._marked_at = self._heard_at = self._counted_at = time.monotonic()
        self._wish: tuple[int, Reply] | None = None
        self._look_at = 0.0
        self._keys = frozenset(newspaper.canonical(url) for url in order.urls)

    def begin(self, entries: Sequence[Link]) -> None:
        """Make the entry points due, or the addresses of the order alone."""
        self._frontier.add(self._newspaper, entries, again=True)

    def wish(self, count: int, reply: Reply) -> None:
        """Ask for leases; `reply` is called by `advance`."""
        self._wish = (count, reply)
        self._look_at = 0.0

    def add(self, links: Sequence[Link], found_on: str) -> None:
        """Take in the links of a page. Of an order that names addresses they wait for the next crawl."""
        fresh = [link for link in links if self._is_wanted(link) and (link.lastmod or link.url not in self._known)]
        following = [link for link in links if link.found_as == NEXT_PAGE]
        goes_on = self._goes_on(links, following)
        if not fresh and not goes_on:
            return
        added = self._frontier.add(self._newspaper, fresh, found_on=found_on, following=following)
        if goes_on and not added.new:
            self._frontier.add(self._newspaper, following, found_on=found_on, again=True)
            self._look_at = 0.0
        if len(self._known) < _KNOWN:
            self._known.update(link.url for link in fresh)
        self.tally.found += added.new
        if added.new or added.changed:
            self._look_at = 0.0

    def _goes_on(self, links: Sequence[Link], following: Sequence[Link]) -> bool:
        """Whether a bounded run walks on behind a page with nothing new: what it looks for may stand further down."""
        if self._window is None or not following:
            return False
        return self._window.goes_on([link for link in links if link.kind == "article"], following[0])

    @staticmethod
    def _is_wanted(link: Link) -> bool:
        # What a feed or sitemap lists beside the articles (tags, topics) is not crawled.
        return link.kind != "page"

    def done(self, ends: Sequence[End]) -> None:
        """Set done-marks, in batches."""
        for end in ends:
            self.tally.requests[end.outcome] += 1
            if end.detail and end.outcome not in {"stored", "same"}:
                self.tally.add_reason(end.detail)
            if self._window is not None and end.published is not None and end.id in self._out:
                self._window.learn(self._out[end.id].url, end.published)
        self._marks += ends
        if len(self._marks) >= _MARKS:
            self._mark()

    def give_back(self, ids: Sequence[int]) -> None:
        """Return leases whose requests were never made."""
        self._crawl.release(ids)
        self._forget(ids)
        self._look_at = 0.0

    def stop(self, reason: str) -> None:
        """Hand out no more leases."""
        self.tally.stopped = self.tally.stopped or reason
        self._look_at = 0.0

    def advance(self, now: float) -> None:
        """Do what is due: done-marks, the sign of life, the wish for leases."""
        if self._marks and now - self._marked_at >= _MARK_SECONDS:
            self._mark()
        if now - self._heard_at >= HEARTBEAT:
            self._crawl.renew()
            self._heard_at = now
        if now - self._counted_at >= _COUNT_SECONDS:
            self._counted_at = now
            counts = self._frontier.counts(self._newspaper.id)
            self.tally.due = counts.due + counts.held
        if self._wish is not None and time.time() >= self._look_at:
            self._answer(*self._wish)

    def close(self) -> None:
        """Set the marks that are left and give back the leases in hand."""
        self._mark()
        self._crawl.close()
        if self._window is not None:
            self.tally.left = self._frontier.counts(self._newspaper.id).due

    def _mark(self) -> None:
        self._marked_at = time.monotonic()
        if self._marks:
            marks, self._marks = self._marks, []
            self._crawl.done(marks)
            self._forget(end.id for end in marks)
            self._look_at = 0.0

    def _answer(self, count: int, reply: Reply) -> None:
        leases = self._lease(count)
        if not leases and not self._is_over():
            return
        self._wish = None
        reply(leases)

    def _lease(self, count: int) -> tuple[Lease, ...]:
        if self.tally.stopped:
            return ()
        leases = self._lease_within(count)
        wanted = self._within_limit(leases)
        surplus = [lease.id for lease in leases if lease not in wanted]
        if surplus:
            self._crawl.release(surplus)
            self.stop(f"limit of {self._order.limit} articles reached; the rest stays due")
        self._out.update((lease.id, lease) for lease in wanted)
        return wanted

    def _lease_within(self, count: int) -> tuple[Lease, ...]:
        """What is due, without what the window leaves: that stays on lease, unasked, until the run ends."""
        since, before = self._order.since_moment, self._order.before_moment
        while leases := self._crawl.lease(count, keys=self._keys or None, since=since, before=before):
            if self._window is None:
                return leases
            asked = [lease for lease in leases if not self._leaves(lease)]
            early = [lease.id for lease in asked if lease.kind == "page" and self._waits_for_articles(asked)]
            self._crawl.release(early)
            if asked:
                return tuple(lease for lease in asked if lease.id not in early)
        return ()

    def _leaves(self, lease: Lease) -> bool:
        assert self._window is not None
        if lease.kind == "page":
            return self._window.is_behind(lease.url)
        return lease.kind == "article" and self._window.side(lease.url) in {"before", "after"}

    def _waits_for_articles(self, asked: Sequence[Lease]) -> bool:
        """Whether articles are under way: when they came out tells whether the section is walked on."""
        return any(lease.kind == "article" for lease in (*asked, *self._out.values()))

    def _forget(self, ids: Iterable[int]) -> None:
        for one in ids:
            self._out.pop(one, None)

    def _within_limit(self, leases: tuple[Lease, ...]) -> tuple[Lease, ...]:
        limit = self._order.limit
        wanted = []
        for lease in leases:
            if lease.kind == "article" and limit is not None:
                if self.tally.articles_asked >= limit:
                    continue
                self.tally.articles_asked += 1
            wanted.append(lease)
        return tuple(wanted)

    def _is_over(self) -> bool:
        """Nothing is under way, and nothing that failed is tried again soon."""
        if self._out:
            self._look_at = time.time() + 1.0
            return False
        if self.tally.stopped or self._keys:
            return True
        due = self._frontier.next_retry(self._newspaper.id)
        if due is None or due - time.time() > PATIENCE:
            return True
        self._look_at = due
        return False
