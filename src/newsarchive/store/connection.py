"""Opening a database: the settings every connection has, writing transactions, and errors in our own words."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlite_utils

from newsarchive.exceptions import ArchiveError, NewsArchiveError, StorageFullError
from newsarchive.store.errors import storage_errors
from newsarchive.store.migrations import MIGRATIONS

BUSY_SECONDS = 30
"""How long a writer waits for another process's transaction (docs/architecture.md, crash rule 1)."""

_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}
_FULL |= {sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_DIR_FSYNC}
_BAD = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


def open_database(path: Path, migrations: sqlite_utils.Migrations = MIGRATIONS) -> sqlite_utils.Database:
    """Open or create the database at `path` and bring its schema up to date; news.db unless told other `migrations`.

    On a read-only disk it is opened to be read, and every transaction raises StorageFullError.

    Raises ArchiveError when the file is no database or was made by a newer version, StorageFullError when nothing can
    be written there.
    """
    if path.is_dir():
        raise ArchiveError(path, "a folder stands where the database should be")
    if path.exists() and not os.access(path.parent, os.W_OK):
        return _open_to_read(path, migrations)
    with database_errors(path), _one_opener(path):
        # isolation_level=None: transactions are ours alone; check_same_thread stays on, one thread owns the connection.
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        with _closed_on_error(connection):
            _configure(connection)
            database = sqlite_utils.Database(connection)
            migrate(database, path, migrations)
    return database


def _open_to_read(path: Path, migrations: sqlite_utils.Migrations) -> sqlite_utils.Database:
    """A second copy, a mounted backup: nobody writes there, and nothing of it can be brought up to date."""
    log = Path(f"{path}-wal")
    # Without a write-ahead log SQLite wants to make one even to read, unless told that the file cannot change.
    mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    with database_errors(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        with _closed_on_error(connection):
            connection.row_factory = sqlite3.Row
            database = sqlite_utils.Database(connection)
            _refuse_newer(database, path, migrations)
            if migrations.pending(database):
                raise StorageFullError(path, "is of an older version and cannot be brought up to date on this disk")
    return database


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def writing_alone(path: Path) -> sqlite3.Connection:
    """A plain connection to a database that nobody else has open and that may be thrown away: nothing is synced."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    connection.executescript("pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -100000;")
    return connection


@contextmanager
def writing(database: sqlite_utils.Database, path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that takes the write lock at once.

    A deferred BEGIN that reads first and writes later fails at once with SQLITE_BUSY_SNAPSHOT, whatever the busy
    timeout; BEGIN IMMEDIATE waits its turn.
    """
    connection: sqlite3.Connection = database.conn
    with database_errors(path):
        connection.execute("begin immediate")
        try:
            yield connection
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into this library's errors; programming errors stay as they are."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        ours = _ours(path, error)
        if ours is None:
            raise
        raise ours from error


def _ours(path: Path, error: sqlite3.Error) -> NewsArchiveError | None:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if code in _FULL:
        return StorageFullError(path, "the disk is full or over quota; what was kept so far is safe")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StorageFullError(path, f"cannot be written: {error}")
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveError(
            path, f"another process kept it locked for more than {BUSY_SECONDS} seconds; try again later"
        )
    if primary in _BAD:
        return ArchiveError(path, f"is not a usable database: {error}")
    if primary == sqlite3.SQLITE_IOERR:
        return ArchiveError(path, f"cannot be read or written: {error}")
    return None


@contextmanager
def _one_opener(path: Path) -> Iterator[None]:
    """Let one process at a time create or migrate: switching a new file to WAL does not wait for the busy timeout."""
    with storage_errors(path), Path(f"{path}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _configure(connection: sqlite3.Connection) -> None:
    if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        connection.execute("pragma journal_mode = wal")
    # FULL: a commit that was reported stays after a power cut. With batches of 200 rows it costs one fsync each.
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.row_factory = sqlite3.Row


def _refuse_newer(database: sqlite_utils.Database, path: Path, migrations: sqlite_utils.Migrations) -> None:
    """Raise ArchiveError when the database has migrations that this version does not know."""
    if newer := {migration.name for migration in migrations.applied(database)} - _names(migrations):
        raise ArchiveError(path, f"was made by a newer newsarchive (it has {', '.join(sorted(newer))}); upgrade first")


def migrate(database: sqlite_utils.Database, path: Path, migrations: sqlite_utils.Migrations = MIGRATIONS) -> None:
    """Bring the schema up to date; `path` names the file in the ArchiveError for one that a newer version made."""
    _refuse_newer(database, path, migrations)
    if migrations.pending(database):
        migrations.apply(database)


def _names(migrations: sqlite_utils.Migrations) -> set[str]:
    """Every migration this version has: those pending on an empty database."""
    empty = sqlite_utils.Database(memory=True)
    try:
        return {migration.name for migration in migrations.pending(empty)}
    finally:
        empty.close()
