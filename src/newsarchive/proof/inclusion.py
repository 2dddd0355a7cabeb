"""That one capture stands in a root, for somebody who has nothing of the archive but this one file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newsarchive.exceptions import ProofError
from newsarchive.proof.day import day_of, today
from newsarchive.proof.leaf import Key
from newsarchive.proof.merkle import path_of, root_by
from newsarchive.proof.records import check_records
from newsarchive.proof.root import Root, last_roots, read_leaves
from newsarchive.proof.stamp import check_answer, read_file, stamps, stamps_of
from newsarchive.store import Ledger, moments
from newsarchive.store.ledger import LedgerLine

_FORMAT = "newsarchive-proof-1"


@dataclass(frozen=True, slots=True)
class Proven:
    """What an exported proof proves."""

    key: Key
    day: str
    root: str
    stamped: tuple[tuple[str, str], ...]
    """(when, by whom), for every timestamp that holds; none when no anchors were given."""
    records: bytes = b""
    """What was captured, as a WARC file; empty when the proof does not hold it."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = [{"at": at, "authority": authority} for at, authority in self.stamped]
        return {
            "capture": asdict(self.key),
            "day": self.day,
            "root": self.root,
            "timestamps": told,
            "record_bytes": len(self.records),
        }


def prove(data: Path, ledger: Ledger, key: Key, records: Iterable[bytes] = ()) -> dict[str, Any]:
    """The proof of a capture as JSON, with its records (`records_of`) where they are given.

    Raises ProofError when its day has no root, or one that it does not stand in.
    """
    day = day_of(key.fetched_at)
    root = last_roots(ledger).get(day or "")
    if root is None:
        over = day is not None and day < str(today())
        told = "`newsarchive prove seal`" if over else "it gets one when it is over in Vietnam"
        raise ProofError(key.url, f"{day} has no root yet: {told}")
    leaves = [leaf for leaf, _ in read_leaves(data, root)]
    if key.leaf not in leaves:
        raise ProofError(key.url, f"came after the root of {day} was made: `newsarchive prove seal --day {day}`")
    index = leaves.index(key.leaf)
    answers = [read_file(data, one.file) for one in stamps_of(root, stamps(ledger))]
    return {
        "format": _FORMAT,
        "capture": asdict(key),
        "day": root.day,
        "zone": root.line.detail["zone"],
        "leaf": key.leaf.hex(),
        "index": index,
        "leaves": len(leaves),
        "path": [one.hex() for one in path_of(leaves, index)],
        "root": root.text,
        "ledger": json.loads(root.line.to_json()),
        "timestamps": [base64.b64encode(one).decode() for one in answers],
        "records": [base64.b64encode(one).decode() for one in records],
    }


def check_proof(text: str | bytes, anchors: bytes | None = None, name: str = "the proof") -> Proven:
    """What a proof proves: the leaf fits the capture, its path gives the root, the ledger line tells of the root, and
    the records in it, if there are any, are that capture.

    With `anchors` (PEM) its timestamps must hold too. Nothing of an archive is needed. Raises ProofError.
    """
    told = _load(text, name)
    key = Key(**{field: str(told["capture"].get(field)) for field in Key.__dataclass_fields__})
    path = [bytes.fromhex(one) for one in told["path"]]
    root = root_by(key.leaf, told["index"], told["leaves"], path)
    if told["leaf"] != key.leaf.hex():
        raise ProofError(name, "the leaf is not that of the capture it names")
    if root is None or told["root"] != f"sha256:{root.hex()}":
        raise ProofError(name, "the path does not lead from the leaf to the root")
    if day_of(key.fetched_at) != told["day"]:
        raise ProofError(name, f"the capture is not one of {told['day']}")
    _check_line(told, name)
    held = told.get("records") or []
    if not isinstance(held, list):
        raise ProofError(name, "the record in it is no base64")
    return Proven(
        key=key,
        day=told["day"],
        root=told["root"],
        stamped=tuple(_stamped(told, root, anchors, name)),
        records=check_records(held, key, name) if held else b"",
    )


def _load(text: str | bytes, name: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
        is_one = told["format"] == _FORMAT and isinstance(told["capture"], dict)
        numbers = isinstance(told["index"], int) and isinstance(told["leaves"], int)
        listed = all(isinstance(one, str) for one in (*told["path"], *told["timestamps"], told["root"], told["leaf"]))
        bytes.fromhex("".join(told["path"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProofError(name, f"is no proof that `newsarchive prove capture` wrote: {error!r}") from error
    if not (is_one and numbers and listed):
        raise ProofError(name, f"is no proof of the form {_FORMAT}")
    return dict(told)


def _check_line(told: Mapping[str, Any], name: str) -> None:
    try:
        line = LedgerLine(**told["ledger"])
        says = (line.subject, line.detail["root"], line.detail["leaves"])
    except (KeyError, TypeError) as error:
        raise ProofError(name, "the ledger line is none") from error
    if not line.is_intact or says != (told["day"], told["root"], told["leaves"]):
        raise ProofError(name, "the ledger line does not tell of this root")


def _stamped(told: Mapping[str, Any], root: bytes, anchors: bytes | None, name: str) -> list[tuple[str, str]]:
    if anchors is None:
        return []
    found = [check_answer(base64.b64decode(one), root, anchors, name) for one in told["timestamps"]]
    return [(moments.to_text(at), authority) for at, authority in found]


def find_root(ledger: Ledger, day: str) -> Root:
    """The newest root of a day; raises ProofError."""
    root = last_roots(ledger).get(day)
    if root is None:
        raise ProofError(day, "this day has no root: `newsarchive prove seal`")
    return root
