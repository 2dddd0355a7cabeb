"""Rows of news.db held against the records they point to, both ways."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from newsarchive.fixity.problem import Problem, shown_name
from newsarchive.store import Capture, Store
from newsarchive.store import moments as clock
from newsarchive.warc import segment_path
from newsarchive.warc.away import is_present

_NEWS_DB = "news.db"
_SAID = "id, url, fetched_at, record_type, status, warc_offset, warc_length, record_id, payload_digest"


def check_rows(
    store: Store, file: str, shown: str, held: Mapping[int, Capture], *, only_known: bool = False
) -> Iterator[Problem]:
    """What rows of one file say that its records do not, and records that no row tells of.

    `held` are the file's captures by offset, `shown` names the file in problems. `only_known`: other newspapers were
    passed over, so only hosts of which it gave anything are asked for; what the registry knows today may be more.
    """
    db, seen = store.connection, set[int]()
    hosts = set[str]()
    for row in db.execute(f"select {_SAID} from capture where warc_file = ? order by warc_offset", (file,)):
        hosts.add(_host(row["url"]))
        record = held.get(row["warc_offset"])
        if record is None:
            yield missing_record(row, shown, "no whole record here")
            continue
        seen.add(row["warc_offset"])
        yield from compare(row, record)
    for offset, record in held.items():
        is_wanted = not only_known or _host(record.url) in hosts
        if offset not in seen and is_wanted and not _is_known(db, record):
            yield Problem("missing row", shown, f"no capture in news.db for the record of {record.url}", offset)


def _host(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return rest.partition("/")[0].lower() if scheme.lower() in {"http", "https"} else ""


def lost_rows(store: Store, warc: Path, expected: Set[str]) -> Iterator[Problem]:
    """Rows that point into files of which the ledger and the disk know nothing."""
    rows = store.connection.execute("select warc_file, count(*) as held from capture group by warc_file")
    for row in rows.fetchall():
        name = row["warc_file"]
        if name not in expected and not is_present(segment_path(warc, name)):
            reason = f"{row['held']} captures lie in it; neither the ledger nor the disk has it"
            yield Problem("missing file", shown_name(name), reason)


def missing_record(row: sqlite3.Row, shown: str, why: str) -> Problem:
    """A row whose record is not there."""
    reason = f"{why}, though capture {row['id']} ({row['url']}) should lie in it"
    return Problem("missing record", shown, reason, row["warc_offset"])


def compare(row: sqlite3.Row, record: Capture) -> Iterator[Problem]:
    """A row held against what its record says."""
    if wrong := ", ".join(_differences(row, record)):
        reason = f"capture {row['id']} ({row['url']}) does not say what its record says: {wrong}"
        yield Problem("changed row", _NEWS_DB, reason)


def _differences(row: sqlite3.Row, record: Capture) -> Iterator[str]:
    said = {
        "url": record.url,
        "fetched_at": clock.to_text(record.fetched_at),
        "record_type": record.record_type,
        "status": record.status,
        "warc_length": record.warc_length,
        "record_id": record.record_id,
        "payload_digest": record.payload_digest,
    }
    return (name for name, value in said.items() if row[name] != value)


def _is_known(db: sqlite3.Connection, record: Capture) -> bool:
    """Whether the capture is recorded from another place: two files may hold the same one."""
    key = (record.url, clock.to_text(record.fetched_at), record.payload_digest, record.record_type)
    query = "select 1 from capture where url = ? and fetched_at = ? and payload_digest = ? and record_type = ?"
    return db.execute(query, key).fetchone() is not None
