"""A frontier in PostgreSQL, for the workers of several machines (`storage.frontier` of archive.yml)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from psycopg import ClientCursor, errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from newsarchive.exceptions import ArchiveError, NewsArchiveError, StorageFullError
from newsarchive.frontier.database import Cursor, Values
from newsarchive.frontier.home import Server
from newsarchive.frontier.migrations import STEPS

# A worker that was cut off in a transaction must not keep a newspaper's lock; a dead peer is noticed within a minute.
_OPTIONS = "-c idle_in_transaction_session_timeout=60s -c lock_timeout=30s"
_SETTINGS = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 4, "connect_timeout": 10}
_TRIES = (0.0, 1.0, 3.0, 6.0, 10.0)
"""Seconds before each attempt to reach a server that went away between two transactions."""
_MIGRATED = "create table if not exists newsarchive_migration (name text primary key, applied_at float8 not null)"


class PostgresServer:
    """The database of a frontier on a server (`database.Database`)."""

    def __init__(self, home: Server) -> None:
        self.home, self.name = home, str(home)
        self._raw = self._connect((0.0,))
        self._migrate()

    def clock(self) -> float:
        """The server's clock: machines that share a frontier need not agree on the time."""
        with self.reading() as connection:
            return float(connection.execute("select extract(epoch from clock_timestamp())").fetchone()[0])

    @contextmanager
    def writing(self) -> Iterator[_Connection]:
        """A transaction."""
        with _server_errors(self.home):
            self._ensure()
            with self._raw.transaction():
                yield _Connection(self._raw)

    @contextmanager
    def reading(self) -> Iterator[_Connection]:
        """Reads, each for itself unless a transaction is open."""
        with _server_errors(self.home):
            self._ensure()
            yield _Connection(self._raw)

    def forget_removed(self) -> None:
        """Nothing: removed rows stay in PostgreSQL's pages until `scrub`."""

    def scrub(self) -> None:
        """Write the tables anew without removed rows. The server's own logs and backups are its keeper's."""
        with _server_errors(self.home):
            self._ensure()
            for table in ("visit", "url"):
                self._raw.execute(f"vacuum full {table}")

    def close(self) -> None:
        """End the connection."""
        self._raw.close()

    def _ensure(self) -> None:
        """Reach the server again when it went away since the last transaction; nothing of ours was under way."""
        if self._raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE and not self._raw.closed:
            return
        try:
            if not self._raw.closed:
                self._raw.execute("")
                return
        except psycopg.OperationalError:
            self._raw.close()
        self._raw = self._connect(_TRIES)

    def _connect(self, waits: Sequence[float]) -> psycopg.Connection[Any]:
        problem: psycopg.OperationalError | None = None
        for wait in waits:
            time.sleep(wait)
            try:
                return psycopg.connect(
                    _address(self.home), autocommit=True, cursor_factory=ClientCursor, row_factory=_rows
                )
            except psycopg.OperationalError as error:
                problem = error
        raise ArchiveError(str(self.home), f"cannot be reached: {_told(problem)}") from problem

    def _migrate(self) -> None:
        with self.writing() as connection:
            connection.lock("migration")
            connection.execute(_MIGRATED)
            done = {row[0] for row in connection.execute("select name from newsarchive_migration")}
            if newer := done - {name for name, _ in STEPS}:
                names = ", ".join(sorted(newer))
                raise ArchiveError(str(self.home), f"was made by a newer newsarchive (it has {names}); upgrade first")
            for name, statements in STEPS:
                if name not in done:
                    for statement in statements:
                        connection.execute(_definition(statement))
                    connection.execute("insert into newsarchive_migration values (?, ?)", (name, time.time()))


class _Connection:
    skip_locked = " for update skip locked"

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw

    def execute(self, statement: str, values: Values = ()) -> Cursor:
        return self._raw.execute(_spell(statement), values)

    def executemany(self, statement: str, rows: Iterable[Values]) -> int:
        with self._raw.cursor() as cursor:
            cursor.executemany(_spell(statement), rows)
            return max(0, cursor.rowcount)

    def lock(self, name: str) -> None:
        self._raw.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"newsarchive {name}",))


class _Row(tuple[Any, ...]):
    """A row by number and by name, as SQLite gives it."""

    names: tuple[str, ...]

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self) -> tuple[str, ...]:
        return self.names


def _rows(cursor: psycopg.Cursor[Any]) -> type[_Row]:
    return _named(tuple(column.name for column in cursor.description or ()))


@cache
def _named(names: tuple[str, ...]) -> type[_Row]:
    return type("_NamedRow", (_Row,), {"names": names})


def _address(home: Server) -> str:
    """The server's address with our settings, and those of the address before them."""
    told = conninfo_to_dict(home.url)
    ours = {name: value for name, value in _SETTINGS.items() if name not in told}
    return make_conninfo(home.url, options=f"{told.get('options') or ''} {_OPTIONS}".strip(), **ours)


_VALUE = re.compile(r"'[^']*'|\?|(?<![:\w]):([a-z_]+)")


@cache
def _spell(statement: str) -> str:
    """SQLite's marks for values as psycopg writes them."""

    def mark(found: re.Match[str]) -> str:
        if found[0].startswith("'"):
            return found[0]
        return f"%({found[1]})s" if found[1] else "%s"

    return _VALUE.sub(mark, statement.replace("%", "%%"))


_TYPES = (
    (re.compile(r"\binteger primary key\b"), "bigint generated by default as identity primary key"),
    (re.compile(r"\binteger\b"), "bigint"),
    (re.compile(r"\breal\b"), "double precision"),
    (re.compile(r"\)\s*strict(, without rowid)?\s*$"), ")"),
)


def _definition(statement: str) -> str:
    """The same table or index in PostgreSQL's types."""
    for pattern, ours in _TYPES:
        statement = pattern.sub(ours, statement)
    return statement


@contextmanager
def _server_errors(home: Server) -> Iterator[None]:
    """Turn what PostgreSQL says into this library's errors; programming errors stay as they are."""
    try:
        yield
    except psycopg.Error as error:
        ours = _ours(home, error)
        if ours is None:
            raise
        raise ours from error


def _ours(home: Server, error: psycopg.Error) -> NewsArchiveError | None:
    if isinstance(error, errors.DiskFull):
        return StorageFullError(str(home), "the server's disk is full; what was kept so far is safe")
    if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        return StorageFullError(str(home), f"cannot be written: {_told(error)}")
    if isinstance(error, errors.LockNotAvailable):
        return ArchiveError(str(home), "another process kept it locked for more than 30 seconds; try again later")
    if isinstance(error, psycopg.OperationalError):
        return ArchiveError(str(home), f"the server went away or refused: {_told(error)}")
    return None


def _told(error: BaseException | None) -> str:
    """The first line of an error; psycopg's name host and user, never the password."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
