"""news.db held against itself and the ledger: pages, references, the content of each revision, mirrored decisions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from newsarchive.fixity.problem import Problem
from newsarchive.store import Ledger, Store
from newsarchive.store.reading import read_all_revisions

_NEWS_DB = "news.db"
_SHOWN = 20


def check_database(store: Store) -> Iterator[Problem]:
    """SQLite's own checks: damaged pages and indexes, references that lead nowhere."""
    for row in store.connection.execute(f"pragma integrity_check({_SHOWN})"):
        if row[0] != "ok":
            yield Problem("damaged database", _NEWS_DB, str(row[0]))
    for table, rowid, parent, _ in store.connection.execute("pragma foreign_key_check"):
        yield Problem("changed row", _NEWS_DB, f"row {rowid} of {table} belongs to a row of {parent} that is gone")


def check_revisions(store: Store) -> Iterator[Problem | None]:
    """One item a revision: None where its content has the digest that was noted, else what is wrong."""
    for uid, number, digest, article in read_all_revisions(store.connection):
        if isinstance(article, str):
            yield Problem("changed row", _NEWS_DB, f"revision {number} of {uid} cannot be read: {article}")
        elif article.content_digest != digest:
            reason = f"revision {number} of {uid}: its content does not have the digest that was noted"
            yield Problem("changed row", _NEWS_DB, reason)
        else:
            yield None


def check_numbers(store: Store) -> Iterator[Problem]:
    """Articles whose revisions are not numbered 1, 2, 3 …: one was removed."""
    rows = store.connection.execute(
        "select a.uid, count(r.id) as held, coalesce(max(r.number), 0) as last from article a"
        " left join revision r on r.article_id = a.id group by a.id having held <> last or held = 0"
    )
    for row in rows:
        yield Problem("changed row", _NEWS_DB, f"{row['uid']} has {row['held']} revisions, the last is {row['last']}")


def check_mirror(store: Store, ledger: Ledger, *, may_lag: bool = False) -> Iterator[Problem]:
    """Decisions that news.db tells otherwise than the ledger; with `may_lag` its last lines need not be there yet."""
    rows = store.connection.execute("select * from event where ledger_seq is not null order by ledger_seq")
    mirrored = {row["ledger_seq"]: row for row in rows}
    seen = max(mirrored, default=0)
    for line in ledger.lines():
        row = mirrored.pop(line.seq, None)
        if row is None and may_lag and line.seq > seen:
            continue
        if row is None:
            yield Problem("missing row", _NEWS_DB, f"line {line.seq} of the ledger is not mirrored")
        elif not _same(row, line.hash, line.kind, line.subject, dict(line.detail)):
            yield Problem(
                "changed row", _NEWS_DB, f"event {row['id']} does not say what line {line.seq} of the ledger says"
            )


def _same(row: sqlite3.Row, digest: str, kind: str, subject: str, detail: dict[str, object]) -> bool:
    said = (row["ledger_hash"], row["kind"], row["subject"])
    return said == (digest, kind, subject) and json.loads(row["detail"]) == detail
