"""Taking in a path: what is it, has it been here, and the way for each kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.exceptions import UnreadableInputError
from newsarchive.ingest.judge import CONVERTED_FROM, SAVED_AS, Verdict
from newsarchive.ingest.keep import hash_file, holding, keep_file
from newsarchive.ingest.pages import SavedKind, SavedPage, find_saved, read_saved, saved_kind
from newsarchive.ingest.records import IN_PLACE, ingest_records
from newsarchive.ingest.session import Session
from newsarchive.ingest.summary import Finding, IngestSummary
from newsarchive.store import Capture, Store
from newsarchive.store import moments as clock
from newsarchive.store.records import Import
from newsarchive.warc import SegmentWriter, kind_of
from newsarchive.warc.bag import is_bag, read_bag
from newsarchive.warc.wacz import is_whole_wacz
from newsarchive.workers import Page, PagePool

_WHOLE = (
    "is the package of a whole archive: `newsarchive ingest` restores it into an empty folder (--archive DIR). Into "
    "this archive it would bring what was withheld there"
)
RECORD_SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".wacz")
_PAGE_KINDS: Mapping[str, SavedKind] = {"html": "html", "text": "text", "feed": "feed"}

Progress = Callable[[Path, int, int], None]
"""Called with a file, the bytes behind us and its size."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What an ingest works with."""

    store: Store
    pool: PagePool
    writer: SegmentWriter
    warc_directory: Path
    log: Callable[[str, str, Mapping[str, Any]], None]
    """Adds a line to the ledger."""
    progress: Progress | None = None
    reference: bool = False
    """Leave files of records where they are instead of keeping a copy."""
    only_known: bool = False
    """Pass over captures in files of records whose newspaper the press registry does not know."""


def ingest_path(path: Path, tools: Tools) -> IngestSummary:
    """Take in a file or a folder. What was taken in whole before is left alone, and nothing is written for it.

    Raises UnreadableInputError when the path cannot be read or is of no kind we know, StorageFullError when it does not
    fit; what was taken in until then stays, and a later call goes on from there.
    """
    if path.is_dir():
        return _ingest_bag(path, tools) if is_bag(path) else _ingest_folder(path, tools)
    kind = _kind(path)
    page_kind = _PAGE_KINDS.get(kind)
    if page_kind is not None:
        return _ingest_pages([(path, page_kind)], path, tools, IngestSummary())
    return _ingest_file(path, kind, tools)


def _kind(path: Path) -> str:
    kind = kind_of(path)
    named = path.name.lower().endswith(RECORD_SUFFIXES)
    if path.stat().st_size == 0:
        raise UnreadableInputError(path, "the file is empty")
    if named and kind in {None, *_PAGE_KINDS}:
        return "warc"  # Its beginning is damaged: the reader tells where and what.
    if kind is None:
        raise UnreadableInputError(path, "no kind of file we read: WARC, ARC, WACZ, HTML page or plain text")
    return kind


def _ingest_folder(folder: Path, tools: Tools) -> IngestSummary:
    summary, pages = IngestSummary(), []
    for path in find_saved(folder):
        kind = saved_kind(path)
        if kind is not None:
            pages.append((path, kind))
        elif path.name.lower().endswith(RECORD_SUFFIXES):
            summary.add(_ingest_one_of_many(path, tools))
        else:
            summary.passed_over[f"not a page: {path.suffix.lower() or 'no suffix'}"] += 1
    return _ingest_pages(pages, folder, tools, summary)


def _ingest_bag(folder: Path, tools: Tools) -> IngestSummary:
    """The files of records of a bag, each held against the manifest first."""
    bag, summary = read_bag(folder), IngestSummary()
    if bag.is_whole:
        raise UnreadableInputError(folder, _WHOLE)
    for name in sorted(bag.digests):
        if name.lower().endswith(RECORD_SUFFIXES):
            summary.add(_ingest_one_of_many(folder / name, tools) if (folder / name).is_file() else IngestSummary())
            if not (folder / name).is_file() or not bag.fits(name):
                summary.add_damage(Finding(name, None, "is not what the manifest of its bag says"))
    return summary


def _ingest_one_of_many(path: Path, tools: Tools) -> IngestSummary:
    """A file of records in a folder; one that cannot be read is told and does not keep the others out."""
    try:
        return _ingest_file(path, _kind(path), tools)
    except UnreadableInputError as error:
        summary = IngestSummary()
        summary.add_damage(Finding(path.name, None, error.reason))
        return summary


