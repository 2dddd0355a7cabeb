"""Revisits whose original came later, or is named only by its digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsarchive.exceptions import UnreadableInputError
from newsarchive.store import Capture, Entry, RevisitOf, Store
from newsarchive.store.rereading import Unread
from newsarchive.warc import Record, read_records, segment_path


def resolve_revisits(store: Store, warc_directory: Path) -> int:
    """Look again for the originals of unresolved revisits; returns how many were found."""
    found, last = 0, 0
    while waiting := store.unresolved_revisits(last):
        last = waiting[-1].id or 0
        entries = [entry for capture in waiting if (entry := _look_again(store, warc_directory, capture))]
        if entries:
            store.record(entries)
            found += len(entries)
    return found


def follow_originals(store: Store, warc_directory: Path, unread: Unread) -> int:
    """Let revisits show what their originals show since another extractor read those; returns how many were looked at.

    Those among `unread`, which names the readers.
    """
    count, last = 0, 0
    while waiting := store.unread_revisits(unread, last):
        last = waiting[-1].id or 0
        found = [entry for capture in waiting if (entry := _look_again(store, warc_directory, capture))]
        if found:
            store.record([replace(entry, extractor=unread.readers.of(entry.capture.newspaper_id)) for entry in found])
            count += len(found)
    return count


def original_of(store: Store, warc_directory: Path, revisit: Capture) -> Capture | None:
    """The capture that a revisit speaks of; None when it is not held, or the revisit cannot be read."""
    record = _read(warc_directory, revisit)
    if record is None:
        return None
    uri, date = record.refers_to
    candidates = [
        c for c in store.captures(uri or revisit.url) if c.record_type != "revisit" and _is_before(c, revisit)
    ]
    if date is not None:
        original = next((c for c in candidates if c.fetched_at == date), None)
    else:
        declared = record.get("WARC-Payload-Digest")
        # Without a date the declared digest decides (WARC 1.0); its algorithm is its maker's: compared as declared.
        original = next(
            (c for c in reversed(candidates) if declared and _declared(warc_directory, c) == declared), None
        )
    return original


def _look_again(store: Store, warc_directory: Path, revisit: Capture) -> Entry | None:
    original = original_of(store, warc_directory, revisit)
    if original is None:
        return None
    return Entry(replace(revisit, revision=None), revisit_of=RevisitOf(original.url, original.fetched_at))


def _is_before(capture: Capture, revisit: Capture) -> bool:
    return capture.fetched_at <= revisit.fetched_at


def _declared(warc_directory: Path, capture: Capture) -> str | None:
    record = _read(warc_directory, capture)
    return record.get("WARC-Payload-Digest") if record else None


def _read(warc_directory: Path, capture: Capture) -> Record | None:
    path = segment_path(warc_directory, capture.warc_file)
    try:
        first = next(read_records(path, offset=capture.warc_offset), None)
    except UnreadableInputError:
        return None
    return first if isinstance(first, Record) else None
