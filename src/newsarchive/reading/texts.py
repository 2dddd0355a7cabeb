"""The texts of articles as far as they may be shown: headline, lead and body."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def of_text(column: str) -> str:
    """A column of `texts` for a row of `articles AS a`, which may have none.

    No outer join: where `texts` is a view over several files, SQLite would read all of them.
    """
    return f"(SELECT {column} FROM texts WHERE id = a.id)"


def read_texts(db: sqlite3.Connection, ids: Iterable[int]) -> list[str]:
    """The text of each of these rows, its parts on lines of their own."""
    rows = db.execute(
        f"""SELECT coalesce(a.headline, '') || char(10) || coalesce(a.lead, '') || char(10) ||
                   coalesce({of_text("body")}, '')
            FROM articles AS a WHERE a.id IN ({", ".join(map(str, ids))})"""
    )
    return [row[0] for row in rows]
