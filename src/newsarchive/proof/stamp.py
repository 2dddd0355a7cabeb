"""Timestamps (RFC 3161): a request made without a network, and what a timestamp authority answered to it.

The request is over the 32 bytes of a root, hashed by SHA-256. It has no nonce: that guards a conversation against an
answer of yesterday, and an older answer about the same root would only prove more.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsarchive.exceptions import MissingLibraryError, ProofError
from newsarchive.proof.root import FOLDER, Root
from newsarchive.store import Ledger, Store, moments
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors
from newsarchive.store.ledger import LedgerLine
from newsarchive.warc.segment import sync_directory

TIMESTAMP = "timestamp"
"""Kind of the ledger line of an answer that was attached; its subject is the day."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """An answer that stands in the ledger."""

    day: str
    root: str
    """"sha256:" and hex."""
    at: str
    """When the authority says that it had the root; UTC."""
    authority: str
    """Its name, as its certificate has it."""
    file: str
    """The answer (DER), in data/proof."""
    sha256: str
    anchors: str
    """The certificates (PEM) by which it was believed when it came, in data/proof."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an authority answered."""

    answer: bytes
    """TimeStampResp, DER."""
    anchors: bytes
    """Certificates to believe it by, PEM."""


def request_for(root: bytes) -> bytes:
    """The request for a timestamp over a root, DER; raises MissingLibraryError."""
    asked: bytes = _authority().request_for(root)
    return asked


def check_answer(answer: bytes, root: bytes, anchors: bytes, name: str = "the answer") -> tuple[datetime, str]:
    """(when, by whom) a root was stamped, when the answer holds: about this root, signed, by a certificate for
    timestamps that leads to one of `anchors` (PEM) and was valid at that time.

    Raises ProofError for an answer that does not hold, MissingLibraryError.
    """
    found: tuple[datetime, str] = _authority().check_answer(answer, root, anchors, name)
    return found


def attach(data: Path, store: Store, ledger: Ledger, root: Root, given: Answer) -> Stamp:
    """Keep an answer to the request for a root, once it holds; raises ProofError, LedgerError, StorageFullError."""
    answer, anchors = given.answer, given.anchors
    at, authority = check_answer(answer, root.root, anchors)
    digest, name = hashlib.sha256(answer).hexdigest(), f"{root.day}-{root.root.hex()[:16]}"
    trusted = f"anchors-{hashlib.sha256(anchors).hexdigest()[:16]}.pem"
    file = f"{name}-{digest[:16]}.tsr"
    known = next((one for one in stamps(ledger) if one.file == file), None)
    if known is not None and (data / FOLDER / file).exists():
        return known
    with storage_errors(data / FOLDER):
        (data / FOLDER).mkdir(exist_ok=True)
        (data / FOLDER / trusted).write_bytes(anchors)
        (data / FOLDER / file).write_bytes(answer)
        sync_directory(data / FOLDER)
    detail = {
        "root": root.text,
        "at": moments.to_text(at),
        "authority": authority,
        "file": file,
        "sha256": f"sha256:{digest}",
        "anchors": trusted,
    }
    if known is None:
        decide(ledger, store, TIMESTAMP, root.day, detail)
    return _stamp(root.day, detail)


def stamps(ledger: Ledger) -> Iterator[Stamp]:
    """Every answer, in the order in which they were attached."""
    return (_from_line(line) for line in ledger.lines() if line.kind == TIMESTAMP)


def stamps_of(root: Root, known: Iterable[Stamp]) -> list[Stamp]:
    """Those about one root."""
    return [one for one in known if one.root == root.text]


def read_file(data: Path, name: str) -> bytes:
    """A file of data/proof; raises ProofError when it cannot be read."""
    try:
        return (data / FOLDER / name).read_bytes()
    except OSError as error:
        raise ProofError(data / FOLDER / name, error.strerror or "cannot be read") from error


def _from_line(line: LedgerLine) -> Stamp:
    return _stamp(line.subject, line.detail)


def _stamp(day: str, detail: Mapping[str, Any]) -> Stamp:
    return Stamp(day, *(detail[name] for name in ("root", "at", "authority", "file", "sha256", "anchors")))


def _authority() -> Any:
    try:
        return importlib.import_module("newsarchive.proof.authority")
    except ImportError as error:
        raise MissingLibraryError("rfc3161-client", "timestamp", "timestamps") from error
