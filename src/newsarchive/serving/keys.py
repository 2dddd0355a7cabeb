"""Keys of the public tables, for Datasette's pages of them: SQLite knows none of a view over the files of groups.

They are asked of public.db itself, which has the same tables. Without a key no page follows the first.
"""

from __future__ import annotations

import sqlite3
from typing import Any


async def primary_keys(database: Any, table: str) -> list[str]:
    """Columns of the primary key, in its order; in place of Datasette's own."""

    def read(db: sqlite3.Connection) -> list[str]:
        columns = db.execute(f'PRAGMA main.table_info("{table}")').fetchall()
        return [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]

    found: list[str] = await database.execute_fn(read)
    return found


async def foreign_keys(database: Any, table: str) -> list[dict[str, str]]:
    """Columns that name a row of another table; in place of Datasette's own. None of ours has several columns."""

    def read(db: sqlite3.Connection) -> list[dict[str, str]]:
        keys = db.execute(f'PRAGMA main.foreign_key_list("{table}")').fetchall()
        return [{"column": key[3], "other_table": key[2], "other_column": key[4]} for key in keys]

    found: list[dict[str, str]] = await database.execute_fn(read)
    return found
