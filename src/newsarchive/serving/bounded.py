"""A connection whose answers have an end: what readers ask in SQL may not fill the memory of the server.

The limit on a single value and the limit on rows leave a gigabyte between them: a thousand rows of a megabyte each take
SQLite half a second.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

LARGEST = 16 * 2**20
"""Bytes of text and blobs in one answer that is fetched as a whole."""


class BoundedConnection(sqlite3.Connection):
    """Gives cursors whose `fetchmany`, with which Datasette reads answers, ends at LARGEST."""

    def cursor(self, factory: Any = None) -> Any:
        """A cursor of ours unless another kind is asked for."""
        return super().cursor(factory or _BoundedCursor)


class _BoundedCursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """Two statements at once are an error of SQL; Python 3.11 calls it a warning, which Datasette does not know."""
        try:
            return super().execute(sql, parameters)
        except sqlite3.Warning as warning:
            raise sqlite3.OperationalError(str(warning)) from warning

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """Up to `size` rows; raises OperationalError when they hold more than LARGEST bytes."""
        rows: list[Any] = []
        taken = 0
        for row in self:
            taken += _size(row)
            if taken > LARGEST:
                raise sqlite3.OperationalError(f"the answer is larger than {LARGEST // 2**20} MB; ask for less of it")
            rows.append(row)
            if len(rows) == size:
                break
        return rows


def _size(row: Iterable[Any]) -> int:
    return sum(len(value) for value in row if isinstance(value, (str, bytes)))