def _ingest_file(path: Path, kind: str, tools: Tools) -> IngestSummary:
    summary = IngestSummary()
    if kind == "wacz" and is_whole_wacz(path):
        raise UnreadableInputError(path, _WHOLE)
    sha256 = hash_file(path)
    if _is_done(tools, sha256, path, summary):
        return summary
    if tools.reference and kind in IN_PLACE:
        kept = str(path.resolve())
    else:
        kept = keep_file(path, tools.warc_directory, sha256)
    with holding(tools.warc_directory / kept):
        if _is_done(tools, sha256, path, summary):
            return summary
        size = path.stat().st_size
        found = tools.store.begin_import(Import(sha256, path.name, kept, size, kind, only_known=tools.only_known))
        if found.only_known != tools.only_known:
            found = tools.store.restart_import(sha256, only_known=tools.only_known) or found
        _read_records(path, found, tools, summary)
        _finish_file(found, tools, summary)
    return summary


def _is_done(tools: Tools, sha256: str, path: Path, summary: IngestSummary) -> bool:
    known = tools.store.find_import(sha256)
    if known is None or known.finished_at is None or (known.only_known and not tools.only_known):
        return False
    summary.known_files += 1
    if known.problem:
        summary.add_damage(Finding(path.name, None, f"{known.problem} (taken in {known.finished_at})"))
    return True


def _read_records(path: Path, found: Import, tools: Tools, summary: IngestSummary) -> None:
    summary.files += 1
    summary.bytes += found.bytes
    session = Session(tools.store, tools.pool, summary, tools.writer.sync)
    for done in ingest_records(tools.warc_directory / found.path, found, session, summary, tools.writer):
        if tools.progress:
            tools.progress(path, done, found.bytes)
    session.finish()


def _finish_file(found: Import, tools: Tools, summary: IngestSummary) -> None:
    for finding in summary.damage:
        tools.store.add_event("damage", finding.file, {"offset": finding.offset, "reason": finding.reason})
    problem = _problem(summary)
    detail = {
        "sha256": f"sha256:{found.sha256}",
        "path": found.path,
        "bytes": found.bytes,
        "kind": found.kind,
        "rewritten": found.kind not in IN_PLACE,
        "only_known": found.only_known,
        "problem": problem,
        **_counts(summary),
    }
    tools.log("import", found.name, detail)
    tools.store.finish_import(found.sha256, problem)


def _problem(summary: IngestSummary) -> str | None:
    if not summary.damages:
        return None
    first = summary.damage[0].reason
    return first if summary.damages == 1 else f"{summary.damages} places could not be read; the first: {first}"


def _counts(summary: IngestSummary) -> dict[str, Any]:
    recorded = summary.recorded
    return {"captures": recorded.captures, "articles": recorded.articles, "revisions": recorded.revisions}


def _ingest_pages(
    pages: list[tuple[Path, SavedKind]], origin: Path, tools: Tools, summary: IngestSummary
) -> IngestSummary:
    session = Session(tools.store, tools.pool, summary, tools.writer.sync)
    single = pages == [(origin, pages[0][1])] if pages else False
    before = summary.files
    for number, (path, kind) in enumerate(pages, start=1):
        try:
            saved = read_saved(path, kind)
        except UnreadableInputError as error:
            if single:
                raise
            summary.add_damage(Finding(str(path), None, error.reason))
            continue
        _take_saved(saved, origin, session, tools, summary)
        if tools.progress:
            tools.progress(origin, number, len(pages))
    session.finish()
    if summary.files > before:
        tools.log("conversion", origin.name, {"pages": summary.files - before, **_counts(summary)})
    return summary


def _take_saved(saved: SavedPage, origin: Path, session: Session, tools: Tools, summary: IngestSummary) -> None:
    sha256 = hashlib.sha256(saved.source).hexdigest()
    known = tools.store.find_import(sha256)
    if known is not None:
        summary.known_files += 1
        return
    told = ((CONVERTED_FROM, f"sha256:{sha256}"), (SAVED_AS, saved.kind))
    location = tools.writer.write_resource(saved.url, saved.fetched_at, saved.content_type, saved.data, extra=told)
    summary.files += 1
    summary.records += 1
    summary.bytes += len(saved.data)
    name = str(saved.path.relative_to(origin)) if saved.path != origin else saved.path.name
    verdict, page = _judge_saved(saved)
    session.take(
        Capture(
            newspaper_id="",
            url=saved.url,
            fetched_at=saved.fetched_at,
            record_type="resource",
            warc_file=location.file,
            warc_offset=location.offset,
            warc_length=location.length,
            payload_digest=location.payload_digest or "",
            content_type=saved.content_type,
            record_id=location.record_id,
            payload_bytes=len(saved.data),
        ),
        page=page,
        verdict=verdict,
        import_=Import(sha256, name, location.file, len(saved.data), saved.kind, finished_at=clock.now()),
    )


def _judge_saved(saved: SavedPage) -> tuple[Verdict | None, Page | None]:
    if saved.kind == "feed":
        return Verdict("listing", "feed, not an article"), None
    if not saved.data.strip():
        return Verdict("skipped", "empty: the file has no text"), None
    page = Page(
        saved.data, url=saved.url, content_type=saved.content_type, captured_at=saved.fetched_at, kind=saved.kind
    )
    return None, page
