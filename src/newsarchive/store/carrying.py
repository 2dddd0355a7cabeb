"""Readings of earlier extractors, which the WARC files cannot give again, from the database that is being replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from newsarchive.store import timeline
from newsarchive.store.arranging import arrange
from newsarchive.store.reading import read_revisions
from newsarchive.store.records import Revision
from newsarchive.store.rereading import WITH_READERS, Readers
from newsarchive.store.withholding import read_withholding

RUN_COLUMNS = "kind, started_at, finished_at, summary"
ADD_RUN = f"""
    insert into run ({RUN_COLUMNS}) select ?1, ?2, ?3, ?4 where not exists (
        select 1 from run where kind = ?1 and started_at = ?2
            and json_extract(summary, '$.newspaper') is json_extract(?4, '$.newspaper'))
"""
"""A run that is there already, of one newspaper at one instant, is left."""
_KEY = "url = ? and fetched_at = ? and payload_digest = ? and record_type = ?"
_CAPTURE_KEY = "c.url, c.fetched_at, c.payload_digest, c.record_type"

_EARLIER = f"""
    {WITH_READERS} select count(*) from revision r join capture c on c.id = r.capture_id
    left join reader on reader.newspaper_id = c.newspaper_id
    where r.extractor <> coalesce(reader.name, :other) and (c.revision_id is not r.id or c.reason is not null)
"""


def count_earlier(connection: sqlite3.Connection, readers: Readers) -> int:
    """How many revisions today's readers do not read: only this database holds them."""
    return int(connection.execute(_EARLIER, readers.values()).fetchone()[0])


def carry_over(connection: sqlite3.Connection, old: Path, readers: Readers) -> int:
    """Copy from the database at `old` what others than today's readers read; returns how many revisions.

    A revision whose content has not its digest, or whose capture is not here, is left. Raises sqlite3.Error where `old`
    cannot be read.
    """
    carried = 0
    with closing(sqlite3.connect(f"{old.absolute().as_uri()}?mode=ro", uri=True)) as before:
        before.row_factory = sqlite3.Row
        for uid, newspaper in _articles(before, readers):
            carried += _carry_article(connection, before, uid, readers.of(newspaper))
    return carried


def copy_notes(connection: sqlite3.Connection, old: Path) -> None:
    """Copy from the database at `old` what the ledger does not tell: runs, and events but those of damage met.

    Those that are here are left. Raises sqlite3.Error where `old` cannot be read.
    """
    with closing(sqlite3.connect(f"{old.absolute().as_uri()}?mode=ro", uri=True)) as before:
        connection.executemany(ADD_RUN, before.execute(f"select {RUN_COLUMNS} from run order by id"))
        connection.executemany(
            "insert into event (at, kind, agent, subject, detail) values (?, ?, ?, ?, ?)",
            before.execute(
                "select at, kind, agent, subject, detail from event where ledger_seq is null and kind <> 'damage'"
                " order by id"
            ),
        )


def _articles(before: sqlite3.Connection, readers: Readers) -> Iterator[tuple[str, str]]:
    """(uid, newspaper) of articles that others have read."""
    rows = before.execute(
        f"{WITH_READERS} select distinct a.uid, a.newspaper_id from revision r join article a on a.id = r.article_id"
        " left join reader on reader.newspaper_id = a.newspaper_id where r.extractor <> coalesce(reader.name, :other)",
        readers.values(),
    )
    return ((row[0], row[1]) for row in rows)


def _carry_article(connection: sqlite3.Connection, before: sqlite3.Connection, uid: str, extractor: str) -> int:
    article_id, carried, held = 0, 0, read_withholding(connection, uid)
    for revision in read_revisions(before, uid):
        capture_id = _find_capture(connection, before, revision)
        if revision.extractor == extractor or capture_id is None:
            continue
        if held is not None and held.purges(revision.content_digest, revision.capture.payload_digest):
            continue
        if revision.article.content_digest == revision.content_digest:
            article_id = article_id or _find_article(connection, before, uid)
            carried += timeline.restore(connection, capture_id, revision, article_id)
    if article_id:
        arrange(connection, article_id)
        _show_refused(connection, before, uid, extractor)
        arrange(connection, article_id)
    return carried


def _find_capture(connection: sqlite3.Connection, before: sqlite3.Connection, revision: Revision) -> int | None:
    key = before.execute(f"select {_CAPTURE_KEY} from capture c where c.id = ?", (revision.capture.id,)).fetchone()
    row = connection.execute(f"select id from capture where {_KEY}", tuple(key)).fetchone()
    return int(row[0]) if row else None


def _find_article(connection: sqlite3.Connection, before: sqlite3.Connection, uid: str) -> int:
    old = before.execute("select * from article where uid = ?", (uid,)).fetchone()
    names = ("uid", "newspaper_id", "key", "url", "first_captured_at", "last_captured_at", "withheld")
    connection.execute(
        f"insert into article ({', '.join(names)}) values ({', '.join('?' * len(names))})"
        " on conflict (key) do update set first_captured_at = min(first_captured_at, excluded.first_captured_at),"
        " last_captured_at = max(last_captured_at, excluded.last_captured_at)",
        [old[name] for name in names],
    )
    return int(connection.execute("select id from article where uid = ?", (uid,)).fetchone()[0])


def _show_refused(connection: sqlite3.Connection, before: sqlite3.Connection, uid: str, extractor: str) -> None:
    """Captures in which nothing can be read today show what they showed."""
    rows = before.execute(
        f"select {_CAPTURE_KEY}, r.content_digest, c.outcome from capture c join revision r on r.id = c.revision_id"
        " join article a on a.id = r.article_id where a.uid = ? order by rtrim(c.fetched_at, 'Z'), c.id",
        (uid,),
    )
    for row in rows:
        connection.execute(
            f"""
            update capture set outcome = ?, reason = ? || ' finds no article: ' || reason, revision_id = (
                select r.id from revision r join article a on a.id = r.article_id
                join capture c on c.id = r.capture_id where a.uid = ? and r.content_digest = ?
                and c.fetched_at <= capture.fetched_at order by r.number desc limit 1)
            where revision_id is null and {_KEY}
            """,
            (row["outcome"], extractor, uid, row["content_digest"], *tuple(row)[:4]),
        )
