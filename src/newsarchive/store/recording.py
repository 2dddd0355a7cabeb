"""Writing captures: every function runs inside the caller's transaction and may be repeated without effect."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from newsarchive.store import moments, timeline
from newsarchive.store.records import Capture, Checkpoint, Entry, Import, NewspaperRow, Outcome, Recorded
from newsarchive.store.rights import save_rights
from newsarchive.store.withholding import CAME_BACK, read_withholding

_ADD_NEWSPAPER = """
    insert into newspaper (id, name, kind, province, host, successor) values (?, ?, ?, ?, ?, ?)
    on conflict (id) do update set name = excluded.name, kind = excluded.kind, province = excluded.province,
        host = excluded.host, successor = excluded.successor
    where (name, kind) <> (excluded.name, excluded.kind) or province is not excluded.province
        or host is not excluded.host or successor is not excluded.successor
"""
"""The `where` keeps an unchanged row from being written again, which would grow the file."""

_ADD_CAPTURE = """
    insert into capture (newspaper_id, url, fetched_at, record_type, status, content_type, warc_file, warc_offset,
        warc_length, record_id, payload_digest, payload_bytes, outcome, reason, extractor)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (url, fetched_at, payload_digest, record_type) do nothing
"""

_FIND_CAPTURE = """
    select c.id, c.newspaper_id, c.outcome, c.extractor, c.revision_id from capture c
    where c.url = ? and c.fetched_at = ? and c.payload_digest = ? and c.record_type = ?
"""

_FIND_ORIGINAL = f"""
    select id, newspaper_id, outcome, reason, revision_id, extractor from capture
    where url = ? and record_type <> 'revisit' and (? is null or fetched_at = ?)
        and {moments.IN_ORDER.format(column="fetched_at")} <= rtrim(?, 'Z')
    order by {moments.IN_ORDER.format(column="fetched_at")} desc limit 1
"""

_SEE_ARTICLE = """
    update article set first_captured_at = min(first_captured_at, ?1), last_captured_at = max(last_captured_at, ?1)
    where id = ?2 and (first_captured_at > ?1 or last_captured_at < ?1)
"""


def add_newspaper(connection: sqlite3.Connection, newspaper: NewspaperRow) -> None:
    """Add the newspaper, or bring its row up to date."""
    row = (newspaper.id, newspaper.name, newspaper.kind, newspaper.province, newspaper.host, newspaper.successor)
    connection.execute(_ADD_NEWSPAPER, row)


def record_entries(connection: sqlite3.Connection, entries: Iterable[Entry]) -> Recorded:
    """Record each entry in order; newspapers must be there."""
    total = Recorded()
    for entry in entries:
        one = _record(connection, entry)
        total.add(one)
        total.each += one.each
    return total


def add_imports(connection: sqlite3.Connection, imports: Iterable[Import]) -> None:
    """Note files that are being, or have been, taken in; those known already are left."""
    connection.executemany(
        'insert into "import" (sha256, name, path, bytes, kind, "offset", records, finished_at, problem,'
        " only_known) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (sha256) do nothing",
        [
            (
                one.sha256,
                one.name,
                one.path,
                one.bytes,
                one.kind,
                one.offset,
                one.records,
                one.finished_at,
                one.problem,
                one.only_known,
            )
            for one in imports
        ],
    )


def save_checkpoint(connection: sqlite3.Connection, checkpoint: Checkpoint) -> None:
    """Note how far the import of a file has come."""
    connection.execute(
        'update "import" set "offset" = ?, records = ? where sha256 = ?',
        (checkpoint.offset, checkpoint.records, checkpoint.sha256),
    )


def _record(connection: sqlite3.Connection, entry: Entry) -> Recorded:
    capture = entry.capture
    cursor = connection.execute(_ADD_CAPTURE, (*_capture_values(capture), entry.extractor or None))
    if cursor.rowcount == 0:
        return _record_again(connection, entry)
    capture_id = int(cursor.lastrowid or 0)
    if entry.rights:
        save_rights(connection, capture_id, entry.rights)
    result = Recorded(captures=1)
    if entry.revisit_of is not None:
        _resolve_revisit(connection, capture_id, entry)
    elif entry.article is not None:
        _store_article(connection, entry, capture_id, result)
    outcome = _outcome(connection, capture_id)
    result.outcomes[outcome] = 1
    result.each.append(outcome)
    return result


def _record_again(connection: sqlite3.Connection, entry: Entry) -> Recorded:
    """A capture that is known: only a new extractor's reading, or one that failed before, changes anything."""
    capture, result = entry.capture, Recorded(known=1)
    key = (capture.url, moments.to_text(capture.fetched_at), capture.payload_digest, capture.record_type)
    known = connection.execute(_FIND_CAPTURE, key).fetchone()
    if entry.revisit_of is not None:
        if known["outcome"] == "skipped" or known["extractor"] != entry.extractor:
            _resolve_revisit(connection, known["id"], entry)
    elif entry.extractor and (known["outcome"] == "failed" or known["extractor"] != entry.extractor):
        _read_again(connection, entry, known, result)
    result.each.append(_outcome(connection, known["id"]))
    return result


