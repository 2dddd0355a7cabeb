"""The schema of a frontier as named, ordered steps. A released step is never edited; a change is a new one.

Instants are seconds since 1970 (UTC) as REAL: they are compared and added to on every request. Written for SQLite;
`postgres` reads the same statements in its own types.
"""

from __future__ import annotations

import sqlite_utils

MIGRATIONS = sqlite_utils.Migrations("frontier")

_STATEMENTS = (
    # due_at: when to fetch next; while leased, when the lease runs out, so that an abandoned URL comes due by itself.
    # NULL: not again.
    """
    create table url (
        id integer primary key,
        newspaper text not null,
        key text not null,
        url text not null,
        kind text not null check (kind in ('article', 'section', 'feed', 'sitemap', 'image', 'page')),
        found_on text,
        found_as text not null,
        lastmod real,
        published real,
        priority integer not null,
        first_seen real not null,
        due_at real,
        holder text,
        outcome text check (outcome in ('stored', 'same', 'error', 'dropped', 'refused', 'gone')),
        status integer,
        detail text,
        done_at real,
        attempts integer not null default 0,
        every real,
        etag text,
        last_modified text,
        visits integer not null default 0,
        unique (key, newspaper)
    ) strict
    """,
    "create index url_due on url(newspaper, priority, due_at) where due_at is not null",
    "create index url_held on url(holder) where holder is not null",
    # One row for each run of equal ends, so that an hourly "same" does not fill the disk.
    """
    create table visit (
        url_id integer not null references url(id),
        number integer not null,
        outcome text not null,
        status integer,
        detail text,
        first_at real not null,
        last_at real not null,
        times integer not null default 1,
        primary key (url_id, number)
    ) strict, without rowid
    """,
    """
    create table crawl (
        newspaper text primary key,
        holder text not null unique,
        host text not null,
        boot text,
        pid integer not null,
        pid_started text,
        started_at real not null,
        heard_at real not null
    ) strict
    """,
    """
    create table stop (
        host text primary key,
        until real not null,
        reason text not null
    ) strict
    """,
)


_TIMETABLE = (
    """
    create table timetable (
        newspaper text primary key,
        cron text not null,
        jitter integer not null,
        set_at real not null
    ) strict, without rowid
    """,
    """
    create table slot (
        newspaper text not null,
        at real not null,
        state text not null check (state in ('running', 'done', 'failed', 'stopped', 'missed')),
        begun_at real,
        ended_at real,
        exit_code integer,
        slots integer not null default 1,
        detail text,
        host text,
        boot text,
        pid integer,
        pid_started text,
        primary key (newspaper, at)
    ) strict, without rowid
    """,
)


STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (("0001_first_tables", _STATEMENTS), ("0002_timetable", _TIMETABLE))
"""(name, statements) in the order in which they are applied."""


def _as_migration(name: str, statements: tuple[str, ...]) -> None:
    @MIGRATIONS(name=name)
    def _apply(db: sqlite_utils.Database) -> None:
        for statement in statements:
            db.execute(statement)


for _name, _statements in STEPS:
    _as_migration(_name, _statements)
