"""Bringing back from a second copy what a check found damaged or gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from newsarchive.exceptions import ArchiveError, LedgerError, UnreadableInputError
from newsarchive.fixity.expected import Expected, expected_files
from newsarchive.fixity.opening import opened_store
from newsarchive.fixity.problem import Report, shown_name
from newsarchive.ingest.keep import hash_file, replace_file
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide

FIXITY_REPAIR = "fixity-repair"
"""Kind of the ledger line for each file brought back."""
_FILES = frozenset({"damaged file", "damaged record", "missing file"})


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of one file that was found damaged or gone."""

    file: str
    """Relative to DIR/data."""
    problem: str | None
    """Why it could not be brought back; None when it was."""


def repair(directory: Path, copy: Path, report: Report) -> list[Repaired]:
    """Bring back from the archive at `copy` each file that `report` found damaged or gone, the ledger first.

    Only a file with exactly the digest that was noted takes the place of another, in one step. news.db is left alone.
    Raises ArchiveError when `copy` holds no archive, StorageFullError when the disk is full or read-only.
    """
    data, other = directory / "data", copy / "data"
    if not other.is_dir():
        raise ArchiveError(copy, "no archive here to repair from")
    with opened_store(data / "news.db") as (store, _):
        done = [_bring_ledger(data, other, store)] if _has(report, {"damaged ledger"}) else []
        if any(one.problem for one in done):
            return done
        ledger = Ledger(data / "ledger.jsonl")
        expected = expected_files(ledger, store)
        done += [
            _bring_file(data / "warc", other / "warc", expected[name])
            for name in sorted(_names(report))
            if name in expected
        ]
        for one in done:
            if one.problem is None:
                _note(ledger, store, one.file, copy)
    return done


def _note(ledger: Ledger, store: Store | None, file: str, copy: Path) -> None:
    """A rebuild mirrors what stands in the ledger alone."""
    detail = {"from": str(copy)}
    if store is None:
        ledger.append(FIXITY_REPAIR, file, detail)
    else:
        decide(ledger, store, FIXITY_REPAIR, file, detail)


def _has(report: Report, kinds: set[str]) -> bool:
    return any(problem.kind in kinds for problem in report.problems)


def _names(report: Report) -> set[str]:
    """Files as the ledger names them."""
    found = {problem.file for problem in report.problems if problem.kind in _FILES}
    return {name.removeprefix("warc/") for name in found}


def _bring_ledger(data: Path, other: Path, store: Store | None) -> Repaired:
    source = other / "ledger.jsonl"
    try:
        Ledger(source).verify(store.ledger_head() if store else None)
        replace_file(source, data / source.name, hash_file(source))
    except (LedgerError, UnreadableInputError) as error:
        return Repaired(source.name, f"the copy's does not do either: {error.reason}")
    return Repaired(source.name, None)


def _bring_file(warc: Path, other: Path, file: Expected) -> Repaired:
    if PurePath(file.path).is_absolute():
        return Repaired(file.path, "it was left where it was when it was taken in; bring it back there yourself")
    source, shown = other / file.path, shown_name(file.path)
    try:
        if f"sha256:{hash_file(source)}" != file.sha256:
            return Repaired(shown, "the copy's has another digest than was noted, too")
        replace_file(source, warc / file.path, file.sha256.removeprefix("sha256:"))
    except UnreadableInputError as error:
        return Repaired(shown, f"the copy has none: {error.reason}")
    return Repaired(shown, None)
