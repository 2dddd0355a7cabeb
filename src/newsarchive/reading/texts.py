"""The texts of articles as far as they may be shown: headline, lead and body."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def read_texts(db: sqlite3.Connection, ids: Iterable[int]) -> list[str]:
    """The text of each of these rows, its parts on lines of their own."""
    rows = db.execute(
        f"""SELECT coalesce(a.headline, '') || char(10) || coalesce(a.lead, '') || char(10) || coalesce(t.body, '')
            FROM articles AS a LEFT JOIN texts AS t ON t.id = a.id WHERE a.id IN ({", ".join(map(str, ids))})"""
    )
    return [row[0] for row in rows]
