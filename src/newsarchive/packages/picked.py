"""Which captures go into an export, by the place where they lie.

They are kept in a database of SQLite's own in the temporary folder, so that memory stays flat.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from newsarchive.packages.held import Place

_COLUMNS = "file, offset, length, url, fetched_at, record_type, newspaper"
_PAGE = 500


class Picked:
    """A set of captures in the order in which they lie on the disk."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        columns = "file text, offset integer, length integer, url text, fetched_at text, record_type text"
        for table in ("picked", "original"):
            db.execute(f"create table {table} ({columns}, newspaper text, primary key (file, offset)) without rowid")
        db.execute("create table orphan (file text, offset integer, primary key (file, offset)) without rowid")

    def add(self, places: Iterable[Place], *, table: str = "picked") -> None:
        """Take captures in; those that are there already are left."""
        self._db.executemany(
            f"insert or ignore into {table} ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?)",
            (
                (one.file, one.offset, one.length, one.url, one.fetched_at, one.record_type, one.newspaper)
                for one in places
            ),
        )

    def holds(self, place: Place) -> bool:
        """Whether a capture is among them."""
        return self.lies_at(place.file, place.offset)

    def lies_at(self, file: str, offset: int) -> bool:
        """Whether the capture at this place is among them."""
        row = self._db.execute("select 1 from picked where file = ? and offset = ?", (file, offset))
        return row.fetchone() is not None

    def add_original(self, place: Place) -> None:
        """Note a capture that a revisit among them speaks of; taken in by `settle`."""
        self.add([place], table="original")

    def drop(self, place: Place) -> None:
        """Note a capture that must go; it goes with `settle`."""
        self._db.execute("insert or ignore into orphan values (?, ?)", (place.file, place.offset))

    def settle(self) -> None:
        """Do what was noted."""
        self._db.execute("insert or ignore into picked select * from original")
        self._db.execute("delete from picked where (file, offset) in (select file, offset from orphan)")

    def count(self) -> int:
        """How many there are."""
        return int(self._db.execute("select count(*) from picked").fetchone()[0])

    def files(self) -> tuple[str, ...]:
        """The files they lie in."""
        return tuple(row[0] for row in self._db.execute("select distinct file from picked order by file"))

    def __iter__(self) -> Iterator[Place]:
        return self._walk("")

    def revisits(self) -> Iterator[Place]:
        """Those that are revisits."""
        return self._walk("and record_type = 'revisit'")

    def months(self) -> Iterator[tuple[str, str, int]]:
        """(newspaper, month of capture in UTC, captures)."""
        yield from self._db.execute(
            "select newspaper, substr(fetched_at, 1, 7), count(*) from picked group by 1, 2 order by 1, 2"
        )

    def _walk(self, condition: str) -> Iterator[Place]:
        last: tuple[str, int] = ("", -1)
        query = f"select {_COLUMNS} from picked where (file, offset) > (?, ?) {condition} order by file, offset limit ?"
        while rows := self._db.execute(query, (*last, _PAGE)).fetchall():
            for row in rows:
                yield Place(*row)
            last = rows[-1][:2]


@contextmanager
def new_set() -> Iterator[Picked]:
    """An empty set, which is gone afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("pragma synchronous = off")
        yield Picked(db)
