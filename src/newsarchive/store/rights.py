"""Rights signals in news.db: those of a capture, and those that its site gave at that time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from newsarchive.rights import RightsSignal, site_files

_LAST_TOLD = """
    select id from capture where url = ? and rtrim(fetched_at, 'Z') <= rtrim(?, 'Z') and record_type = 'response'
        and (status between 200 and 299 or status in (404, 410))
    order by rtrim(fetched_at, 'Z') desc limit 1
"""
"""A revisit says that the file is as it was, and a server in trouble says nothing."""
_LAST_SHOWN = """
    select id from capture where revision_id = ? and record_type <> 'revisit' order by fetched_at desc, id limit 1
"""


def save_rights(connection: sqlite3.Connection, capture_id: int, signals: Iterable[RightsSignal]) -> None:
    """Note the signals of a capture in place of what was noted; inside the caller's transaction."""
    connection.execute("delete from rights where capture_id = ?", (capture_id,))
    connection.executemany(
        "insert into rights (capture_id, position, source, name, value) values (?, ?, ?, ?, ?)",
        [(capture_id, i, one.source, one.name, one.value) for i, one in enumerate(signals)],
    )


def read_rights(connection: sqlite3.Connection, capture_id: int) -> tuple[RightsSignal, ...]:
    """The signals of one capture, as they were said."""
    rows = connection.execute(
        "select source, name, value from rights where capture_id = ? order by position", (capture_id,)
    )
    return tuple(RightsSignal(*row) for row in rows)


def read_site_rights(connection: sqlite3.Connection, url: str, fetched_at: str) -> tuple[RightsSignal, ...]:
    """What the site of a page said when the page was captured: its last robots.txt and tdmrep.json before."""
    found = (connection.execute(_LAST_TOLD, (file, fetched_at)).fetchone() for file in site_files(url))
    return tuple(signal for row in found if row for signal in read_rights(connection, row[0]))


def rights_of(connection: sqlite3.Connection, capture_id: int) -> tuple[RightsSignal, ...]:
    """What was said of a capture: by itself, then by its site at that time; each once. None for an unknown one."""
    row = connection.execute("select url, fetched_at from capture where id = ?", (capture_id,)).fetchone()
    if row is None:
        return ()
    return tuple(dict.fromkeys((*read_rights(connection, capture_id), *read_site_rights(connection, *row))))


def rights_of_revision(connection: sqlite3.Connection, revision_id: int) -> tuple[RightsSignal, ...]:
    """`rights_of` the latest capture that shows a revision, by its row id."""
    row = connection.execute(_LAST_SHOWN, (revision_id,)).fetchone()
    return rights_of(connection, row[0]) if row else ()
