"""news.db made again from the WARC files and the ledger alone (docs/architecture.md, idea 1)."""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from newsarchive.account import CRAWL
from newsarchive.exceptions import ArchiveError
from newsarchive.fixity.expected import Expected, expected_files
from newsarchive.fixity.written import name_written
from newsarchive.ingest import Finding, IngestSummary, ingest_held
from newsarchive.ingest.readers import todays_readers
from newsarchive.ingest.revisits import resolve_revisits
from newsarchive.ingest.session import Session
from newsarchive.press import press_of
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors
from newsarchive.store.rereading import REEXTRACTION
from newsarchive.warc.away import is_present
from newsarchive.warc.segment import OPEN_SUFFIX, is_held, sync_directory
from newsarchive.workers import Pool

REBUILD = "rebuild"
"""Kind of the ledger line that a rebuild leaves."""
_MIRRORED_AT_ONCE = 1_000

Progress = Callable[[str, int, int], None]
"""Told the file being read, the bytes behind us, and of how many in all."""


@dataclass(slots=True)
class Rebuilt:
    """A database made again, and how it compares with the one before."""

    captures: int = 0
    articles: int = 0
    revisions: int = 0
    digest: str = ""
    """sha256 over uid, number and content digest of every revision, sorted: equal archives have equal ones."""
    digest_before: str | None = None
    """Of the database that was replaced; None when there was none or it could not be read."""
    carried: int = 0
    """Revisions of earlier extractors, which no WARC file can give again: copied from the database before."""
    lost: int = 0
    """Of those, how many the ledger tells of that no database before could give."""
    missing: tuple[str, ...] = ()
    """Files that the ledger tells of and the disk has not."""
    damage: list[Finding] = field(default_factory=list)

    @property
    def is_equal(self) -> bool | None:
        """Whether every revision came out as it was; None when there is nothing to compare with."""
        return None if self.digest_before is None else self.digest == self.digest_before

    def to_dict(self) -> dict[str, Any]:
        """For JSON and the ledger."""
        return {**asdict(self), "missing": list(self.missing), "is_equal": self.is_equal}


def rebuild(
    directory: Path, *, workers: int | None = None, allow_missing: bool = False, progress: Progress | None = None
) -> Rebuilt:
    """Make news.db again: every record of the files that the ledger tells of, read and extracted by today's rules.

    The archive must be at rest: another process that has it open is an ArchiveError, one that opens it waits. The new
    database takes the place of the old one in one step at the end; killed before, nothing has changed.

    Raises ArchiveError when a file is gone, unless `allow_missing`; LedgerError when the ledger does not hold,
    StorageFullError.
    """
    data = directory / "data"
    ledger = Ledger(data / "ledger.jsonl")
    if not data.is_dir():
        raise ArchiveError(directory, "no archive here")
    with alone(data), press_of(directory), storage_errors(data):
        rebuilt = Rebuilt(digest_before=_digest_before(data / "news.db", ledger))
        name_written(data / "warc", ledger)
        files = expected_files(ledger, None)
        rebuilt.missing = tuple(name for name in files if not is_present(data / "warc" / name))
        if rebuilt.missing and not allow_missing:
            gone = f"{len(rebuilt.missing)} files of the ledger are gone, {rebuilt.missing[0]} the first"
            raise ArchiveError(directory, f"{gone}; `newsarchive verify --repair-from` brings them back from a copy")
        new = data / "news.db.new"
        _remove(new)
        with closing(Store(new)) as store, Pool(workers) as pool:
            _mirror(ledger, store)
            _note_runs(ledger, store)
            present = {name: file for name, file in files.items() if name not in rebuilt.missing}
            rebuilt.damage += _read_files(data / "warc", present, store, pool, progress)
            resolve_revisits(store, data / "warc")
            _carry_over(store, data / "news.db", ledger, rebuilt)
            _count(store, rebuilt)
        _swap(new, data / "news.db")
    with closing(Store(data / "news.db")) as store:
        decide(ledger, store, REBUILD, "news.db", rebuilt.to_dict())
    return rebuilt


