"""Files of records: WARC in place, ARC and what has no offsets rewritten into a segment of our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from newsarchive.ingest.judge import CAPTURES, CONVERTED_FROM, SAVED_AS, judge_record, page_kind
from newsarchive.ingest.papers import find_paper
from newsarchive.ingest.session import Session
from newsarchive.ingest.summary import Finding, IngestSummary
from newsarchive.link import LinkKind
from newsarchive.rights import RightsSignal, signals_of_headers, signals_of_site, site_files
from newsarchive.store import Capture, Checkpoint, RevisitOf
from newsarchive.store import moments as clock
from newsarchive.store.records import Import
from newsarchive.warc import Damage, Record, SegmentWriter, open_records, read_records
from newsarchive.workers import Page

IN_PLACE = frozenset({"warc", "warc.gz", "wacz"})
"""Kinds whose records can be read again by their offset; the others are rewritten."""
_BY_OFFSET = frozenset({"warc", "warc.gz"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the file relative to data/warc, and the bytes."""

    file: str
    offset: int
    length: int
    record_id: str
    payload_digest: str | None = None
    """Where it was computed already."""


def ingest_records(
    path: Path, found: Import, session: Session, summary: IngestSummary, writer: SegmentWriter
) -> Iterator[int]:
    """Read a kept file from its checkpoint to its end; yields the bytes behind us after each record."""
    count, done = found.records, found.offset
    for item in _items(path, found):
        if isinstance(item, Damage):
            summary.add_damage(Finding(found.name, item.offset, item.reason))
            continue
        count += 1
        summary.records += 1
        if not (found.only_known and _passes_over(item, summary)):
            _take(item, _locate(item, found, writer), session, summary)
        if item.offset is not None and item.length is not None:
            done = item.offset + item.length
        session.passed(Checkpoint(found.sha256, done, count))
        yield done


def ingest_held(path: Path, name: str, session: Session, summary: IngestSummary, *, only_known: bool = False) -> None:
    """Read a file that lies in data/warc as `name` already: whatever news.db has not seen is recorded.

    A segment that a killed run left, or any file when news.db is made again; `only_known` as when it was taken in.
    """
    for item in open_records(path) if path.suffix == ".wacz" else read_records(path):
        if isinstance(item, Damage):
            summary.add_damage(Finding(name, item.offset, item.reason))
            continue
        summary.records += 1
        if only_known and _passes_over(item, summary):
            continue
        if item.offset is not None and item.length is not None:
            _take(item, Place(name, item.offset, item.length, item.record_id), session, summary)


def _passes_over(record: Record, summary: IngestSummary) -> bool:
    """Whether a capture is of a newspaper that the press registry does not know; counted."""
    if record.type not in CAPTURES or (record.uri and find_paper(clean(record.uri))[0] is not None):
        return False
    summary.passed_over["capture of another newspaper"] += 1
    return True


def _items(path: Path, found: Import) -> Iterable[Record | Damage]:
    if found.kind in _BY_OFFSET:
        return read_records(path, offset=found.offset)
    return _skip_records(open_records(path), found.records)


def _skip_records(items: Iterator[Record | Damage], count: int) -> Iterator[Record | Damage]:
    """Without offsets to begin at, an interrupted import goes on by number."""
    for _ in islice((item for item in items if isinstance(item, Record)), count):
        pass
    yield from items


def _locate(record: Record, found: Import, writer: SegmentWriter) -> Place | None:
    """Where the record can be read again; written there first when that is not the file itself."""
    if record.type not in CAPTURES:
        return None
    if found.kind in IN_PLACE and record.offset is not None and record.length is not None:
        return Place(found.path, record.offset, record.length, record.record_id)
    origin = ((CONVERTED_FROM, f"sha256:{found.sha256}"),)
    location = writer.write_copy(record, extra=origin)
    return Place(location.file, location.offset, location.length, location.record_id)


