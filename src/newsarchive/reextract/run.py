"""The pass: captures as they lie in the files → the worker pool → news.db, up to a watermark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from newsarchive.archive import Archive
from newsarchive.article import VIETNAM
from newsarchive.extraction import EXTRACTOR
from newsarchive.ingest.again import read_again
from newsarchive.ingest.readers import rows_of, todays_readers
from newsarchive.ingest.revisits import follow_originals, resolve_revisits
from newsarchive.press import newspaper as registered
from newsarchive.reextract.comparing import Comparing
from newsarchive.reextract.records import Reextracted
from newsarchive.store import moments as clock
from newsarchive.store.decision import check_head
from newsarchive.store.rereading import REEXTRACTION, Unread

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
    ids = archive.store.unread_pages(unread)[:limit]
    result.total = len(ids)
    _read_pages(archive, ids, result, progress)
    if dry_run:
        return result
    result.revisits = follow_originals(archive.store, archive.warc_directory, unread)
    if result.captures:
        result.revisits += resolve_revisits(archive.store, archive.warc_directory)
        result.earlier = archive.store.count_earlier(readers)
        _note(archive, newspaper, started, result)
    return result


def _read_pages(archive: Archive, ids: Sequence[int], result: Reextracted, progress: Progress | None) -> None:
    books = Comparing(archive.store, result)
    readings = read_again(archive.pool, archive.warc_directory, archive.store.captures_in_place(ids))
    for count, found in enumerate(readings, start=1):
        books.take(found)
        if progress:
            progress(count, result.total)
    books.write()


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
