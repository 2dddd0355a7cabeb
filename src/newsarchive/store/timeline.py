"""Where a capture's content stands among the revisions of its article.

An article's captures, in order of capture time, each show one revision; a revision begins with the earliest capture
that shows it (`revision.capture_id`). Captures may arrive in any order (an old WARC ingested years later), so a new one
is put in its place rather than at the end:

- It says what the capture before it says, or what the latest earlier capture of the *same* extractor says: `same`.
- It says what the capture after it says, and that one begins a revision: the revision begins earlier than we knew. It
  is moved to the new capture; the later one becomes `same`.
- Otherwise it begins a revision of its own. If it falls inside a stretch of captures that showed one revision, what
  follows it in that stretch goes back to the old content and becomes a revision too (A A → A B A).

Numbers follow capture time (then order of recording), so that 1 is always the earliest known wording; a late arrival
renumbers the revisions after it. Stable references are the article's uid and the content digest, not the number. Two
revisions in a row never have one digest.

Cause: `reextraction` when another extractor's revision of this article was read from the same payload bytes, else
`source`.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import takewhile

from newsarchive.article import Article
from newsarchive.store import moments
from newsarchive.store.rows import REVISION_COLUMNS, revision_values


@dataclass(frozen=True, slots=True)
class _Shown:
    """A capture and the revision it shows."""

    capture_id: int
    at: str
    revision_id: int
    digest: str
    extractor: str
    begins: bool


@dataclass(frozen=True, slots=True)
class _Beginning:
    """A revision about to be added."""

    article_id: int
    capture_id: int
    extractor: str
    cause: str


def place(connection: sqlite3.Connection, article_id: int, capture_id: int, article: Article, extractor: str) -> bool:
    """Set which revision `capture_id` shows, adding one if its content is new; True when one was added."""
    digest = article.content_digest
    at, payload = connection.execute(
        "select rtrim(fetched_at, 'Z'), payload_digest from capture where id = ?", (capture_id,)
    ).fetchone()
    shown = [one for one in _timeline(connection, article_id) if one.capture_id != capture_id]
    before = [one for one in shown if (one.at, one.capture_id) < (at, capture_id)]
    after = next((one for one in shown if (one.at, one.capture_id) > (at, capture_id)), None)
    previous = before[-1] if before else None

    same = _says_same(before, digest, extractor)
    if same is not None:
        _show(connection, capture_id, same.revision_id, "same")
        return False
    if after is not None and after.digest == digest and after.begins:
        _begin_earlier(connection, after, capture_id)
        _renumber(connection, article_id)
        return False
    begun = _Beginning(article_id, capture_id, extractor, _cause(connection, article_id, payload, extractor))
    revision_id = _insert(connection, begun, article, digest)
    _show(connection, capture_id, revision_id, "stored")
    if after is not None and _interrupts(previous, after, extractor):
        _split(connection, after, [one for one in shown if one not in before])
    _renumber(connection, article_id)
    return True


def _timeline(connection: sqlite3.Connection, article_id: int) -> list[_Shown]:
    rows = connection.execute(
        """
        select c.id, rtrim(c.fetched_at, 'Z') as at, r.id as revision_id, r.content_digest, r.extractor,
               r.capture_id = c.id as begins
        from revision r join capture c on c.revision_id = r.id
        where r.article_id = ? order by at, c.id
        """,
        (article_id,),
    )
    return [_Shown(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]


def _says_same(before: list[_Shown], digest: str, extractor: str) -> _Shown | None:
    own = [one for one in before if one.extractor == extractor]
    return next((one for one in (*before[-1:], *own[-1:]) if one.digest == digest), None)


def _interrupts(previous: _Shown | None, after: _Shown, extractor: str) -> bool:
    """Whether a new revision falls inside a stretch that showed one revision, as read by the same extractor.

    A new extractor's reading of one capture says nothing about what the source said at the others.
    """
    return previous is not None and previous.revision_id == after.revision_id and previous.extractor == extractor


def _show(connection: sqlite3.Connection, capture_id: int, revision_id: int, outcome: str) -> None:
    connection.execute(
        "update capture set outcome = ?, reason = null, revision_id = ? where id = ?",
        (outcome, revision_id, capture_id),
    )


def _begin_earlier(connection: sqlite3.Connection, later: _Shown, capture_id: int) -> None:
    connection.execute("update revision set capture_id = ? where id = ?", (capture_id, later.revision_id))
    _show(connection, later.capture_id, later.revision_id, "same")
    _show(connection, capture_id, later.revision_id, "stored")


def _cause(connection: sqlite3.Connection, article_id: int, payload: str, extractor: str) -> str:
    row = connection.execute(
        """
        select 1 from revision r join capture c on c.id = r.capture_id
        where r.article_id = ? and c.payload_digest = ? and r.extractor <> ?
        """,
        (article_id, payload, extractor),
    ).fetchone()
    return "reextraction" if row else "source"


def _insert(connection: sqlite3.Connection, begun: _Beginning, article: Article, digest: str) -> int:
    number = _next_number(connection, begun.article_id)
    head = (begun.article_id, begun.capture_id, number, digest, begun.extractor, begun.cause)
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
    connection.executemany(
        "insert into keyword values (?, ?, ?)", [(revision_id, at, one) for at, one in enumerate(article.keywords)]
    )
    return revision_id


def _next_number(connection: sqlite3.Connection, article_id: int) -> int:
    row = connection.execute("select coalesce(max(number), 0) + 1 from revision where article_id = ?", (article_id,))
    return int(row.fetchone()[0])


def _split(connection: sqlite3.Connection, first: _Shown, shown_after: list[_Shown]) -> None:
    """Give the rest of an interrupted stretch a revision of its own with the old content."""
    revision_id = first.revision_id
    rest = list(takewhile(lambda one: one.revision_id == revision_id, shown_after))
    article_id = connection.execute("select article_id from revision where id = ?", (revision_id,)).fetchone()[0]
    names = REVISION_COLUMNS.split(", ")
    copied = ", ".join({"capture_id": "?", "number": "?"}.get(name, name) for name in names)
    cursor = connection.execute(
        f"insert into revision ({REVISION_COLUMNS}) select {copied} from revision where id = ?",
        (first.capture_id, _next_number(connection, article_id), revision_id),
    )
    copy = int(cursor.lastrowid or 0)
    for table, columns in (
        ("byline", "name, role, raw"),
        ("figure", "src, caption, credit, raw"),
        ("keyword", "keyword"),
    ):
        connection.execute(
            f"insert into {table} select ?, position, {columns} from {table} where revision_id = ?", (copy, revision_id)
        )
    for at, one in enumerate(rest):
        _show(connection, one.capture_id, copy, "same" if at else "stored")


def _renumber(connection: sqlite3.Connection, article_id: int) -> None:
    """Number the article's revisions by capture time; untouched when they are in order already."""
    rows = connection.execute(
        """
        select r.id, r.number from revision r join capture c on c.id = r.capture_id
        where r.article_id = ? order by rtrim(c.fetched_at, 'Z'), c.id, r.id
        """,
        (article_id,),
    ).fetchall()
    wanted = [(at, row[0]) for at, row in enumerate(rows, start=1) if row[1] != at]
    # Through negative numbers, since (article_id, number) is unique at every moment.
    connection.executemany("update revision set number = -? where id = ?", wanted)
    connection.executemany("update revision set number = ? where id = ?", wanted)
