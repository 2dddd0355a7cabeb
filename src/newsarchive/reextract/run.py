"""The pass: captures as they lie in the files → the worker pool → news.db, up to a watermark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from newsarchive.archive import Archive
from newsarchive.article import VIETNAM
from newsarchive.exceptions import UnreadableInputError
from newsarchive.extraction import EXTRACTOR
from newsarchive.ingest import Finding, IngestSummary
from newsarchive.ingest.readers import rows_of, todays_readers
from newsarchive.ingest.records import Place, capture_of, take_record
from newsarchive.ingest.revisits import follow_originals, resolve_revisits
from newsarchive.ingest.session import Session
from newsarchive.press import newspaper as registered
from newsarchive.reextract.comparing import Comparing
from newsarchive.reextract.records import Reextracted
from newsarchive.store import Capture
from newsarchive.store import moments as clock
from newsarchive.store.decision import check_head
from newsarchive.store.rereading import REEXTRACTION, Unread
from newsarchive.warc import Record, read_record, segment_path

Progress = Callable[[int, int], None]
"""Told how many captures are behind us, and of how many."""


def reextract(
    archive: Archive,
    *,
    newspaper: str | None = None,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Reextracted:
    """Read again, by today's rules, what was read by others: every capture that is there when it begins.

    The rules are the extractor's and the registry's for the newspaper, so that a new or mended layout, house line or
    URL pattern has the captures of the newspapers that it concerns read again, and no others.

    What differs becomes a revision with cause `reextraction`; what this extractor refuses keeps the revision it has.
    Written in batches, so that crawls, ingests and `publish` go on; killed, the next run takes up what is left.
    `first` and `last` are days of capture in Vietnam, the last included. In a dry run nothing is written.

    Raises ConfigurationError for an unknown newspaper, StorageFullError, LedgerError; damaged records are told.
    """
    if newspaper is not None and not archive.store.has_newspaper(newspaper):
        registered(newspaper)
    check_head(archive.ledger, archive.store)
    started = clock.now()
    hosts = archive.store.newspaper_hosts()
    rows = rows_of(newspaper, hosts) if newspaper else None
    readers = todays_readers(hosts)
    unread = Unread(readers, archive.store.newest_capture(), rows, _moment(first, 0), _moment(last, 1))
    result = Reextracted(EXTRACTOR, dry_run)
    result.total = archive.store.count_unread(unread)
    if limit is not None:
        result.total = min(limit, result.total)
    _read_pages(archive, unread, result, progress)
    if dry_run:
        return result
    result.revisits = follow_originals(archive.store, archive.warc_directory, unread)
    if result.captures:
        result.revisits += resolve_revisits(archive.store, archive.warc_directory)
        result.earlier = archive.store.count_earlier(readers)
        _note(archive, newspaper, started, result)
    return result


def _read_pages(archive: Archive, unread: Unread, result: Reextracted, progress: Progress | None) -> None:
    books = Comparing(archive.store, result)
    session = Session(books, archive.pool, IngestSummary(), before_write=lambda: None)
    for count, capture in enumerate(_captures(archive, unread, result.total), start=1):
        try:
            record = read_held(archive, capture)
        except UnreadableInputError as error:
            result.add_damage(Finding(capture.warc_file, capture.warc_offset, error.reason))
        else:
            take_record(record, place_of(capture), session, fresh=True)
        if progress:
            progress(count, result.total)
    session.finish()


def _captures(archive: Archive, unread: Unread, limit: int) -> Iterator[Capture]:
    left, after = limit, ("", -1)
    while left > 0 and (page := archive.store.unread_pages(unread, after)):
        after = page[-1].warc_file, page[-1].warc_offset
        yield from page[:left]
        left -= len(page)


def read_held(archive: Archive, capture: Capture) -> Record:
    """The record of a capture; raises UnreadableInputError when the bytes there are not the ones that were taken in."""
    path = segment_path(archive.warc_directory, capture.warc_file)
    record = read_record(path, capture.warc_offset)
    held = capture_of(record, place_of(capture))
    same = ("url", "fetched_at", "record_type")
    if record.payload_digest != capture.payload_digest or any(getattr(held, n) != getattr(capture, n) for n in same):
        reason = f"the record at byte {capture.warc_offset} is not the one that news.db tells of; `newsarchive verify`"
        raise UnreadableInputError(path, reason)
    return record


def place_of(capture: Capture) -> Place:
    """Where a capture lies."""
    return Place(
        capture.warc_file, capture.warc_offset, capture.warc_length, capture.record_id or "", capture.payload_digest
    )


def _moment(day: date | None, later: int) -> str | None:
    """The beginning of a day in Vietnam, `later` days on, as captures note moments."""
    if day is None:
        return None
    begin = datetime.combine(day, time.min, VIETNAM) + timedelta(days=later)
    return clock.to_text(begin).rstrip("Z")


def _note(archive: Archive, newspaper: str | None, started: str, result: Reextracted) -> None:
    told = replace(result, samples=[]).to_dict()
    archive.log(REEXTRACTION, newspaper or "data", told)
    archive.store.add_run("reextract", started, told)
