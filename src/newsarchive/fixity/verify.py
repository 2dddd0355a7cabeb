"""`verify`: everything an archive holds, held against everything else it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from newsarchive.exceptions import ArchiveError, ElsewhereError, LedgerError, StorageFullError
from newsarchive.fixity.database import check_database, check_mirror, check_numbers, check_revisions
from newsarchive.fixity.expected import Expected, expected_files
from newsarchive.fixity.files import check_file
from newsarchive.fixity.opening import opened_store
from newsarchive.fixity.problem import Kind, Problem, Report, shown_name
from newsarchive.fixity.purges import unfinished_purges, without_half_done
from newsarchive.fixity.rows import check_rows, lost_rows
from newsarchive.fixity.sample import check_sample
from newsarchive.fixity.stray import find_stray
from newsarchive.proof import check_roots, last_roots
from newsarchive.store import Ledger, Store
from newsarchive.store.connection import database_errors
from newsarchive.store.decision import decide
from newsarchive.warc.away import is_present, size_of

FIXITY_CHECK = "fixity-check"
"""Kind of the ledger line that a check leaves."""
_TOLD = 20

Progress = Callable[[str, int, int], None]
"""Told the file under the eye, the bytes behind us, and of how many in all."""


def verify(directory: Path, *, sample: int | None = None, progress: Progress | None = None) -> Report:
    """Look for everything in an archive that is not as it was taken in; with `sample` at so many captures only.

    A whole check reads every byte of data/warc: gzip members, digests of blocks, payloads and files, record counts,
    rows of news.db against records both ways, each revision against its digest, the ledger's chain, and the roots of
    days with their timestamps. A sample reads
    so many records by their offset, and leaves out the digests of files and revisions. Nothing is mended. The check is
    written into the ledger, unless that does not hold or the disk is read-only.

    Raises ArchiveError when there is no archive. Damage is what it reports; it never raises for any.
    """
    data = directory / "data"
    if not data.is_dir():
        raise ArchiveError(directory, "no archive here")
    report = Report(sampled=sample)
    with opened_store(data / "news.db") as (store, reason):
        if store is None:
            report.problems.append(Problem("damaged database", "news.db", reason))
        ledger = _check_ledger(Ledger(data / "ledger.jsonl"), store, report)
        purges = unfinished_purges(ledger, _mirrored(store)) if ledger else []
        expected = expected_files(ledger, store)
        stray, report.being_written = find_stray(data / "warc", lambda: _known_files(ledger, store))
        report.problems += stray
        if sample is None:
            _check_files(data / "warc", store, expected, report, progress)
        else:
            _check_presence(data / "warc", expected, report)
        if store is not None:
            _check_store(data / "warc", store, expected, report)
        if store is not None and ledger is not None:
            _add(report, store, check_mirror(store, ledger, may_lag=bool(purges)))
            report.roots = len(last_roots(ledger))
            _add(report, store, _check_proofs(data, store, ledger))
        report.problems = without_half_done(report.problems, purges)
        if store is not None and ledger is not None:
            _note(store, ledger, report)
    return report


def _add(report: Report, store: Store, problems: Iterable[Problem | None]) -> int:
    """Add what is found in news.db, up to where its pages cannot be read; returns how many items were looked at."""
    count = 0
    try:
        with database_errors(store.path):
            for problem in problems:
                count += 1
                if problem is not None:
                    report.problems.append(problem)
    except ArchiveError as error:
        report.problems.append(Problem("damaged database", store.path.name, error.reason))
    return count


def _check_ledger(ledger: Ledger, store: Store | None, report: Report) -> Ledger | None:
    """The ledger where it holds."""
    try:
        report.ledger_lines = ledger.verify(store.ledger_head() if store else None)
    except LedgerError as error:
        report.problems.append(Problem("damaged ledger", ledger.path.name, error.reason))
        return None
    return ledger


def _mirrored(store: Store | None) -> int | None:
    """The last line of the ledger that news.db saw."""
    head = store.ledger_head() if store else None
    return head[0] if head else None


def _known_files(ledger: Ledger | None, store: Store | None) -> set[str]:
    """Those of the ledger, and those of which an import has not come to its end."""
    unfinished = store.unfinished_imports() if store else ()
    return {*expected_files(ledger, store), *unfinished}


def _check_files(
    warc: Path, store: Store | None, expected: dict[str, Expected], report: Report, progress: Progress | None
) -> None:
    total, behind = sum(file.bytes for file in expected.values()), 0
    for name, file in expected.items():

        def advance(size: int, name: str = name) -> None:
            nonlocal behind
            behind += size
            if progress:
                progress(name, behind, total)

        path, shown = warc / name, shown_name(name)
        if not is_present(path):
            report.problems.append(_missing(shown, file))
            continue
        try:
            walked = check_file(path, shown, file, advance)
        except ElsewhereError as error:
            report.problems.append(Problem("unreachable file", shown, str(error)))
            continue
        report.files += 1
        report.bytes += walked.bytes
        report.records += walked.records
        report.problems += walked.problems
        if store is not None and file.has_places:
            report.captures += len(walked.captures)
            _add(report, store, check_rows(store, name, shown, walked.captures, only_known=file.only_known))


def _check_presence(warc: Path, expected: dict[str, Expected], report: Report) -> None:
    for name, file in expected.items():
        path = warc / name
        if not is_present(path):
            report.problems.append(_missing(shown_name(name), file))
        elif (size := size_of(path)) != file.bytes:
            reason = f"has {size} bytes, {file.bytes} were noted"
            report.problems.append(Problem("damaged file", shown_name(name), reason))
        report.files += is_present(path)


def _check_store(warc: Path, store: Store, expected: dict[str, Expected], report: Report) -> None:
    for check in (check_database, check_numbers):
        _add(report, store, check(store))
    _add(report, store, lost_rows(store, warc, set(expected)))
    if report.sampled is None:
        report.revisions = _add(report, store, check_revisions(store))
    else:
        report.captures = _add(report, store, check_sample(store, warc, expected, report.sampled))


def _check_proofs(data: Path, store: Store, ledger: Ledger) -> Iterator[Problem]:
    """The roots of days, the leaves they were made of, the timestamps over them."""
    for flaw in check_roots(data, store, ledger):
        if flaw.is_row:
            yield Problem("missing row", flaw.file, flaw.reason)
        else:
            kind: Kind = "damaged file" if (data / flaw.file).exists() else "missing file"
            yield Problem(kind, flaw.file, flaw.reason)


def _missing(shown: str, file: Expected) -> Problem:
    return Problem("missing file", shown, f"is gone; it had {file.bytes} bytes, {file.sha256}")


def _note(store: Store, ledger: Ledger, report: Report) -> None:
    told = report.to_dict()
    told["problems"] = told["problems"][:_TOLD]
    with suppress(StorageFullError):
        decide(ledger, store, FIXITY_CHECK, "data", told)
