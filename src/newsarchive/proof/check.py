"""Do the roots in the ledger still fit what is held: their leaves, the captures of news.db, their timestamps."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.exceptions import MissingLibraryError, ProofError
from newsarchive.proof.leaf import Key
from newsarchive.proof.merkle import root_of
from newsarchive.proof.root import FOLDER, Root, last_roots, read_leaves, roots
from newsarchive.proof.seal import keys
from newsarchive.proof.stamp import Stamp, check_answer, read_file, stamps
from newsarchive.store import Ledger, Store
from newsarchive.store.withholding import PURGE_FILE, WITHHOLD

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a root that does not hold."""

    day: str
    file: str
    """Relative to DIR/data."""
    reason: str
    is_row: bool = False
    """Whether a capture that the root tells of is held no more; else it is a file of proofs."""


def check_roots(data: Path, store: Store, ledger: Ledger, *, anchors: bytes | None = None) -> Iterator[Flaw]:
    """What is wrong; nothing when all holds. A leaf without a capture is right where a purge took the capture.

    `anchors` (PEM) are the certificates to believe timestamps by, instead of those kept when they came.
    """
    unreadable = set[str]()
    for root in roots(ledger):
        flaw = _check_file(data, root)
        if flaw is not None:
            unreadable.add(root.file)
            yield flaw
    known = {root.text: root for root in roots(ledger)}
    for stamp in stamps(ledger):
        flaw = _check_stamp(data, known.get(stamp.root), stamp, anchors)
        if flaw is not None:
            yield flaw
    newest = {day: root for day, root in last_roots(ledger).items() if root.file not in unreadable}
    if newest:
        yield from _check_captures(data, store, ledger, newest)


def _check_file(data: Path, root: Root) -> Flaw | None:
    file = f"{FOLDER}/{root.file}"
    try:
        found = root_of(leaf for leaf, _ in read_leaves(data, root))
    except ProofError as error:
        return Flaw(root.day, file, error.reason)
    return None if found == root.root else Flaw(root.day, file, f"the leaves of {root.day} do not give its root")


def _check_stamp(data: Path, root: Root | None, stamp: Stamp, anchors: bytes | None) -> Flaw | None:
    file = f"{FOLDER}/{stamp.file}"
    if root is None:
        return Flaw(stamp.day, file, f"a timestamp of {stamp.day} is about a root that the ledger does not know")
    try:
        answer = read_file(data, stamp.file)
        if f"sha256:{hashlib.sha256(answer).hexdigest()}" != stamp.sha256:
            return Flaw(stamp.day, file, "is not the answer that was attached")
        check_answer(answer, root.root, anchors or read_file(data, stamp.anchors))
    except ProofError as error:
        return Flaw(stamp.day, file, error.reason)
    except MissingLibraryError:
        return None  # The bytes are those that were believed when they came; more cannot be said here.
    return None


def _check_captures(data: Path, store: Store, ledger: Ledger, newest: Mapping[str, Root]) -> Iterator[Flaw]:
    gone_leaves, gone_payloads = _purged(ledger)
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("pragma synchronous = off")
        db.execute("create table held (hash blob primary key) without rowid")
        db.execute("begin")
        db.executemany("insert or ignore into held values (?)", ((key.leaf,) for key in keys(store)))
        for day, root in newest.items():
            missing = [
                payload
                for leaf, payload in read_leaves(data, root)
                if leaf.hex() not in gone_leaves
                and payload not in gone_payloads
                and db.execute("select 1 from held where hash = ?", (leaf,)).fetchone() is None
            ]
            for payload in missing[:_NAMED]:
                reason = f"a capture with payload {payload} stands in the root of {day} and is held no more"
                yield Flaw(day, "news.db", reason, is_row=True)
            if len(missing) > _NAMED:
                reason = f"{len(missing) - _NAMED} more captures that stand in the root of {day} are held no more"
                yield Flaw(day, "news.db", reason, is_row=True)


def _purged(ledger: Ledger) -> tuple[set[str], set[str]]:
    """Leaves and payloads that purges took out, as the ledger tells them."""
    leaves, payloads = set[str](), set[str]()
    for line in ledger.lines():
        detail: Mapping[str, Any] = line.detail
        if line.kind == WITHHOLD and detail.get("level") == "purge":
            payloads.update(detail.get("payloads", ()))
        elif line.kind == PURGE_FILE:
            leaves.update(detail.get("leaves", ()))
    return leaves, payloads


def purged_leaves(store: Store, file: str, kept: set[int]) -> list[str]:
    """The leaves of the captures of a file that a purge leaves out, `kept` being the offsets of those that stay."""
    rows = store.connection.execute(
        "SELECT url, fetched_at, payload_digest, record_type, warc_offset FROM capture WHERE warc_file = ?", (file,)
    )
    return sorted(Key(*row[:4]).leaf.hex() for row in rows if row[4] not in kept)
