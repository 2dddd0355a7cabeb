"""`Frontier`: one connection to frontier.db."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.frontier import withholding
from newsarchive.frontier.adding import add_links
from newsarchive.frontier.crawl import Crawl
from newsarchive.frontier.migrations import MIGRATIONS
from newsarchive.frontier.reading import read_counts, read_history, read_next_due, read_next_retry
from newsarchive.frontier.records import Added, Counts, History, Stop
from newsarchive.frontier.schedule import Schedule
from newsarchive.link import Link, LinkKind
from newsarchive.press import Newspaper, article_key, article_uid, canonicalize_url
from newsarchive.store.connection import database_errors, open_database, writing


class Frontier:
    """Every URL we know of, when it is due, who fetches it now and how each request for it ended.

    One thread, one Frontier; several processes may each have one. Every method is one transaction. `clock` gives
    seconds since 1970. Raises ArchiveError when the file cannot be used, StorageFullError when it cannot be written.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        schedule: Schedule = Schedule(),  # noqa: B008
    ) -> None:
        self.path, self.schedule = path, schedule
        self._clock = clock
        self._database = open_database(path, MIGRATIONS)
        # A power cut may take the last transactions, never one from the middle: what is found on a page and the page's
        # done-mark come in this order, so at worst a page is fetched again. A killed process loses nothing. Measured:
        # without an fsync each, single leases and marks are eight times as fast.
        self._connection.execute("pragma synchronous = normal")

    def add(
        self,
        newspaper: Newspaper,
        links: Iterable[Link],
        *,
        found_on: str | None = None,
        again: bool = False,
        following: Iterable[Link] = (),
    ) -> Added:
        """Take links in; those we know already cost next to nothing.

        A newer `lastmod` brings a known URL forward. With `again` known ones are due now as well (unless fetched within
        a quarter of an hour): for the next page of a section whose page before it held something new, and for URLs
        named by hand. `following`, the next page of a section, is taken in only when `links` hold something new, due
        again, and in the same transaction: a kill in between would otherwise end the section there.
        """
        now = self._clock()
        with self._writing() as connection:
            added = add_links(connection, newspaper, links, found_on=found_on, again=again, now=now)
            if added.new:
                add_links(connection, newspaper, following, found_on=found_on, again=True, now=now)
            return added

    def crawl(self, newspaper: str) -> Crawl:
        """Begin the one live crawl of a newspaper; what a crawl that died had in hand is due again at once.

        Raises ArchiveError naming host and process when another crawl of it lives.
        """
        return Crawl(self.path, self._writing, self._clock, self.schedule, newspaper)

    def wake(self, newspaper: str, kinds: Collection[LinkKind] = ()) -> int:
        """Make what will be fetched again later due now: all of a newspaper's URLs, or those of some kinds."""
        now = self._clock()
        marks = ", ".join("?" * len(kinds))
        some = f"and kind in ({marks})" if kinds else ""
        statement = f"update url set due_at = ? where newspaper = ? and holder is null and due_at > ? {some}"
        with self._writing() as connection:
            return connection.execute(statement, (now, newspaper, now, *kinds)).rowcount

    def wake_urls(self, newspaper: str, urls: Iterable[str]) -> int:
        """Make these addresses due now, also those that were given up; not what robots.txt refused or was dropped."""
        now = self._clock()
        statement = (
            "update url set due_at = ?, attempts = 0 where newspaper = ? and url = ? and holder is null"
            " and coalesce(due_at, 9e99) > ? and coalesce(outcome, '') not in ('refused', 'dropped')"
        )
        with self._writing() as connection:
            return sum(connection.execute(statement, (now, newspaper, url, now)).rowcount for url in urls)

    def not_held(self, newspaper: str) -> tuple[tuple[str, float], ...]:
        """(address, when its source says it was published) of articles that were found and never stored."""
        rows = self._read(
            "select url, published from url where newspaper = ? and kind = 'article' and published is not null"
            " and coalesce(outcome, '') not in ('stored', 'same', 'dropped')"
            " and not exists (select 1 from visit v where v.url_id = url.id and v.outcome = 'stored')",
            newspaper,
        )
        return tuple((row[0], row[1]) for row in rows)

    def stop(self, host: str, until: float, reason: str) -> None:
        """Remember that a host asked us to stay away; a later run must know. An earlier, longer stop stays."""
        with self._writing() as connection:
            connection.execute(
                "insert into stop values (?, ?, ?) on conflict (host) do update set until = excluded.until, "
                "reason = excluded.reason where excluded.until > until",
                (host, until, reason),
            )

    def stops(self) -> tuple[Stop, ...]:
        """Hosts that are to be left alone now."""
        rows = self._read("select host, until, reason from stop where until > ? order by host", self._clock())
        return tuple(Stop(*row) for row in rows)

    def counts(self, newspaper: str) -> Counts:
        """Where a newspaper's URLs stand."""
        with database_errors(self.path):
            return read_counts(self._connection, newspaper, self._clock())

    def next_due(self, newspaper: str) -> float | None:
        """When the next URL of a newspaper is due, leases included (they end then); None when nothing ever is."""
        with database_errors(self.path):
            return read_next_due(self._connection, newspaper)

    def next_retry(self, newspaper: str) -> float | None:
        """When the next address that failed is due again, if not now; None when none is."""
        with database_errors(self.path):
            return read_next_retry(self._connection, newspaper, self._clock())

    def withhold(self, newspaper: str, uid: str, reason: str) -> None:
        """Never ask again for an article that was purged; its address is not told. Repeating it changes nothing."""
        with self._writing() as connection:
            withholding.withhold(connection, newspaper, uid, reason, self._clock())

    def forget(self, wants: Callable[[str | None], bool]) -> None:
        """Remove every address that `wants` takes, from what other rows tell too; `scrub` overwrites what they left."""
        self._connection.execute("pragma secure_delete = on")
        with self._writing() as connection:
            withholding.forget(connection, wants)

    def scrub(self) -> None:
        """Leave nothing of removed rows in the file or its write-ahead log."""
        with database_errors(self.path):
            self._connection.execute("vacuum")
            self._connection.execute("pragma wal_checkpoint(truncate)")

    def history(self, url: str, newspaper: Newspaper | None = None) -> History | None:
        """All that is known of a URL, for `newsarchive why`; None when it was never found."""
        with database_errors(self.path):
            known = read_history(self._connection, canonicalize_url(url, newspaper), self._clock())
            if known is not None:
                return known
            withheld = withholding.withheld_key(article_uid(article_key(url, None, newspaper)))
            return read_history(self._connection, withheld, self._clock())

    def newspapers(self) -> tuple[str, ...]:
        """Ids of the newspapers with URLs here."""
        return tuple(row[0] for row in self._read("select distinct newspaper from url order by newspaper"))

    def close(self) -> None:
        """Fold the write-ahead log into frontier.db and close."""
        try:
            self._connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.OperationalError:
            pass  # another process is reading: the last one to close folds it in
        finally:
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = self._database.conn
        return connection

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return writing(self._database, self.path)

    def _read(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with database_errors(self.path):
            return self._connection.execute(statement, values).fetchall()
