"""Where a capture's content stands among the revisions of its article.

An article's captures, in order of capture time, each show one revision; a revision begins with the earliest capture
that shows it (`revision.capture_id`). Captures may arrive in any order (an old WARC ingested years later), so a new one
is put in its place rather than at the end:

- It says what the revision before it says, or what the latest revision of the *same* extractor says when only
  re-extractions follow on that: `same`.
- It says what the revision after it says: that one begins earlier than we knew. It is moved to the new capture; the
  later one becomes `same`.
- Otherwise it begins a revision of its own. If it falls inside a stretch of captures that showed one revision, what
  follows it in that stretch goes back to the old content and becomes a revision too (A A → A B A).

Numbers follow capture time; readings of one capture follow the time of reading. So 1 is always the earliest known
wording; a late arrival renumbers the revisions after it. Stable references are the article's uid and the content
digest, not the number. Two revisions in a row never have one digest.

A new extractor reads captures again. Its reading stands behind the one it replaces, whose row stays: the capture shows
the new one. Causes are worked out anew whenever an article's revisions change:

- `source`: the first of all; and what differs from an earlier reading by the same extractor.
- `reextraction`: another extractor's reading of the same capture stands before it; or its extractor read nothing
  earlier of this article, so that nobody can say that the newspaper changed anything (reading the earlier captures
  again decides); or another extractor has since read its capture and the one before it alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import dropwhile, takewhile

from newsarchive.article import Article
from newsarchive.store.arranging import arrange
from newsarchive.store.records import Entry, Revision
from newsarchive.store.rows import undigested_values
from newsarchive.store.standing import Reading, Row, Shown, place_of, read_rows, read_shown
from newsarchive.store.written import copy_revision, insert_keywords, insert_revision, show


def place(connection: sqlite3.Connection, article_id: int, capture_id: int, entry: Entry) -> bool:
    """Set which revision `capture_id` shows, adding one if its content is new; True when one was added."""
    article = entry.article
    if article is None:
        raise ValueError("an entry without an article has no place")
    digest = entry.content_digest or article.content_digest
    reading = Reading(article_id, place_of(connection, capture_id), digest, entry.extractor)
    added = _place(connection, reading, lambda: insert_revision(connection, reading, article))
    if not added:
        _refresh(connection, capture_id, article)
    return added


def _refresh(connection: sqlite3.Connection, capture_id: int, article: Article) -> None:
    """What the digest leaves out (evidence, section, keywords …) follows the latest reading of the capture that begins
    the revision, so that a new layout is seen to have read it."""
    row = connection.execute(
        "select r.id from revision r join capture c on c.revision_id = r.id where c.id = ? and r.capture_id = c.id",
        (capture_id,),
    ).fetchone()
    if row is None:
        return
    told = undigested_values(article)
    changed = connection.execute(
        f"update revision set {', '.join(f'{name} = ?' for name in told)} where id = ?"
        f" and ({' or '.join(f'{name} is not ?' for name in told)})",
        (*told.values(), row[0], *told.values()),
    )
    if changed.rowcount:
        connection.execute("delete from keyword where revision_id = ?", (row[0],))
        insert_keywords(connection, row[0], article)


def repeat(connection: sqlite3.Connection, capture_id: int, revision_id: int, extractor: str) -> bool:
    """As `place`, for a capture that brought the bytes of an earlier one again, which shows `revision_id`."""
    article_id, digest = connection.execute(
        "select article_id, content_digest from revision where id = ?", (revision_id,)
    ).fetchone()
    reading = Reading(article_id, place_of(connection, capture_id), digest, extractor)
    return _place(connection, reading, lambda: copy_revision(connection, article_id, revision_id, capture_id))


def _place(connection: sqlite3.Connection, reading: Reading, add: Callable[[], int]) -> bool:
    connection.execute("update capture set extractor = ? where id = ?", (reading.extractor, reading.place[1]))
    rows = read_rows(connection, reading.article_id)
    same = _says_same(rows, reading)
    rest = _interrupted(connection, reading, rows) if same is None else []
    later = _begins_later(rows, reading) if same is None and not rest else None
    if same is not None:
        show(connection, reading.place[1], same.id, "stored" if same.place == reading.place else "same")
    elif later is not None:
        _begin_earlier(connection, later, reading)
    else:
        show(connection, reading.place[1], add(), "stored")
        _split(connection, reading.article_id, rest)
    if len(rows) > 1 or (rows and same is None):
        arrange(connection, reading.article_id)
    return same is None and later is None


def _says_same(rows: list[Row], reading: Reading) -> Row | None:
    before = [row for row in rows if row.place <= reading.place]
    if not before or before[-1].digest == reading.digest:
        return before[-1] if before else None
    at = max((at for at, row in enumerate(before) if row.extractor == reading.extractor), default=None)
    if at is None or before[at].digest != reading.digest:
        return None
    if before[at].place == reading.place:
        return before[at]
    # What other extractors made of the same captures says nothing of the source.
    is_last_word = all(row.cause == "reextraction" and row.place < reading.place for row in before[at + 1 :])
    return before[at] if is_last_word else None


def _interrupted(connection: sqlite3.Connection, reading: Reading, rows: list[Row]) -> list[Shown]:
    """The captures that a new revision parts from the stretch it falls into, as read by the same extractor.

    What another extractor read in later captures says nothing about whether the source went back to the old content.
    """
    earlier = {row.id for row in rows if row.place <= reading.place}
    if not earlier:
        return []
    after = [one for one in read_shown(connection, reading.article_id) if one.place > reading.place]
    rest = list(dropwhile(lambda one: one.extractor != reading.extractor, after))
    if not rest or rest[0].revision_id not in earlier:
        return []
    return list(takewhile(lambda one: one.revision_id == rest[0].revision_id, rest))


def _begins_later(rows: list[Row], reading: Reading) -> Row | None:
    """The next revision, when it says what is read here already."""
    after = next((row for row in rows if row.place > reading.place), None)
    return after if after is not None and after.digest == reading.digest else None


def _begin_earlier(connection: sqlite3.Connection, later: Row, reading: Reading) -> None:
    connection.execute(
        "update revision set capture_id = ?, extractor = ? where id = ?",
        (reading.place[1], reading.extractor, later.id),
    )
    connection.execute(
        "update capture set outcome = 'same' where id = ? and revision_id = ?", (later.place[1], later.id)
    )
    show(connection, reading.place[1], later.id, "stored")


def _split(connection: sqlite3.Connection, article_id: int, rest: list[Shown]) -> None:
    """Give the rest of an interrupted stretch a revision of its own with the old content."""
    if not rest:
        return
    copy = copy_revision(connection, article_id, rest[0].revision_id, rest[0].place[1])
    for at, one in enumerate(rest):
        show(connection, one.place[1], copy, "same" if at else "stored")


def restore(connection: sqlite3.Connection, capture_id: int, revision: Revision, article_id: int) -> bool:
    """Put back a reading by an extractor that is no more, as another database has it; True when it was not there.

    The capture goes on showing what it shows, which then stands behind it; where nothing could be read in it today, it
    shows this. The numbers follow with `arrange`.
    """
    at = place_of(connection, capture_id)
    reading = Reading(article_id, at, revision.content_digest, revision.extractor)
    here = next(
        (row for row in read_rows(connection, article_id) if (row.place, row.digest) == (at, reading.digest)), None
    )
    shown = next((one for one in read_shown(connection, article_id) if one.place == at), None)
    restored = here.id if here else insert_revision(connection, reading, revision.article)
    values = (revision.extractor, revision.recorded_at, restored)
    connection.execute("update revision set extractor = ?, recorded_at = ? where id = ?", values)
    if here is not None:
        return False
    if shown is not None:
        beginning = connection.execute("select capture_id from revision where id = ?", (shown.revision_id,)).fetchone()
        if beginning[0] != capture_id:
            later = [one for one in read_shown(connection, article_id) if one.place >= at]
            rest = list(takewhile(lambda one: one.revision_id == shown.revision_id, later))
            _split(connection, article_id, rest)
    return True
