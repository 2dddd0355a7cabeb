"""The schema of news.db as named, ordered migrations (docs/architecture.md, "news.db").

A released migration is never edited; a change is a new one below it. Readers outside this package rely on the column
names.
"""

from __future__ import annotations

import sqlite_utils

MIGRATIONS = sqlite_utils.Migrations("newsarchive")

_TABLES = (
    """
    create table newspaper (
        id text primary key,
        name text not null,
        kind text not null check (kind in ('provincial', 'national', 'unlisted')),
        province text,
        host text,
        successor text
    ) strict
    """,
    """
    create table article (
        id integer primary key,
        uid text not null unique,
        newspaper_id text not null references newspaper(id),
        key text not null unique,
        url text not null,
        first_captured_at text not null,
        last_captured_at text not null,
        withheld integer not null default 0 check (withheld in (0, 1))
    ) strict
    """,
    """
    create table capture (
        id integer primary key,
        newspaper_id text not null references newspaper(id),
        url text not null,
        fetched_at text not null,
        record_type text not null,
        status integer,
        content_type text,
        warc_file text not null,
        warc_offset integer not null,
        warc_length integer not null,
        record_id text,
        payload_digest text not null,
        payload_bytes integer,
        outcome text not null check (
            outcome in ('stored', 'same', 'listing', 'error', 'redirect', 'resource', 'skipped', 'failed')),
        reason text,
        revision_id integer references revision(id),
        unique (url, fetched_at, payload_digest, record_type)
    ) strict
    """,
    """
    create table revision (
        id integer primary key,
        article_id integer not null references article(id),
        capture_id integer not null references capture(id),
        number integer not null,
        content_digest text not null,
        extractor text not null,
        cause text not null check (cause in ('source', 'reextraction')),
        recorded_at text not null,
        headline text,
        lead text,
        dateline text,
        published text,
        published_precision text check (published_precision in ('minute', 'day')),
        published_raw text,
        published_zone text,
        published_day text,
        modified text,
        section text,
        language text,
        blocks text not null,
        evidence text not null,
        word_count integer not null,
        unique (article_id, number)
    ) strict
    """,
    """
    create table byline (
        revision_id integer not null references revision(id),
        position integer not null,
        name text not null,
        role text not null check (role in ('text', 'photo', 'source')),
        raw text not null,
        primary key (revision_id, position)
    ) strict, without rowid
    """,
    """
    create table figure (
        revision_id integer not null references revision(id),
        position integer not null,
        src text,
        caption text,
        credit text,
        raw text,
        primary key (revision_id, position)
    ) strict, without rowid
    """,
    """
    create table keyword (
        revision_id integer not null references revision(id),
        position integer not null,
        keyword text not null,
        primary key (revision_id, position)
    ) strict, without rowid
    """,
    """
    create table "import" (
        id integer primary key,
        sha256 text not null unique,
        name text not null,
        path text not null,
        bytes integer not null,
        kind text not null,
        "offset" integer not null default 0,
        records integer not null default 0,
        finished_at text,
        problem text
    ) strict
    """,
    """
    create table run (
        id integer primary key,
        kind text not null,
        started_at text not null,
        finished_at text,
        summary text
    ) strict
    """,
    """
    create table event (
        id integer primary key,
        at text not null,
        kind text not null,
        agent text not null,
        subject text not null,
        detail text not null,
        ledger_seq integer unique,
        ledger_hash text
    ) strict
    """,
)

_INDEXES = (
    "create index capture_newspaper on capture(newspaper_id, outcome)",
    "create index capture_revision on capture(revision_id)",
    "create index capture_place on capture(warc_file, warc_offset)",
    "create index capture_unresolved on capture(id) where record_type = 'revisit' and outcome = 'skipped'",
    "create index article_newspaper on article(newspaper_id)",
    "create index revision_capture on revision(capture_id)",
    "create index revision_day on revision(published_day)",
    "create index event_kind on event(kind, subject)",
)


@MIGRATIONS(name="0001_first_tables")
def _first_tables(db: sqlite_utils.Database) -> None:
    for statement in (*_TABLES, *_INDEXES):
        db.execute(statement)


@MIGRATIONS(name="0002_find_payloads")
def _find_payloads(db: sqlite_utils.Database) -> None:
    # A live crawl asks of every body whether it is held already.
    db.execute("create index capture_payload on capture(payload_digest) where record_type = 'response'")


@MIGRATIONS(name="0003_capture_extractor")
def _capture_extractor(db: sqlite_utils.Database) -> None:
    # Equal readings by two extractors share one revision: only the capture can tell who read it last.
    db.execute("alter table capture add column extractor text")
    db.execute(
        "update capture set extractor = (select r.extractor from revision r where r.id = revision_id)"
        " where revision_id is not null and record_type <> 'revisit'"
    )


@MIGRATIONS(name="0004_imports_of_known_newspapers")
def _imports_of_known_newspapers(db: sqlite_utils.Database) -> None:
    db.execute('alter table "import" add column only_known integer not null default 0 check (only_known in (0, 1))')


@MIGRATIONS(name="0005_rights_signals")
def _rights_signals(db: sqlite_utils.Database) -> None:
    # Captures from before have none until `rebuild` reads them again.
    db.execute(
        """
        create table rights (
            capture_id integer not null references capture(id) on delete cascade,
            position integer not null,
            source text not null,
            name text not null,
            value text not null,
            primary key (capture_id, position)
        ) strict, without rowid
        """
    )


@MIGRATIONS(name="0006_revision_content")
def _revision_content(db: sqlite_utils.Database) -> None:
    # Whoever compares what is held by digests need not walk through the texts of all articles.
    db.execute("create index revision_content on revision(article_id, content_digest)")
