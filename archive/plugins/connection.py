"""Every connection to the public file: hardened, and with the reading room's query language in SQL."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from newsarchive.reading.groups import join_groups
from newsarchive.reading.security import harden
from newsarchive.reading.sql import register_functions


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Only the public file: `_internal` must stay writable. Last, so that escape_fts replaces Datasette's own."""
    if database == "public":
        join_groups(conn)
        register_functions(conn)
        harden(conn)
