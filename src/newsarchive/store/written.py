"""Rows of a revision: put in, copied, and which of them a capture shows."""

from __future__ import annotations

import sqlite3

from newsarchive.article import Article
from newsarchive.store import moments
from newsarchive.store.rows import REVISION_COLUMNS, revision_values
from newsarchive.store.standing import Reading

_CHILDREN = (("byline", "name, role, raw"), ("figure", "src, caption, credit, raw"), ("keyword", "keyword"))


def insert_revision(connection: sqlite3.Connection, reading: Reading, article: Article) -> int:
    number = _next_number(connection, reading.article_id)
    head = (reading.article_id, reading.place[1], number, reading.digest, reading.extractor, "source")
    values = (*head, moments.now(), *revision_values(article))
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"insert into revision ({REVISION_COLUMNS}) values ({marks})", values)
    revision_id = int(cursor.lastrowid or 0)
    connection.executemany(
        "insert into byline values (?, ?, ?, ?, ?)",
        [(revision_id, at, one.name, one.role, one.raw) for at, one in enumerate(article.bylines)],
    )
    connection.executemany(
        "insert into figure values (?, ?, ?, ?, ?, ?)",
        [(revision_id, at, one.src, one.caption, one.credit, one.raw) for at, one in enumerate(article.figures)],
    )
    insert_keywords(connection, revision_id, article)
    return revision_id


def insert_keywords(connection: sqlite3.Connection, revision_id: int, article: Article) -> None:
    connection.executemany(
        "insert into keyword values (?, ?, ?)", [(revision_id, at, one) for at, one in enumerate(article.keywords)]
    )


def _next_number(connection: sqlite3.Connection, article_id: int) -> int:
    row = connection.execute("select coalesce(max(number), 0) + 1 from revision where article_id = ?", (article_id,))
    return int(row.fetchone()[0])


def copy_revision(connection: sqlite3.Connection, article_id: int, revision_id: int, capture_id: int) -> int:
    """The same content as a revision that begins with another capture."""
    names = REVISION_COLUMNS.split(", ")
    copied = ", ".join({"capture_id": "?", "number": "?"}.get(name, name) for name in names)
    cursor = connection.execute(
        f"insert into revision ({REVISION_COLUMNS}) select {copied} from revision where id = ?",
        (capture_id, _next_number(connection, article_id), revision_id),
    )
    copy = int(cursor.lastrowid or 0)
    for table, columns in _CHILDREN:
        connection.execute(
            f"insert into {table} select ?, position, {columns} from {table} where revision_id = ?", (copy, revision_id)
        )
    return copy


def show(connection: sqlite3.Connection, capture_id: int, revision_id: int, outcome: str) -> None:
    connection.execute(
        "update capture set outcome = ?, reason = null, revision_id = ? where id = ?",
        (outcome, revision_id, capture_id),
    )