def _take(record: Record, place: Place | None, session: Session, summary: IngestSummary) -> None:
    if place is None or record.type not in CAPTURES:
        summary.passed_over[f"{clean(record.type)[:40]} record"] += 1
        return
    if not record.uri:
        summary.passed_over[f"{record.type} record without a target URI"] += 1
        return
    take_record(record, place, session)


def take_record(
    record: Record,
    place: Place,
    session: Session,
    *,
    token: object = None,
    expects: LinkKind | None = None,
    body: bytes | None = None,
    fresh: bool = False,
) -> None:
    """Judge a capture and hand it to the session, its page with it if it is one.

    With `expects` the links of `body` (the payload unless given: a revisit's is elsewhere) are looked for as well.
    `fresh`: as for `Session.take`.
    """
    verdict = judge_record(record)
    is_own, body = body is None, record.payload if body is None else body
    page = page_of(record, body, page_kind(record) if verdict is None else "other", expects)
    if is_own:
        page = replace(page, place=(place.file, place.offset))
    wanted = verdict is None or (expects is not None and body and verdict.outcome not in {"redirect", "error"})
    session.take(
        capture_of(record, place),
        page=page if wanted else None,
        verdict=verdict,
        revisit_of=_revisit_of(record),
        import_=_saved_import(record, place),
        token=token,
        fresh=fresh,
        rights=rights_of_record(record),
    )


def rights_of_record(record: Record) -> tuple[RightsSignal, ...]:
    """What header fields say, and the two files that speak for a whole site."""
    said = signals_of_headers(record.http.headers) if record.http else ()
    whole = record.type != "revisit" and record.http is not None and record.http.status == 200
    url = record.uri or ""
    return (*said, *signals_of_site(url, record.content(1 << 20))) if whole and url in site_files(url) else said


def _saved_import(record: Record, place: Place) -> Import | None:
    """A page or text from a disk, as the file that it was."""
    kind, digest = record.get(SAVED_AS), record.get(CONVERTED_FROM)
    if not kind or not digest:
        return None
    return Import(
        digest.removeprefix("sha256:"), clean(record.uri or ""), place.file, len(record.payload), kind,
        finished_at=clock.to_text(record.date),
    )  # fmt: skip


def page_of(
    record: Record, body: bytes, kind: Literal["html", "text", "other"], expects: LinkKind | None = None
) -> Page:
    """What a worker needs of a record; `body` is its payload, of a revisit that of its original."""
    return Page(
        payload=body,
        kind=kind,
        expects=expects,
        content_encoding=record.http.get("Content-Encoding") if record.http else None,
        url=clean(record.uri or ""),
        content_type=record.http.get("Content-Type") if record.http else record.get("Content-Type"),
        captured_at=record.date,
    )


def capture_of(record: Record, place: Place) -> Capture:
    """What a row of news.db says of a record that lies in this place, before it is judged."""
    mime = record.mime
    # A revisit has no payload of its own: its digest is the one it declares, by whatever algorithm its maker used.
    declared = record.get("WARC-Payload-Digest") if record.type == "revisit" else None
    return Capture(
        newspaper_id="",
        url=clean(record.uri or ""),
        fetched_at=record.date,
        record_type=record.type,
        warc_file=place.file,
        warc_offset=place.offset,
        warc_length=place.length,
        payload_digest=clean(declared) if declared else place.payload_digest or record.payload_digest,
        status=record.http.status if record.http else None,
        content_type=clean(mime) if mime else None,
        record_id=clean(place.record_id) or None,
        payload_bytes=len(record.payload),
    )


def _revisit_of(record: Record) -> RevisitOf | None:
    if record.type != "revisit":
        return None
    uri, date = record.refers_to
    return RevisitOf(clean(uri or record.uri or ""), date)


def clean(text: str) -> str:
    """Text that UTF-8 can write: a lone surrogate, from bytes that were none, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
