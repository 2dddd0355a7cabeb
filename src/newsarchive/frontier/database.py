"""What the frontier asks of a database, SQLite or PostgreSQL: one SQL, with what differs named here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from newsarchive.exceptions import MissingLibraryError
from newsarchive.frontier.home import Home

Values = Sequence[object] | Mapping[str, object]


class Row(Protocol):
    """One row: by number and by name of the column, in the order of the columns."""

    def __getitem__(self, key: int | str, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def keys(self) -> Sequence[str]: ...


class Cursor(Protocol):
    """What a statement brought."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Statements in the SQL that both understand: `?` or `:name` for values, `greatest` and `least` for max and min of
    values in a row, never a table's own name left out in `on conflict … do update`."""

    skip_locked: str
    """Put behind a select: rows that another transaction holds are left out. Nothing in SQLite, where one writes."""

    def execute(self, statement: str, values: Values = ()) -> Cursor: ...

    def executemany(self, statement: str, rows: Iterable[Values]) -> int:
        """Run it for each row; returns how many rows of the table that touched."""

    def lock(self, name: str) -> None:
        """Let nobody else hold this name until the transaction ends. In SQLite a transaction holds the file already."""


class Database(Protocol):
    """One connection of one thread. Every method turns what the database says into this library's errors."""

    @property
    def name(self) -> str:
        """How errors call it: the path of the file, or the server's address without a password."""

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds since 1970 by the clock that all who share the database go by."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction; nobody sees the half of it."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Statements that only read."""

    def forget_removed(self) -> None:
        """From now on overwrite what is removed, as far as the database can."""

    def scrub(self) -> None:
        """Leave nothing of removed rows in the files."""

    def close(self) -> None:
        """End the connection."""


def open_home(home: Home) -> Database:
    """Open a frontier and bring its schema up to date.

    Raises ArchiveError when it cannot be used or reached, StorageFullError when it cannot be written,
    MissingLibraryError without the extra `postgres`.
    """
    if isinstance(home, Path):
        from newsarchive.frontier.sqlite import SqliteFile  # noqa: PLC0415

        return SqliteFile(home)
    try:
        from newsarchive.frontier.postgres import PostgresServer  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingLibraryError("psycopg", "postgres", "frontiers on a server") from error

    return PostgresServer(home)
