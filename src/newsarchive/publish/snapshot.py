"""A still copy of `news.db`: crawls go on writing while a release is built."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlite_utils

from newsarchive.exceptions import ArchiveError
from newsarchive.store.connection import database_errors, migrate


@contextmanager
def snapshot(news_db: Path, copy: Path) -> Iterator[sqlite3.Connection]:
    """Copy `news_db` to `copy` in one pass and give a read-only connection to it; the copy is removed at the end.

    The copy is brought up to date, not the original.

    The live file is only read for as long as copying takes: a read transaction of the length of a build would keep its
    write-ahead log from being emptied. Raises ArchiveError when there is no usable database or a newer version made it.
    """
    if not news_db.is_file():
        raise ArchiveError(news_db, "no database here yet; `newsarchive ingest` makes one")
    try:
        with (
            database_errors(news_db),
            closing(sqlite3.connect(f"file:{_quoted(news_db)}?mode=ro", uri=True, timeout=30)) as live,
            closing(sqlite3.connect(copy)) as still,
        ):
            # The copy is thrown away, so nothing is synced; a WAL copy would not open read-only without its side files.
            still.execute("PRAGMA synchronous = OFF")
            live.backup(still)
            still.execute("PRAGMA journal_mode = DELETE")
            migrate(sqlite_utils.Database(still), news_db)
        with closing(sqlite3.connect(f"file:{_quoted(copy)}?mode=ro", uri=True)) as db:
            yield db
    finally:
        for path in (copy, copy.with_name(copy.name + "-journal"), copy.with_name(copy.name + "-wal")):
            path.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