def _read_again(connection: sqlite3.Connection, entry: Entry, known: sqlite3.Row, result: Recorded) -> None:
    """Another extractor's reading of the same bytes. What it refuses keeps the revision it had, and tells why."""
    capture = entry.capture
    save_rights(connection, known["id"], entry.rights)
    if entry.article is None and known["revision_id"]:
        result.refused = 1
        said = f"{entry.extractor} finds no article: {capture.reason}"
        _note_reader(connection, known["id"], entry.extractor, known["outcome"], said)
        return
    _note_reader(connection, known["id"], entry.extractor, capture.outcome, capture.reason)
    if capture.newspaper_id not in {
        "",
        known["newspaper_id"],
    }:  # A host that was unknown may have become a newspaper's since.
        connection.execute("update capture set newspaper_id = ? where id = ?", (capture.newspaper_id, known["id"]))
    if entry.article is not None:
        _store_article(connection, entry, known["id"], result)


def _note_reader(
    connection: sqlite3.Connection, capture_id: int, extractor: str, outcome: str, reason: str | None
) -> None:
    connection.execute(
        "update capture set extractor = ?, outcome = ?, reason = ? where id = ?",
        (extractor, outcome, reason, capture_id),
    )


def _outcome(connection: sqlite3.Connection, capture_id: int) -> Outcome:
    outcome: Outcome = connection.execute("select outcome from capture where id = ?", (capture_id,)).fetchone()[0]
    return outcome


def _store_article(connection: sqlite3.Connection, entry: Entry, capture_id: int, result: Recorded) -> None:
    if entry.article is None or entry.key is None or entry.uid is None:
        raise ValueError("an entry with an article needs its key and uid")
    held = read_withholding(connection, entry.uid)
    if held is not None and held.purges(entry.article.content_digest, entry.capture.payload_digest):
        connection.execute("update capture set outcome = 'skipped', reason = ? where id = ?", (CAME_BACK, capture_id))
        return
    at = moments.to_text(entry.capture.fetched_at)
    url = entry.article_url or entry.capture.url
    withheld = int(held is not None and held.level is not None)
    cursor = connection.execute(
        """
        insert into article (uid, newspaper_id, key, url, first_captured_at, last_captured_at, withheld)
        values (?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing
        """,
        (entry.uid, entry.capture.newspaper_id, entry.key, url, at, at, withheld),
    )
    result.articles += cursor.rowcount
    article_id = int(connection.execute("select id from article where key = ?", (entry.key,)).fetchone()[0])
    connection.execute(_SEE_ARTICLE, (at, article_id))
    result.revisions += timeline.place(connection, article_id, capture_id, entry)


def _resolve_revisit(connection: sqlite3.Connection, capture_id: int, entry: Entry) -> None:
    """Give a revisit what its original has: the revision, or the reason why there is none."""
    revisit = entry.revisit_of
    if revisit is None:
        return
    at = moments.to_text(entry.capture.fetched_at)
    then = moments.to_text(revisit.fetched_at) if revisit.fetched_at else None
    original = connection.execute(_FIND_ORIGINAL, (revisit.url, then, then, at)).fetchone()
    if original is None:
        return
    connection.execute(
        "update capture set outcome = ?, reason = ?, newspaper_id = ?, extractor = ? where id = ?",
        (original["outcome"], original["reason"], original["newspaper_id"], original["extractor"], capture_id),
    )
    if original["revision_id"]:
        timeline.repeat(connection, capture_id, original["revision_id"], original["extractor"] or "")
        article_id = connection.execute(
            "select article_id from revision where id = ?", (original["revision_id"],)
        ).fetchone()[0]
        connection.execute(_SEE_ARTICLE, (at, article_id))


def _capture_values(capture: Capture) -> tuple[object, ...]:
    return (
        capture.newspaper_id,
        capture.url,
        moments.to_text(capture.fetched_at),
        capture.record_type,
        capture.status,
        capture.content_type,
        capture.warc_file,
        capture.warc_offset,
        capture.warc_length,
        capture.record_id,
        capture.payload_digest,
        capture.payload_bytes,
        capture.outcome,
        capture.reason,
    )
