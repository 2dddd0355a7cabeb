"""What news.db and frontier.db know of an article, taken out of their pages too."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from newsarchive.frontier import Frontier, Home
from newsarchive.store import Store
from newsarchive.store.arranging import arrange
from newsarchive.store.connection import writing
from newsarchive.withhold.sought import Sought

_CHILDREN = ("byline", "figure", "keyword")


def scrub_news(store: Store, sought: Sought) -> None:
    """Remove the rows of what must go, and overwrite what they left in free pages and the write-ahead log."""
    store.connection.execute("pragma secure_delete = on")
    with writing(store.database, store.path) as db:
        captures = {row[0] for row in db.execute(_CAPTURES) if row[2] < 0 or sought.wants_row(row[1], row[3], row[4])}
        revisions = _revisions(db, sought)
        captures |= {row[0] for row in db.execute(_SHOWING) if row[1] in revisions}
        _forget(db, captures, revisions, sought)
        touched = _articles(db, captures, revisions)
        revisions |= _begin_elsewhere(db, captures, revisions)
        _delete_revisions(db, revisions)
        db.executemany("delete from capture where id = ?", [(one,) for one in captures])
        for article in touched:
            _settle(db, article)
    store.connection.execute("vacuum")
    store.connection.execute("pragma wal_checkpoint(truncate)")


def scrub_frontier(home: Home, sought: Sought) -> None:
    """Put a done-mark without an address in the place of the article's, and forget its pictures."""
    if home.exists():
        with Frontier(home) as frontier:
            frontier.forget(sought.wants_address)
            if sought.is_whole and sought.newspaper:
                frontier.withhold(sought.newspaper, sought.uid, "purged; not fetched again")
            frontier.scrub()


_CAPTURES = "select id, url, warc_offset, payload_digest, reason, outcome from capture"
_ITS_OWN = frozenset({"stored", "same", "redirect", "resource"})
"""What captures of an article come to."""
_SHOWING = "select id, revision_id from capture where revision_id is not null"


def _revisions(db: sqlite3.Connection, sought: Sought) -> set[int]:
    rows = db.execute(
        """
        select r.id, r.content_digest, c.payload_digest from revision r
        join article a on a.id = r.article_id join capture c on c.id = r.capture_id where a.uid = ?
        """,
        (sought.uid,),
    )
    return {row[0] for row in rows if sought.is_whole or row[1] in sought.contents or row[2] in sought.payloads}


def _forget(db: sqlite3.Connection, captures: Collection[int], revisions: Collection[int], sought: Sought) -> None:
    """Remove what events and runs tell of it; a ledger line and its mirror stay as they are.

    The address of a list that named it tells nothing of it.
    """
    rows = (row for row in db.execute(_CAPTURES) if row[0] in captures)
    texts = {row[1] for row in rows if row[5] in _ITS_OWN or sought.wants_address(row[1])}
    for revision in revisions:
        headline = db.execute("select headline from revision where id = ?", (revision,)).fetchone()[0]
        texts |= {headline} if headline else set()
    for text in texts:
        like = (text, text)
        db.execute(
            "delete from event where ledger_seq is null and (instr(detail, ?) > 0 or instr(subject, ?) > 0)", like
        )
        db.execute("update run set summary = '{}' where instr(summary, ?) > 0", (text,))


def _articles(db: sqlite3.Connection, captures: Collection[int], revisions: Collection[int]) -> set[int]:
    rows = db.execute("select id, article_id, capture_id from revision")
    return {row[1] for row in rows if row[0] in revisions or row[2] in captures}


def _begin_elsewhere(db: sqlite3.Connection, captures: Collection[int], revisions: Collection[int]) -> set[int]:
    """A revision whose first capture goes begins with the next one that stays; returns those that have none."""
    gone: set[int] = set()
    for row in db.execute("select id, capture_id from revision").fetchall():
        if row[0] in revisions or row[1] not in captures:
            continue
        shown = db.execute(
            "select id from capture where revision_id = ? order by rtrim(fetched_at, 'Z'), id", (row[0],)
        ).fetchall()
        stays = next((one[0] for one in shown if one[0] not in captures), None)
        if stays is None:
            gone.add(row[0])
        else:
            db.execute("update revision set capture_id = ? where id = ?", (stays, row[0]))
            db.execute("update capture set outcome = 'stored' where id = ?", (stays,))
    return gone


def _delete_revisions(db: sqlite3.Connection, revisions: Collection[int]) -> None:
    marks = [(one,) for one in revisions]
    db.executemany("update capture set revision_id = null where revision_id = ?", marks)
    for table in _CHILDREN:
        db.executemany(f"delete from {table} where revision_id = ?", marks)
    db.executemany("delete from revision where id = ?", marks)


def _settle(db: sqlite3.Connection, article: int) -> None:
    """Number what is left, or remove an article of which nothing is."""
    _merge(db, article)
    times = db.execute(
        "select min(c.fetched_at), max(c.fetched_at) from capture c join revision r on r.id = c.revision_id"
        " where r.article_id = ?",
        (article,),
    ).fetchone()
    if times[0] is None:
        db.execute("delete from article where id = ?", (article,))
        return
    db.execute("update article set first_captured_at = ?, last_captured_at = ? where id = ?", (*times, article))
    arrange(db, article)


def _merge(db: sqlite3.Connection, article: int) -> None:
    """Two revisions that say the same and have lost what stood between them are one."""
    rows = db.execute(
        "select id, content_digest from revision where article_id = ? order by number", (article,)
    ).fetchall()
    kept = None
    for row in rows:
        if kept is not None and kept[1] == row[1]:
            db.execute("update capture set revision_id = ?, outcome = 'same' where revision_id = ?", (kept[0], row[0]))
            _delete_revisions(db, {row[0]})
        else:
            kept = row
