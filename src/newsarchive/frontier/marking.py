"""Done-marks: how each request ended, when the URL comes again, and the history that `why` shows."""

from __future__ import annotations

from collections.abc import Iterable

from newsarchive.frontier.database import Connection, Row
from newsarchive.frontier.ladder import UNDATED
from newsarchive.frontier.records import End
from newsarchive.frontier.schedule import Known, Plan, decide

_HELD = """
select key, kind, attempts, every, published, first_seen, priority, visits, outcome, status, detail, etag,
    last_modified
from url where id = ? and holder = ?
"""
_MARK = """
update url set holder = null, due_at = ?, attempts = ?, every = ?, priority = ?, visits = ?, outcome = ?, status = ?,
    detail = ?, done_at = ?, published = ?, etag = ?, last_modified = ? where id = ?
"""
_REPEATED = "update visit set times = times + 1, last_at = ? where url_id = ? and number = ?"
_VISIT = """
insert into visit (url_id, number, outcome, status, detail, first_at, last_at) values (?, ?, ?, ?, ?, ?, ?)
"""


def mark_done(connection: Connection, holder: str, ends: Iterable[End], plan: Plan, now: float) -> int:
    """Set done-marks on what `holder` still holds; returns how many it did.

    A lease that ran out and went to somebody else is theirs to end: marking it here would hide their failure.
    """
    return sum(_mark(connection, holder, end, plan, now) for end in ends)


def _mark(connection: Connection, holder: str, end: End, plan: Plan, now: float) -> bool:
    row = connection.execute(_HELD, (end.id, holder)).fetchone()
    if row is None:
        return False
    published = end.published if row["published"] is None else row["published"]
    since = row["first_seen"] - UNDATED if published is None else min(published, row["first_seen"])
    known = Known(row["key"], row["kind"], row["attempts"], row["every"], since, row["priority"])
    then = decide(plan, known, end, now)
    said = (end.outcome, end.status, end.detail)
    number = row["visits"]
    if number and (row["outcome"], row["status"], row["detail"]) == said:
        connection.execute(_REPEATED, (now, end.id, number))
    else:
        number += 1
        connection.execute(_VISIT, (end.id, number, *said, now, now))
    mark = (
        then.due_at,
        then.attempts,
        then.every,
        then.priority,
        number,
        *said,
        now,
        published,
        *_validators(row, end),
        end.id,
    )
    connection.execute(_MARK, mark)
    return True


def _validators(row: Row, end: End) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the copy we have: a new answer replaces both, 304 confirms, a failure says nothing."""
    if end.outcome in {"stored", "same"} and end.status != 304:
        return end.etag, end.last_modified
    return end.etag or row["etag"], end.last_modified or row["last_modified"]
