"""A sample: so many captures, drawn at random, each read from its file by offset."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from newsarchive.exceptions import UnreadableInputError
from newsarchive.fixity.expected import Expected
from newsarchive.fixity.problem import Problem, shown_name
from newsarchive.fixity.rows import compare, missing_record
from newsarchive.ingest.records import Place, capture_of
from newsarchive.store import Store
from newsarchive.warc import Damage, read_records, segment_path
from newsarchive.warc.checked import check_records

_SAID = "id, url, fetched_at, record_type, status, warc_file, warc_offset, warc_length, record_id, payload_digest"


def check_sample(store: Store, warc: Path, expected: Mapping[str, Expected], size: int) -> Iterator[Problem | None]:
    """One item a capture: None where row and record agree, else what is wrong."""
    ids = [row[0] for row in store.connection.execute("select id from capture")]
    for number in sorted(random.sample(ids, min(size, len(ids)))):
        row = store.connection.execute(f"select {_SAID} from capture where id = ?", (number,)).fetchone()
        file = expected.get(row["warc_file"])
        yield next(_check_one(row, warc, is_ours=file is None or file.origin is None), None)


def _check_one(row: sqlite3.Row, warc: Path, *, is_ours: bool) -> Iterator[Problem]:
    name, offset = row["warc_file"], row["warc_offset"]
    shown = shown_name(name)
    # The digests of a record from elsewhere may never have fitted; the row has ours of its payload.
    read = check_records if is_ours else read_records
    try:
        item = next(read(segment_path(warc, name), offset=offset), None)
    except UnreadableInputError as error:
        yield missing_record(row, shown, error.reason)
        return
    if item is None or isinstance(item, Damage):
        yield missing_record(row, shown, item.reason if item else "the file ends before it")
    elif item.offset != offset:
        yield missing_record(row, shown, "no whole record here")
    else:
        place = Place(name, offset, item.length or 0, item.record_id)
        yield from compare(row, capture_of(item, place))
