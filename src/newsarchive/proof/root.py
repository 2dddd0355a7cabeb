"""The roots of an archive: a line of the ledger for each, and a file with the leaves it was made of.

A line of the file is the hash of a leaf, in hex, and the payload digest of its capture, sorted; the ledger line holds
the digest of the file. Both stay when a capture is purged: digests alone, from which nothing can be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.exceptions import ProofError
from newsarchive.proof.merkle import root_of
from newsarchive.store import Ledger
from newsarchive.store.errors import storage_errors
from newsarchive.store.ledger import LedgerLine
from newsarchive.warc.segment import sync_directory

ROOT = "merkle-root"
"""Kind of the ledger line of a day's root; its subject is the day."""
FOLDER = "proof"
"""Below data/: leaves and timestamps."""

Leaf = tuple[bytes, str]
"""Hash of the leaf and payload digest of the capture."""


@dataclass(frozen=True, slots=True)
class Root:
    """A root that stands in the ledger."""

    day: str
    """In Vietnam."""
    root: bytes
    leaves: int
    file: str
    """Name of the file of leaves, in data/proof."""
    sha256: str
    """Of that file: "sha256:" and hex."""
    line: LedgerLine

    @property
    def text(self) -> str:
        """The root as it is written: "sha256:" and hex."""
        return f"sha256:{self.root.hex()}"


def roots(ledger: Ledger) -> Iterator[Root]:
    """Every root, in the order in which they were made; a day may have several, each with all of those before."""
    return (_root(line) for line in ledger.lines() if line.kind == ROOT)


def last_roots(ledger: Ledger) -> dict[str, Root]:
    """Day → its newest root."""
    return {root.day: root for root in roots(ledger)}


def write_leaves(data: Path, day: str, leaves: Iterable[Leaf]) -> Mapping[str, Any]:
    """Write the file of leaves (sorted already) and return what the ledger should say of it."""
    folder, hashes = data / FOLDER, list[bytes]()
    digest = hashlib.sha256()
    partial = folder / f"{day}.partial"
    with storage_errors(folder):
        folder.mkdir(exist_ok=True)
        with partial.open("wb") as file:
            for leaf, payload in leaves:
                text = f"{leaf.hex()} {payload}\n".encode()
                file.write(text)
                digest.update(text)
                hashes.append(leaf)
            file.flush()
        root = root_of(hashes).hex()
        name = f"{day}-{root[:16]}.txt"
        partial.rename(folder / name)
        sync_directory(folder)
    told = {"root": f"sha256:{root}", "leaves": len(hashes), "file": name, "zone": "Asia/Ho_Chi_Minh"}
    return {**told, "sha256": f"sha256:{digest.hexdigest()}"}


def read_leaves(data: Path, root: Root) -> Iterator[Leaf]:
    """The leaves of a root; raises ProofError when the file is gone, or is not the one that the ledger tells of."""
    path, digest = data / FOLDER / root.file, hashlib.sha256()
    try:
        with path.open("rb") as file:
            for line in file:
                digest.update(line)
                leaf, _, payload = line.decode("ascii").strip().partition(" ")
                yield bytes.fromhex(leaf), payload
    except OSError as error:
        raise ProofError(path, f"the leaves of {root.day} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ProofError(path, f"the leaves of {root.day} are damaged: {error}") from error
    if f"sha256:{digest.hexdigest()}" != root.sha256:
        raise ProofError(path, f"the leaves of {root.day} are not those that the ledger tells of")


def _root(line: LedgerLine) -> Root:
    detail = line.detail
    digest = bytes.fromhex(detail["root"].removeprefix("sha256:"))
    return Root(line.subject, digest, detail["leaves"], detail["file"], detail["sha256"], line)
