"""The captures and readings of another news.db taken into this one, by the rules under which they were recorded there.

No WARC file is read: what a capture shows is the revision that the other database has. A capture that both hold is
left as it is here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsarchive.store import moments, timeline
from newsarchive.store.arranging import arrange
from newsarchive.store.reading import read_revision_article, read_revisions, unresolved_revisits
from newsarchive.store.recording import record_entries
from newsarchive.store.records import Entry, Revision, RevisitOf
from newsarchive.store.rights import read_rights
from newsarchive.store.rows import capture_from_row
from newsarchive.store.withholding import WITHHOLD, Level, Withholding, apply_withholding, read_withholdings

_PAGE = 500
_KEY = "url = ? and fetched_at = ? and payload_digest = ? and record_type = ?"
_CAPTURES = """
    select c.*, a.uid, a.key, a.url as article_url, r.number, r.recorded_at as read_at from capture c
    left join revision r on r.id = c.revision_id left join article a on a.id = r.article_id
    where (c.record_type = 'revisit') = ? and c.id > ? order by c.id limit ?
"""
_ORIGINAL = """
    select url, fetched_at from capture where record_type <> 'revisit' and rtrim(fetched_at, 'Z') <= rtrim(?1, 'Z')
        and (revision_id = ?2 or (?2 is null and url = ?3 and outcome = ?4))
    order by payload_digest = ?5 desc, url = ?3 desc, rtrim(fetched_at, 'Z') desc limit 1
"""
"""What a revisit repeats, as far as rows tell: what shows the same, best with the same bytes at the same address."""
_SAME_BYTES = """
    select url, fetched_at from capture where url = ? and payload_digest = ? and record_type <> 'revisit'
        and rtrim(fetched_at, 'Z') <= rtrim(?, 'Z') order by rtrim(fetched_at, 'Z') desc limit 1
"""
_REPLACED = """
    select distinct a.uid from revision r join capture c on c.id = r.capture_id join article a on a.id = r.article_id
    where c.revision_id is not r.id
