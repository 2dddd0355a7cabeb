"""What the frontier can tell: one URL's history, a newspaper's counts."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsarchive.frontier.database import Connection
from newsarchive.frontier.records import Counts, History, Visit

_COUNTS = """
select kind, outcome, count(*), count(holder), count(*) filter (where holder is null and due_at <= ?),
    count(*) filter (where holder is null and due_at > ?)
from url where newspaper = ? group by kind, outcome
"""
_URL = """
select id, newspaper, url, key, kind, found_on, found_as, first_seen, lastmod, published, due_at,
    holder as held_by, attempts
from url where key = ? order by newspaper
"""
_VISITS = """
select outcome, status, detail, first_at, last_at, times from visit where url_id = ? order by number
"""


def read_history(connection: Connection, key: str, now: float) -> History | None:
    """All that is known of the URL with this canonical form, or None."""
    row = connection.execute(_URL, (key,)).fetchone()
    if row is None:
        return None
    visits = tuple(Visit(*visit) for visit in connection.execute(_VISITS, (row["id"],)))
    facts = dict(zip(row.keys(), row, strict=True))
    host = urlsplit(row["url"]).hostname or ""
    rest = connection.execute("select reason from stop where host = ? and until > ?", (host, now)).fetchone()
    known = {name: facts[name] for name in facts if name != "id"}
    return History(**known, visits=visits, rest=rest[0] if rest else None)


def read_counts(connection: Connection, newspaper: str, now: float) -> Counts:
    """Counts of one newspaper, in one read."""
    rows = connection.execute(_COUNTS, (now, now, newspaper)).fetchall()
    return Counts(
        total=sum(row[2] for row in rows),
        held=sum(row[3] for row in rows),
        due=sum(row[4] for row in rows),
        later=sum(row[5] for row in rows),
        outcomes={(row["kind"], row["outcome"]): row[2] for row in rows},
    )


def read_next_due(connection: Connection, newspaper: str) -> float | None:
    """The earliest time at which something is due; None when nothing ever is."""
    levels = connection.execute(
        "select priority, min(due_at) from url where newspaper = ? and due_at is not null group by priority",
        (newspaper,),
    )
    return min((row[1] for row in levels), default=None)


def read_next_retry(connection: Connection, newspaper: str, after: float) -> float | None:
    """The earliest time after that one at which an address that failed is asked for again."""
    statement = "select min(due_at) from url where newspaper = ? and due_at > ? and outcome = 'error'"
    row = connection.execute(statement, (newspaper, after)).fetchone()
    return None if row[0] is None else float(row[0])
