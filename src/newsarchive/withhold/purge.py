"""Taking an article, or a revision of it, out of the archive for good.

The ledger is the journal: a `withhold` line of level purge begins it, `purge-file` lines name each file written anew, a
`purged` line ends it. In between, whoever opens the archive goes on where a killed run stopped.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from newsarchive.exceptions import ArchiveError, WithholdError
from newsarchive.fixity.expected import expected_files
from newsarchive.frontier import find_home
from newsarchive.press import press_of
from newsarchive.publish import publish
from newsarchive.rebuild import alone
from newsarchive.reprints import forget
from newsarchive.sending import at_home, remove_purged
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors
from newsarchive.store.withholding import PURGE_FILE, PURGED, WITHHOLD, pending_purges
from newsarchive.warc.away import is_present
from newsarchive.withhold.decision import Order, detail_of
from newsarchive.withhold.leftovers import Leftovers, find_leftovers, remove_derived
from newsarchive.withhold.naming import Naming, find_naming
from newsarchive.withhold.plan import Progress
from newsarchive.withhold.rewrite import Bench, carry_out, rewrite
from newsarchive.withhold.scrub import scrub_frontier, scrub_news
from newsarchive.withhold.sought import Sought
from newsarchive.withhold.target import find_target

_PUBLIC = "public.db"


@dataclass(frozen=True, slots=True)
class Purged:
    """A purge that came to its end."""

    uid: str
    decision: int
    """Ledger line that asked for it."""
    files: int
    """Written anew or removed."""
    records: int
    bytes: int
    left: Leftovers | None = None
    """What it had to leave; None of a purge that another run had begun."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def counts(self) -> dict[str, Any]:
        """For the ledger, which names nothing."""
        return {name: value for name, value in asdict(self).items() if name != "left"}


def purge(directory: Path, named: str, order: Order, progress: Progress | None = None) -> list[Purged]:
    """Take out what `named` (an address or a uid) means, from WARC files, databases and the release in service.

    The archive must be at rest when it begins; killed at any moment, the next opening goes on with it. A release in
    service is built anew. Returns also what earlier runs had left undone.

    Raises NotHeldError, WithholdError when an ingest was not finished, ArchiveError when another process has the
    archive open, LedgerError, StorageFullError.
    """
    data = directory / "data"
    ledger = Ledger(data / "ledger.jsonl")
    with press_of(directory):
        uid, detail, left = _look(data, ledger, named, order)
        with alone(data):
            decision = ledger.append(WITHHOLD, uid, detail)
        with closing(Store(data / "news.db")) as store:
            head = store.ledger_head()
            store.mirror(ledger.tail(head[0] if head else 0))
            done = finish_purges(directory, store, ledger, progress)
            return [replace(one, left=left) if one.decision == decision.seq else one for one in done]


def finish_purges(directory: Path, store: Store, ledger: Ledger, progress: Progress | None = None) -> list[Purged]:
    """Carry out every purge that was decided and has not come to its end; one process at a time does."""
    if next(pending_purges(store.connection), None) is None:
        return []
    with _one_at_a_time(directory / "data"):
        return [
            _carry_out(directory, store, ledger, seq, Sought.from_decision(uid, detail), progress=progress)
            for seq, uid, detail in pending_purges(store.connection)
        ]


def _look(data: Path, ledger: Ledger, named: str, order: Order) -> tuple[str, Mapping[str, Any], Leftovers]:
    with closing(Store(data / "news.db")) as store:
        if unfinished := store.unfinished_imports():
            raise WithholdError(named, f"the ingest of {unfinished[0]} was interrupted; finish it first")
        target = find_target(store, named)
        naming = find_naming(data / "warc", store, target) if order.revision is None else Naming()
        detail = detail_of(store, target, order, naming.lists)
        sought = Sought.from_decision(target.uid, detail)
        left = find_leftovers(data.parent, store, ledger, sought, articles=naming.articles, since=target.since)
        return target.uid, detail, left


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    with storage_errors(data), (data / "purge.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _carry_out(
    directory: Path, store: Store, ledger: Ledger, seq: int, sought: Sought, *, progress: Progress | None
) -> Purged:
    data = directory / "data"
    bench = Bench(data / "warc", store, ledger, seq)
    for name, detail in _lines(store, seq):
        with at_home(bench.warc / name):
            carry_out(bench, name, detail, sought)
    _sweep(data)
    files = expected_files(ledger, store)
    behind, total = 0, sum(file.bytes for file in files.values())
    for name, file in files.items():
        if is_present(bench.warc / name):
            with at_home(bench.warc / name):
                rewrite(bench, file, sought)
        behind += file.bytes
        if progress:
            progress(name, behind, total)
    remove_derived(directory, store, sought)
    scrub_news(store, sought)
    scrub_frontier(find_home(data.parent), sought)
    forget(data, sought.uid)
    remove_purged(directory, store, ledger)
    if (directory / _PUBLIC).exists():
        publish(directory)
    done = [detail for _, detail in _lines(store, seq)]
    purged = Purged(
        uid=sought.uid,
        decision=seq,
        files=len(done),
        records=sum(detail["dropped"] for detail in done),
        bytes=sum(detail["dropped_bytes"] for detail in done),
    )
    decide(ledger, store, PURGED, sought.uid, purged.counts())
    store.connection.execute("pragma wal_checkpoint(truncate)")
    return purged


def _lines(store: Store, seq: int) -> list[tuple[str, Mapping[str, Any]]]:
    """(old file, detail) of the files that this purge has written anew."""
    rows = store.connection.execute(
        "select subject, detail from event where kind = ? order by ledger_seq", (PURGE_FILE,)
    ).fetchall()
    found = [(row[0], json.loads(row[1])) for row in rows]
    return [(name, detail) for name, detail in found if detail["decision"] == seq]


def _sweep(data: Path) -> None:
    """Remove what killed runs left half done: nobody could tell what copies of WARC files hold, and the database that a
    rebuild had begun holds all."""
    for path in data.glob("news.db.new*"):
        path.unlink()
    for path in (data / "warc").rglob("*.partial"):
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ArchiveError(
                    path, "another process is writing it; a purge needs the archive to itself"
                ) from error
            path.unlink()
