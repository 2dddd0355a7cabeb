"""`Crawl`: the one live crawl of a newspaper, and the leases it holds."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from newsarchive.exceptions import ArchiveError
from newsarchive.frontier.database import Connection, Database, Row
from newsarchive.frontier.leasing import FOREVER, lease_due, release_leases, renew_leases
from newsarchive.frontier.marking import mark_done
from newsarchive.frontier.place import Place, here, is_alive
from newsarchive.frontier.records import End, Lease
from newsarchive.frontier.schedule import Plan

SILENCE = 90.0
"""Seconds without a sign of life after which a crawl on another machine, or before a reboot, counts as dead."""
LEASE = 300.0
"""Seconds a lease lasts unless renewed: longer than any polite fetch with its retries."""

Clock = Callable[[], float]


class Crawl:
    """The right to crawl one newspaper, from `Frontier.crawl`. Close it, or use it as a context manager.

    Call `renew` about every 20 seconds. A process on this machine that died is noticed at once and one that lives keeps
    its crawl however silent it is (it may be stopped or waiting for a disk); elsewhere 90 seconds of silence decide.
    """

    def __init__(self, database: Database, clock: Clock, plan: Plan, newspaper: str) -> None:
        self.newspaper = newspaper
        self._database, self._clock, self._plan = database, clock, plan
        self.recovered = 0
        """URLs that a crawl which died had in hand; they are due again."""
        place = here()
        self.holder = f"{place.host}:{place.pid}:{secrets.token_hex(4)}"
        with self._writing() as connection:
            self._take(connection, place)

    def lease(
        self,
        limit: int,
        seconds: float = LEASE,
        *,
        keys: Collection[str] | None = None,
        since: float | None = None,
        before: float | None = None,
    ) -> tuple[Lease, ...]:
        """Up to `limit` URLs to fetch now, most urgent first; nobody else gets them for `seconds`.

        With `keys` only URLs with these canonical forms; else no article dated earlier than `since`, or at `before` or
        later (seconds since 1970).

        Leases that ran out, of whomever, are among them. Raises ArchiveError when another crawl has taken over.
        """
        with self._writing() as connection:
            self._check(connection)
            now = self._clock()
            until = now + seconds
            days = None if since is None and before is None else (since or 0.0, before or FOREVER)
            return lease_due(
                connection, self.newspaper, self.holder, limit=limit, now=now, until=until, keys=keys, days=days
            )

    def done(self, ends: Iterable[End]) -> int:
        """Mark how requests ended, in one transaction; returns how many marks were set.

        Call it after WARC and news.db have the page and `Frontier.add` the links found on it. An id that this crawl
        does not hold (any more) is passed over.
        """
        with self._writing() as connection:
            return mark_done(connection, self.holder, ends, self._plan, self._clock())

    def renew(self, seconds: float = LEASE) -> int:
        """Give a sign of life and let every lease in hand last `seconds` from now; returns how many there are.

        Raises ArchiveError when another crawl has taken over.
        """
        with self._writing() as connection:
            self._check(connection)
            now = self._clock()
            connection.execute("update crawl set heard_at = ? where holder = ?", (now, self.holder))
            return renew_leases(connection, self.holder, now + seconds)

    def release(self, ids: Iterable[int] | None = None) -> int:
        """Give leases back unused, all or those of `ids`; they are due at once."""
        with self._writing() as connection:
            return release_leases(connection, self.holder, self._clock(), ids)

    def close(self) -> None:
        """Give every lease back and let others crawl this newspaper."""
        with self._writing() as connection:
            release_leases(connection, self.holder, self._clock())
            connection.execute("delete from crawl where holder = ?", (self.holder,))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._database.writing() as connection:
            connection.lock(self.newspaper)
            yield connection

    def _take(self, connection: Connection, place: Place) -> None:
        now = self._clock()
        for row in connection.execute("select * from crawl where newspaper = ?", (self.newspaper,)).fetchall():
            if not _has_ended(row, now):
                raise ArchiveError(self._database.name, _held(row, now))
            self.recovered += release_leases(connection, row["holder"], now)
            connection.execute("delete from crawl where newspaper = ?", (self.newspaper,))
        connection.execute(
            "insert into crawl values (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.newspaper, self.holder, place.host, place.boot, place.pid, place.pid_started, now, now),
        )

    def _check(self, connection: Connection) -> None:
        row = connection.execute("select * from crawl where newspaper = ?", (self.newspaper,)).fetchone()
        if row is None or row["holder"] != self.holder:
            told = _held(row, self._clock()) if row else f"{self.newspaper}: this crawl was closed"
            raise ArchiveError(self._database.name, f"{told}; this crawl ({self.holder}) must end")


def read_crawls(connection: Connection, now: float) -> tuple[frozenset[str], frozenset[str]]:
    """The newspapers whose crawl lives, and those whose crawl died without a word."""
    rows = connection.execute("select * from crawl").fetchall()
    dead = frozenset(row["newspaper"] for row in rows if _has_ended(row, now))
    return frozenset(row["newspaper"] for row in rows) - dead, dead


def _has_ended(row: Row, now: float) -> bool:
    alive = is_alive(Place(row["host"], row["boot"], row["pid"], row["pid_started"]))
    return now - row["heard_at"] > SILENCE if alive is None else not alive


def _held(row: Row, now: float) -> str:
    minutes = max(0, int(now - row["started_at"])) // 60
    silent = max(0, int(now - row["heard_at"]))
    return (
        f"{row['newspaper']} is being crawled by process {row['pid']} on {row['host']} "
        f"(for {minutes} min, last heard of {silent} s ago)"
    )
