"""Handing URLs out for a time, and taking them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from newsarchive.frontier.database import Connection, Row
from newsarchive.frontier.records import Lease
from newsarchive.frontier.schedule import LINKED, REVISIT

_AT_ONCE = 1000
_COLUMNS = "id, newspaper, url, kind, found_on, found_as, etag, last_modified, attempts"
_NAMES = tuple(_COLUMNS.split(", "))
# Level by level, each a range of the index: one query ordered by (priority, due_at) would read past every feed and
# section that is not due before it came to the articles.
_HIGHEST = "select max(priority) from url where newspaper = ? and priority < ? and due_at is not null"
_DUE = f"""
select {_COLUMNS} from url where newspaper = ? and priority = ? and due_at is not null and due_at <= ?
order by due_at, id limit ?
"""
FOREVER = 9e99
"""Seconds since 1970: later than any date."""
# Left are articles dated outside the days, and the page of a section behind one that held only earlier ones: through
# later ones a section is walked. Without a date, an article that only other articles link to.
_WITHIN = f"""
and (kind not in ('article', 'page')
     or case when published is null and lastmod is null
             then kind = 'page' or priority > {LINKED} or (every is not null and first_seen >= ? and first_seen < ?)
             else coalesce(published, lastmod) >= ? and (kind = 'page' or coalesce(published, lastmod) < ?) end)
"""
_DUE_WITHIN = _DUE.replace("order by", f"{_WITHIN} order by")
_NAMED = f"""
select {_COLUMNS}, priority, due_at from url where newspaper = ? and key in (%s) and due_at <= ?
order by priority desc, due_at, id limit ?
"""


def lease_due(
    connection: Connection,
    newspaper: str,
    holder: str,
    *,
    limit: int,
    now: float,
    until: float,
    keys: Collection[str] | None = None,
    days: tuple[float, float] | None = None,
) -> tuple[Lease, ...]:
    """Up to `limit` URLs that are due, the highest priority first; among equals those that waited longest.

    With `keys` only those; with `days` (from, before) no article that its source or its address dates outside.
    """
    if keys is None:
        rows = _find_due(connection, newspaper, limit, now, days)
    else:
        rows = _find_named(connection, newspaper, limit, now, sorted(keys))
    connection.executemany(
        "update url set holder = ?, due_at = ? where id = ?", [(holder, until, row["id"]) for row in rows]
    )
    return tuple(Lease(**{name: row[name] for name in _NAMES}, until=until) for row in rows)


def _find_due(
    connection: Connection, newspaper: str, limit: int, now: float, days: tuple[float, float] | None
) -> list[Row]:
    statement, more = (_DUE, ()) if days is None else (_DUE_WITHIN, (*days, *days))
    statement += connection.skip_locked

    def find(level: int, count: int) -> list[Row]:
        return list(connection.execute(statement, (newspaper, level, now, *more, count)).fetchall())

    rows: list[Row] = []
    again: list[Row] = []
    level = connection.execute(_HIGHEST, (newspaper, 1 << 60)).fetchone()[0]
    while level is not None and len(rows) < limit:
        room = limit - len(rows)
        found = find(level, room)
        if level == REVISIT:
            # On a slow host the looks at what is held could take all of its time: what comes behind them has half.
            found, again = found[: (room + 1) // 2], found[(room + 1) // 2 :]
        rows += found
        level = connection.execute(_HIGHEST, (newspaper, level)).fetchone()[0]
    return rows + again[: limit - len(rows)]


def _find_named(connection: Connection, newspaper: str, limit: int, now: float, keys: Sequence[str]) -> list[Row]:
    """Those of these addresses that are due; asked for by the thousand, since a statement takes so many values."""
    rows: list[Row] = []
    for part in (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)):
        statement = _NAMED % ", ".join("?" * len(part)) + connection.skip_locked
        rows += connection.execute(statement, (newspaper, *part, now, limit)).fetchall()
    return sorted(rows, key=lambda row: (-row["priority"], row["due_at"], row["id"]))[:limit]


def renew_leases(connection: Connection, holder: str, until: float) -> int:
    """Let all leases of a holder run until then; returns how many it has."""
    return connection.execute("update url set due_at = ? where holder = ?", (until, holder)).rowcount


def release_leases(connection: Connection, holder: str, now: float, ids: Iterable[int] | None = None) -> int:
    """Make what a holder has due again, at once and for anybody; only `ids` when they are given."""
    statement = "update url set holder = null, due_at = ? where holder = ?"
    if ids is None:
        return connection.execute(statement, (now, holder)).rowcount
    return connection.executemany(f"{statement} and id = ?", [(now, holder, url_id) for url_id in ids])