def archive_digest(db: sqlite3.Connection) -> str:
    """sha256 over uid, number and content digest of every revision; equal for two databases with equal articles."""
    digest = hashlib.sha256()
    rows = db.execute(
        "select a.uid, r.number, r.content_digest from revision r join article a on a.id = r.article_id order by 1, 2"
    )
    for row in rows:
        digest.update(f"{row[0]} {row[1]} {row[2]}\n".encode())
    return f"sha256:{digest.hexdigest()}"


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keep others out: who opens news.db waits for its lock, who has a segment open is there already."""
    held = [path.name for path in (data / "warc").glob(f"*{OPEN_SUFFIX}") if is_held(path)]
    if held:
        raise ArchiveError(data, f"a crawl or ingest is writing {held[0]}; this needs the archive to itself")
    with storage_errors(data), (data / "news.db.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _refuse_company(data / "news.db")
        yield


def _refuse_company(path: Path) -> None:
    """Every connection to a database in WAL mode holds a shared lock while it is open: ask for the exclusive one."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as db, suppress(sqlite3.DatabaseError):
        db.execute("pragma locking_mode = exclusive")
        try:
            db.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise ArchiveError(path, "another process has it open; this needs the archive to itself") from error


def _digest_before(path: Path, ledger: Ledger) -> str | None:
    """Of the old database, where it can be read; the ledger must be no shorter than it saw."""
    if not path.exists():
        ledger.verify()
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            head = db.execute(
                "select ledger_seq, ledger_hash from event where ledger_seq is not null order by 1 desc limit 1"
            ).fetchone()
            digest = archive_digest(db)
    except sqlite3.Error:
        ledger.verify()
        return None
    ledger.verify(tuple(head) if head else None)
    return digest


def _mirror(ledger: Ledger, store: Store) -> None:
    batch = []
    for line in ledger.lines():
        batch.append(line)
        if len(batch) >= _MIRRORED_AT_ONCE:
            store.mirror(batch)
            batch = []
    store.mirror(batch)


def _note_runs(ledger: Ledger, store: Store) -> None:
    for line in ledger.lines():
        if line.kind == CRAWL:
            told = line.detail
            store.add_run(CRAWL, told["started_at"], told["summary"], told["finished_at"])


def _carry_over(store: Store, old: Path, ledger: Ledger, rebuilt: Rebuilt) -> None:
    """What today's rules cannot read again: from the database before where it can be read, else it is told as lost."""
    if rebuilt.digest_before is not None:
        try:
            rebuilt.carried = store.carry_over(old, todays_readers(store.newspaper_hosts()))
            store.copy_notes(old)
        except ArchiveError as error:
            rebuilt.digest_before = None
            rebuilt.damage.append(Finding(old.name, None, error.reason))
    if rebuilt.digest_before is None:
        told = [line.detail["earlier"] for line in ledger.lines() if line.kind == REEXTRACTION]
        rebuilt.lost = told[-1] if told else 0


def _read_files(
    warc: Path, files: dict[str, Expected], store: Store, pool: Pool, progress: Progress | None
) -> Iterator[Finding]:
    """Take every file in again; yields the places that cannot be read."""
    total, behind = sum(file.bytes for file in files.values()), 0
    for name, file in files.items():
        summary = IngestSummary()
        session = Session(store, pool, summary, before_write=lambda: None)
        if file.origin is not None:
            store.begin_import(file.origin)
        if file.has_places:
            ingest_held(warc / name, name, session, summary, only_known=file.only_known)
        session.finish()
        yield from summary.damage
        behind += file.bytes
        if progress:
            progress(name, behind, total)


def _count(store: Store, rebuilt: Rebuilt) -> None:
    def count(table: str) -> int:
        return int(store.connection.execute(f"select count(*) from {table}").fetchone()[0])

    rebuilt.captures, rebuilt.articles, rebuilt.revisions = count("capture"), count("article"), count("revision")
    rebuilt.digest = archive_digest(store.connection)


def _swap(new: Path, old: Path) -> None:
    for tail in ("-wal", "-shm"):
        old.with_name(old.name + tail).unlink(missing_ok=True)
    new.rename(old)
    sync_directory(old.parent)
    _remove(new)


def _remove(path: Path) -> None:
    for tail in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
