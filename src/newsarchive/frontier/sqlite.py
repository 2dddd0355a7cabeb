"""frontier.db: a frontier in one file, for the processes of one machine."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from newsarchive.frontier.database import Cursor, Values
from newsarchive.frontier.migrations import MIGRATIONS
from newsarchive.store.connection import database_errors, open_database, writing


class SqliteFile:
    """The database of a frontier in a file (`database.Database`)."""

    def __init__(self, path: Path) -> None:
        self.home, self.name = path, str(path)
        self.clock: Callable[[], float] = time.time
        self._database = open_database(path, MIGRATIONS)
        self.raw: sqlite3.Connection = self._database.conn
        self.raw.create_function("greatest", 2, _greatest, deterministic=True)
        self.raw.create_function("least", 2, _least, deterministic=True)
        # A power cut may take the last transactions, never one from the middle: what is found on a page and the page's
        # done-mark come in this order, so at worst a page is fetched again. A killed process loses nothing. Measured:
        # without an fsync each, single leases and marks are eight times as fast.
        self.raw.execute("pragma synchronous = normal")
        self._connection = _Connection(self.raw)

    @contextmanager
    def writing(self) -> Iterator[_Connection]:
        """A transaction that holds the file."""
        with writing(self._database, self.home):
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[_Connection]:
        """Reads, each for itself."""
        with database_errors(self.home):
            yield self._connection

    def forget_removed(self) -> None:
        """Overwrite what is removed."""
        with database_errors(self.home):
            self.raw.execute("pragma secure_delete = on")

    def scrub(self) -> None:
        """Leave nothing of removed rows in the file or its write-ahead log."""
        with database_errors(self.home):
            self.raw.execute("vacuum")
            self.raw.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Fold the write-ahead log into the file and close."""
        try:
            self.raw.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.OperationalError:
            pass  # another process is reading: the last one to close folds it in
        finally:
            self._database.close()


class _Connection:
    skip_locked = ""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def execute(self, statement: str, values: Values = ()) -> Cursor:
        return self._raw.execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Values]) -> int:
        return max(0, self._raw.executemany(statement, rows).rowcount)

    def lock(self, name: str) -> None:
        pass


def _greatest(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else max(one, other)


def _least(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)
