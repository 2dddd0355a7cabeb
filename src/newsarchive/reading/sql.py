"""The reading room's language in SQL, for canned queries, for Datasette's search box and for readers' own queries."""

from __future__ import annotations

import sqlite3

from newsarchive.cleaning.text import fold
from newsarchive.exceptions import QueryError
from newsarchive.reading.query import compile_query

_NOTHING = '""'
"""An FTS5 expression that matches nothing."""


def register_functions(db: sqlite3.Connection) -> None:
    """Add vn_query(text), vn_query_exact(text) and vn_fold(text), and let escape_fts speak our query language."""
    db.create_function("vn_query", 1, _folded, deterministic=True)
    db.create_function("vn_query_exact", 1, _exact, deterministic=True)
    db.create_function("vn_fold", 1, _fold, deterministic=True)
    db.create_function("escape_fts", 1, _folded, deterministic=True)


def _folded(text: object) -> str:
    """For the table `fts`; an error becomes a query that finds nothing, since a SQL function cannot explain it."""
    try:
        return compile_query(str(text or "")).folded
    except QueryError:
        return _NOTHING


def _exact(text: object) -> str:
    try:
        return compile_query(str(text or "")).exact
    except QueryError:
        return _NOTHING


def _fold(text: object) -> str | None:
    return None if text is None else fold(str(text))
