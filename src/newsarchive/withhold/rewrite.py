"""A file of records written anew without what must go.

Order, so that a kill at any moment leaves something to go on from: the new file under `.partial`, fsynced; a ledger
line that names old and new; the new file gets its name; news.db points into it; the old file is removed. What the
ledger names and is not done is done again from the old file, which is there until the last step.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from newsarchive.fixity.expected import Expected
from newsarchive.ingest.keep import IMPORTED
from newsarchive.proof import purged_leaves
from newsarchive.store import Ledger, Store
from newsarchive.store.connection import writing
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors
from newsarchive.store.withholding import PURGE_FILE, PURGE_PARTIAL
from newsarchive.warc.away import is_present, note_path, open_file
from newsarchive.warc.segment import sync_directory
from newsarchive.withhold.scan import Scan, scan
from newsarchive.withhold.sought import Sought

_GONE = -1
"""`capture.warc_offset` of a record that is gone, until its row is."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a purge works with."""

    warc: Path
    store: Store
    ledger: Ledger
    decision: int
    """Ledger line of the purge."""


def rewrite(bench: Bench, file: Expected, sought: Sought) -> int:
    """Take out of a file what must go; returns how many records did, 0 when the file is left as it is."""
    old = bench.warc / file.path
    found = scan(old, sought)
    if not found.records:
        return 0
    detail = _write(bench, file, old, found)
    decide(bench.ledger, bench.store, PURGE_FILE, file.path, detail)
    carry_out(bench, file.path, detail, sought)
    return found.records


def carry_out(bench: Bench, name: str, detail: Mapping[str, Any], sought: Sought) -> None:
    """Do, as far as it is not done, what the ledger line of a file says. May be repeated."""
    old, new = bench.warc / name, detail["path"]
    if not is_present(old):
        return
    found = scan(old, sought)
    with storage_errors(bench.warc):
        if new is not None and not (bench.warc / new).exists():
            _fill(bench.warc / PURGE_PARTIAL, old, found)
            (bench.warc / new).parent.mkdir(parents=True, exist_ok=True)
            (bench.warc / PURGE_PARTIAL).rename(bench.warc / new)
            sync_directory((bench.warc / new).parent)
        _move_rows(bench.store, name, new, found)
        # A file that was left where it was is not ours to remove.
        if not PurePath(name).is_absolute():
            old.unlink(missing_ok=True)
            note_path(old).unlink(missing_ok=True)
            sync_directory(old.parent)


def _write(bench: Bench, file: Expected, old: Path, found: Scan) -> dict[str, Any]:
    told: dict[str, Any] = {"decision": bench.decision, "dropped": found.records, "dropped_bytes": found.bytes}
    # Tombstones: the roots of their days tell of these captures for ever.
    told["leaves"] = purged_leaves(bench.store, file.path, {place.offset for place in found.kept})
    if not file.has_places or not found.kept:
        # The file from elsewhere of which a segment holds every record: only that one is rewritten.
        return {**told, "path": None, "bytes": 0, "sha256": None, "records": 0}
    partial = bench.warc / PURGE_PARTIAL
    with storage_errors(bench.warc):
        size, digest = _fill(partial, old, found)
    name = _new_name(file, digest, bench.decision)
    return {**told, "path": name, "bytes": size, "sha256": f"sha256:{digest}", "records": len(found.kept)}


def _fill(partial: Path, old: Path, found: Scan) -> tuple[int, str]:
    """Copy what stays, byte for byte; returns size and sha256."""
    size, digest = 0, hashlib.sha256()
    with open_file(old) as source, partial.open("wb") as target:
        for place in found.kept:
            source.seek(place.offset)
            data = source.read(place.length)
            target.write(data)
            digest.update(data)
            size += len(data)
        target.flush()
        os.fsync(target.fileno())
    return size, digest.hexdigest()


def _new_name(file: Expected, digest: str, decision: int) -> str:
    if file.origin is None:
        return f"{file.path.removesuffix('.warc.gz')}-purged{decision}.warc.gz"
    name = PurePath(file.path).name
    plain = name if PurePath(file.path).is_absolute() else name.partition("-")[2]
    # What stays of a package is the records in it.
    return f"{IMPORTED}/{digest[:16]}-{plain}{'.warc.gz' if plain.endswith('.wacz') else ''}"


def _move_rows(store: Store, old: str, new: str | None, found: Scan) -> None:
    moved, at = [], 0
    for place in found.kept:
        moved.append((new, at, old, place.offset))
        at += place.length
    with writing(store.database, store.path) as db:
        db.execute("pragma secure_delete = on")
        db.executemany(
            "update capture set warc_offset = ? where warc_file = ? and warc_offset = ?",
            [(_GONE, old, place.offset) for place in found.dropped],
        )
        if new is not None:
            db.executemany(
                "update capture set warc_file = ?, warc_offset = ? where warc_file = ? and warc_offset = ?", moved
            )
            db.execute('update "import" set path = ? where path = ?', (new, old))
        db.executemany('update "import" set name = ? where sha256 = ?', [("purged", sha256) for sha256 in found.saved])