"""
_STRICT: tuple[Level, ...] = ("hide", "block", "purge")


def merge(connection: sqlite3.Connection, other: sqlite3.Connection) -> None:
    """Take in newspapers, captures, articles and revisions; inside the caller's transaction.

    Both give rows by name. Revisits whose original nobody held stay without one, until `resolve_merged`.
    """
    connection.executemany(
        "insert into newspaper (id, name, kind, province, host, successor) values (?, ?, ?, ?, ?, ?)"
        " on conflict (id) do nothing",
        [tuple(row) for row in other.execute("select id, name, kind, province, host, successor from newspaper")],
    )
    for is_revisit in (False, True):
        for row in _pages(other, is_revisit):
            if not _is_held(connection, row):
                _take(connection, other, row)
    for uid in [row[0] for row in other.execute(_REPLACED)]:
        _take_earlier_readings(connection, other, uid)


def resolve_merged(connection: sqlite3.Connection) -> None:
    """Give revisits whose host held no original the one that another host held: the same bytes at the same address.

    Rows tell no more of what a revisit repeats. One that only says "not modified" has no digest and stays without.
    """
    last = 0
    while waiting := unresolved_revisits(connection, last):
        last = waiting[-1].id or 0
        for revisit in waiting:
            told = (revisit.url, revisit.payload_digest, moments.to_text(revisit.fetched_at))
            if found := connection.execute(_SAME_BYTES, told).fetchone():
                original = RevisitOf(found["url"], moments.from_text(found["fetched_at"]))
                record_entries(connection, [Entry(replace(revisit, revision=None), revisit_of=original)])


def merge_withholding(connection: sqlite3.Connection, others: Iterable[sqlite3.Connection]) -> None:
    """Let the strictest decision of all databases hold for each article and revision, in place of those here."""
    sources = (connection, *others)
    decided = [one for source in sources for one in read_withholdings(source).values()]
    flagged = [(row[0],) for db in sources for row in db.execute("select uid from article where withheld = 1")]
    connection.execute("delete from event where kind = ?", (WITHHOLD,))
    lines = [(level, one) for level in _STRICT for one in decided if level in {one.level, *one.contents.values()}]
    first = connection.execute("select coalesce(max(ledger_seq), 0) + 1 from event").fetchone()[0]
    connection.executemany(
        "insert into event (at, kind, agent, subject, detail, ledger_seq) values (?, ?, '', ?, ?, ?)",
        [
            (one.at, WITHHOLD, one.uid, json.dumps(detail, ensure_ascii=False), first + number)
            for number, (one, detail) in enumerate((one, told) for level, one in lines for told in _told(one, level))
        ],
    )
    apply_withholding(connection, {one.uid for one in decided})
    connection.executemany("update article set withheld = 1 where uid = ?", flagged)


def _told(one: Withholding, level: Level) -> Iterator[dict[str, object]]:
    """The ledger lines that say what holds for an article at this level."""
    why = {"level": level, "newspaper": one.newspaper, "reason": one.reason, "public_reason": one.public_reason}
    if one.level == level:
        yield {**why, "scope": "article"}
    contents = [digest for digest, held in one.contents.items() if held == level]
    payloads = [digest for digest, held in one.payloads.items() if held == level]
    if contents or payloads:
        yield {**why, "scope": "revision", "contents": contents, "payloads": payloads}


def _pages(other: sqlite3.Connection, is_revisit: bool) -> Iterator[sqlite3.Row]:
    after = 0
    while rows := other.execute(_CAPTURES, (is_revisit, after, _PAGE)).fetchall():
        yield from rows
        after = rows[-1]["id"]


def _is_held(connection: sqlite3.Connection, row: sqlite3.Row) -> bool:
    found = connection.execute(f"select outcome from capture where {_KEY}", _key(row)).fetchone()
    return found is not None and found[0] != "failed"


def _key(row: sqlite3.Row) -> Sequence[str]:
    return (row["url"], row["fetched_at"], row["payload_digest"], row["record_type"])


def _take(connection: sqlite3.Connection, other: sqlite3.Connection, row: sqlite3.Row) -> None:
    capture = replace(capture_from_row(row), id=None, article_uid=None, revision=None)
    entry = Entry(capture, extractor=row["extractor"] or "", rights=read_rights(other, row["id"]))
    if row["record_type"] == "revisit":
        entry = replace(entry, revisit_of=_original(other, row))
    elif row["revision_id"] is not None:
        article = read_revision_article(other, row["revision_id"])
        entry = replace(entry, article=article, key=row["key"], uid=row["uid"], article_url=row["article_url"])
    record_entries(connection, [entry])
    if entry.article is not None:
        connection.execute(
            "update revision set recorded_at = min(recorded_at, ?) where id = (select r.id from revision r"
            f" join capture c on c.id = r.capture_id and c.revision_id = r.id where {_KEY})",
            (row["read_at"], *_key(row)),
        )


def _original(other: sqlite3.Connection, row: sqlite3.Row) -> RevisitOf | None:
    if row["outcome"] == "skipped" and row["revision_id"] is None:
        return None
    told = (row["fetched_at"], row["revision_id"], row["url"], row["outcome"], row["payload_digest"])
    found = other.execute(_ORIGINAL, told).fetchone()
    return RevisitOf(found["url"], moments.from_text(found["fetched_at"])) if found else None


def _take_earlier_readings(connection: sqlite3.Connection, other: sqlite3.Connection, uid: str) -> None:
    """Readings that a re-extraction replaced: no capture shows them, so that they did not come with one."""
    here = connection.execute("select id from article where uid = ?", (uid,)).fetchone()
    if here is None:
        return
    for revision in read_revisions(other, uid):
        if not _is_shown(revision):
            _restore(connection, revision, here["id"])
    arrange(connection, here["id"])


def _is_shown(revision: Revision) -> bool:
    return revision.capture.article_uid == revision.article_uid and revision.capture.revision == revision.number


def _restore(connection: sqlite3.Connection, revision: Revision, article_id: int) -> None:
    capture = revision.capture
    key = (capture.url, moments.to_text(capture.fetched_at), capture.payload_digest, capture.record_type)
    row = connection.execute(f"select id from capture where {_KEY}", key).fetchone()
    if row is not None:
        timeline.restore(connection, row["id"], revision, article_id)
