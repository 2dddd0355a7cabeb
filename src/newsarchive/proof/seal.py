"""Putting the root of a day into the ledger, once the day is over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from newsarchive.exceptions import ProofError
from newsarchive.proof.day import bounds, day_of, today
from newsarchive.proof.leaf import Key
from newsarchive.proof.root import ROOT, Leaf, Root, last_roots, read_leaves, write_leaves
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide

_KEYS = "SELECT url, fetched_at, payload_digest, record_type FROM capture"


@dataclass(frozen=True, slots=True)
class Pending:
    """A day with captures that stand in no root."""

    day: str
    captures: int
    """All of the day that are held."""
    unproven: int
    """Among them those that came after its root, or all."""


def keys(store: Store, day: date | None = None) -> Iterator[Key]:
    """What makes each capture one, of a day in Vietnam or of all."""
    if day is None:
        rows = store.connection.execute(_KEYS)
    else:
        rows = store.connection.execute(f"{_KEYS} WHERE fetched_at >= ? AND fetched_at < ?", bounds(day))
    return (Key(*row) for row in rows)


def seal(data: Path, store: Store, ledger: Ledger, day: date, *, now: datetime | None = None) -> Root | None:
    """Write the root of a day into the ledger; None when nothing of it is new since its last root.

    A root made again holds what the one before held and what came since, so that captures that were purged meanwhile
    stay provable. Raises ProofError for a day that is not over in Vietnam or has no capture, LedgerError,
    StorageFullError.
    """
    if day >= today(now):
        raise ProofError(str(day), "is not over yet in Vietnam; its root can be made tomorrow")
    before = last_roots(ledger).get(str(day))
    with closing(_table()) as db:
        _put(db, read_leaves(data, before) if before else iter(()))
        _put(db, ((key.leaf, key.payload_digest) for key in keys(store, day)))
        count = db.execute("select count(*) from leaf").fetchone()[0]
        if count == 0:
            raise ProofError(str(day), "nothing is held of this day")
        if before is not None and count == before.leaves:
            return None
        detail = write_leaves(data, str(day), db.execute("select hash, payload from leaf order by hash"))
    decide(ledger, store, ROOT, str(day), detail)
    return last_roots(ledger)[str(day)]


def seal_yesterday(data: Path, *, now: datetime | None = None) -> Root | None:
    """Give the day that has just ended its root, if it has captures and no root yet; for what runs every day."""
    day, ledger = today(now) - timedelta(days=1), Ledger(data / "ledger.jsonl")
    with closing(Store(data / "news.db")) as store:
        if str(day) in last_roots(ledger) or next(keys(store, day), None) is None:
            return None
        return seal(data, store, ledger, day, now=now)


def pending(data: Path, store: Store, ledger: Ledger, *, now: datetime | None = None) -> list[Pending]:
    """The days that are over and have captures in no root, oldest first."""
    made, limit = last_roots(ledger), str(today(now))
    with closing(_table()) as db:
        for key in keys(store):
            day = day_of(key.fetched_at)
            if day is not None and day < limit:
                db.execute("insert or ignore into leaf values (?, ?)", (key.leaf, day))
        held = dict(db.execute("select payload, count(*) from leaf group by payload").fetchall())
        for day, root in made.items():
            if day in held:
                db.executemany("delete from leaf where hash = ?", ((leaf,) for leaf, _ in read_leaves(data, root)))
        left = db.execute("select payload, count(*) from leaf group by payload order by payload").fetchall()
    return [Pending(day, held[day], count) for day, count in left]


def _table() -> sqlite3.Connection:
    """Leaves sorted by their hash, on disk where they are many, gone afterwards."""
    db = sqlite3.connect("", isolation_level=None)
    db.execute("pragma synchronous = off")
    db.execute("create table leaf (hash blob primary key, payload text) without rowid")
    db.execute("begin")
    return db


def _put(db: sqlite3.Connection, leaves: Iterator[Leaf]) -> None:
    db.executemany("insert or ignore into leaf values (?, ?)", leaves)
