"""`Frontier`: one connection to a frontier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.frontier import standing, withholding
from newsarchive.frontier.adding import add_links
from newsarchive.frontier.crawl import Crawl, read_crawls
from newsarchive.frontier.database import Connection, Row, open_home
from newsarchive.frontier.home import Home, find_home
from newsarchive.frontier.ladder import Habit
from newsarchive.frontier.reading import read_counts, read_history, read_next_due, read_next_retry
from newsarchive.frontier.records import Added, Counts, History, Stop
from newsarchive.frontier.schedule import SWEPT, Plan, Schedule
from newsarchive.frontier.standing import Ended
from newsarchive.link import Link, LinkKind
from newsarchive.press import Newspaper, article_key, article_uid, canonicalize_url
from newsarchive.store.errors import storage_errors


class Frontier:
    """Every URL we know of, when it is due, who fetches it now and how each request for it ended.

    One thread, one Frontier; several processes may each have one, on several machines when it is in PostgreSQL. Every
    method is one transaction. `clock` gives seconds since 1970; unless told, it is that of the machine for a file and
    the server's for a server. Raises ArchiveError when it cannot be used, StorageFullError when it cannot be written.
    """

    def __init__(
        self,
        home: Home,
        *,
        clock: Callable[[], float] | None = None,
        schedule: Schedule = Schedule(),  # noqa: B008
    ) -> None:
        self.home, self.schedule = home, schedule
        self._database = open_home(home)
        self._clock = clock or self._database.clock

    @classmethod
    def of(cls, directory: Path) -> Self:
        """The frontier of an archive, wherever its archive.yml says it is. Raises ConfigurationError too."""
        home = find_home(directory)
        if isinstance(home, Path):
            with storage_errors(home.parent):
                home.parent.mkdir(parents=True, exist_ok=True)
        return cls(home)

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
        with self._writing(newspaper.id) as connection:
            added = add_links(connection, newspaper, links, found_on=found_on, again=again, now=now)
            if added.new:
                add_links(connection, newspaper, following, found_on=found_on, again=True, now=now)
            return added

    def crawl(self, newspaper: str, habit: Habit = Habit()) -> Crawl:  # noqa: B008
        """Begin the one live crawl of a newspaper; what a crawl that died had in hand is due again at once.

        `habit`: how it edits, which decides when its articles are looked at again.

        Raises ArchiveError naming host and process when another crawl of it lives.
        """
        return Crawl(self._database, self._clock, Plan(self.schedule, habit), newspaper)

    def wake(self, newspaper: str, kinds: Collection[LinkKind] = ()) -> int:
        """Make what will be fetched again later due now: all of a newspaper's URLs, or those of some kinds."""
        now = self._clock()
        marks = ", ".join("?" * len(kinds))
        some = f"and kind in ({marks})" if kinds else ""
        statement = f"update url set due_at = ? where newspaper = ? and holder is null and due_at > ? {some}"
        with self._writing(newspaper) as connection:
            return connection.execute(statement, (now, newspaper, now, *kinds)).rowcount

    def wake_urls(self, newspaper: str, urls: Iterable[str]) -> int:
        """Make these addresses due now, also those that were given up; not what robots.txt refused or was dropped."""
        now = self._clock()
        statement = (
            "update url set due_at = ?, attempts = 0 where newspaper = ? and url = ? and holder is null"
            " and coalesce(due_at, 9e99) > ? and coalesce(outcome, '') not in ('refused', 'dropped')"
        )
        with self._writing(newspaper) as connection:
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

    def lists(self, newspaper: str) -> tuple[Ended, ...]:
        """How the last requests of each feed, sitemap and section of a newspaper ended."""
        with self._database.reading() as connection:
            return standing.read_lists(connection, newspaper)

    def sweep(self, newspaper: str) -> int:
        """Make every article that is known and not held due now, the oldest first; returns how many there are.

        Not what robots.txt refused, what was dropped, and what the newspaper says is gone.
        """
        with self._writing(newspaper) as connection:
            return standing.sweep(connection, newspaper, SWEPT, self._clock())

    def stop(self, host: str, until: float, reason: str) -> None:
        """Remember that a host asked us to stay away; a later run must know. An earlier, longer stop stays."""
        with self._writing(f"host {host}") as connection:
            connection.execute(
                "insert into stop values (?, ?, ?) on conflict (host) do update set until = excluded.until, "
                "reason = excluded.reason where excluded.until > stop.until",
                (host, until, reason),
            )

    def stops(self) -> tuple[Stop, ...]:
        """Hosts that are to be left alone now."""
        rows = self._read("select host, until, reason from stop where until > ? order by host", self._clock())
        return tuple(Stop(*row) for row in rows)

    def counts(self, newspaper: str) -> Counts:
        """Where a newspaper's URLs stand."""
        with self._database.reading() as connection:
            return read_counts(connection, newspaper, self._clock())

    def next_due(self, newspaper: str) -> float | None:
        """When the next URL of a newspaper is due, leases included (they end then); None when nothing ever is."""
        with self._database.reading() as connection:
            return read_next_due(connection, newspaper)

    def next_retry(self, newspaper: str) -> float | None:
        """When the next address that failed is due again, if not now; None when none is."""
        with self._database.reading() as connection:
            return read_next_retry(connection, newspaper, self._clock())

    def crawled(self) -> frozenset[str]:
        """The newspapers whose crawl lives now, anywhere."""
        now = self._clock()
        with self._database.reading() as connection:
            return read_crawls(connection, now)[0]

    def waiting(self, newspapers: Collection[str]) -> tuple[str, ...]:
        """Those of these newspapers that nobody crawls and that have something due, the longest due first.

        One that was never crawled has, and so has one whose crawl died.
        """
        now = self._clock()
        with self._database.reading() as connection:
            live, dead = read_crawls(connection, now)
            dues = {name: read_next_due(connection, name) for name in newspapers if name not in live}
            known = set(self.newspapers())
        moments = {name: due for name, due in dues.items() if due is not None and due <= now}
        moments |= {name: 0.0 for name in dues if name in dead or name not in known}
        return tuple(sorted(moments, key=lambda name: (moments[name], name)))

    def withhold(self, newspaper: str, uid: str, reason: str) -> None:
        """Never ask again for an article that was purged; its address is not told. Repeating it changes nothing."""
        with self._writing(newspaper) as connection:
            withholding.withhold(connection, newspaper, uid, reason, self._clock())

    def forget(self, wants: Callable[[str | None], bool]) -> None:
        """Remove every address that `wants` takes, from what other rows tell too; `scrub` overwrites what they left."""
        self._database.forget_removed()
        with self._writing("forget") as connection:
            withholding.forget(connection, wants)

    def scrub(self) -> None:
        """Leave nothing of removed rows in the file or its write-ahead log; of a server, in its tables."""
        self._database.scrub()

    def history(self, url: str, newspaper: Newspaper | None = None) -> History | None:
        """All that is known of a URL, for `newsarchive why`; None when it was never found."""
        with self._database.reading() as connection:
            known = read_history(connection, canonicalize_url(url, newspaper), self._clock())
            if known is not None:
                return known
            withheld = withholding.withheld_key(article_uid(article_key(url, None, newspaper)))
            return read_history(connection, withheld, self._clock())

    def newspapers(self) -> tuple[str, ...]:
        """Ids of the newspapers with URLs here."""
        return tuple(row[0] for row in self._read("select distinct newspaper from url order by newspaper"))

    def close(self) -> None:
        """End the connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self, name: str) -> Iterator[Connection]:
        """One transaction, of those about this newspaper the only one."""
        with self._database.writing() as connection:
            connection.lock(name)
            yield connection

    def _read(self, statement: str, *values: object) -> list[Row]:
        with self._database.reading() as connection:
            return connection.execute(statement, values).fetchall()
