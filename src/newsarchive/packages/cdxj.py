"""CDXJ: one line a capture, sorted by address and time, with the place where its record lies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from newsarchive.surt import surt
from newsarchive.warc import Record

_SCHEMES = ("http://", "https://")
_RESOURCE = {"resource": "200"}
"""Status of what came by no HTTP exchange: replay shows it as a page that was there."""


def index_line(record: Record, file: str, offset: int, length: int) -> str | None:
    """The line of a record, without line end; None for what no browser asks for (dns:).

    The digest is the one its header tells, by whatever algorithm: replay finds the original of a revisit by it.
    """
    if not record.uri or not record.uri.lower().startswith(_SCHEMES):
        return None
    is_revisit = record.type == "revisit"
    status = str(record.http.status) if record.http else _RESOURCE.get(record.type, "-")
    told = {
        "url": record.uri,
        "mime": "warc/revisit" if is_revisit else record.mime or "unk",
        "status": status,
        "digest": record.get("WARC-Payload-Digest") or ("-" if is_revisit else record.payload_digest),
        "length": str(length),
        "offset": str(offset),
        "filename": file,
    }
    return f"{surt(record.uri)} {record.date:%Y%m%d%H%M%S} {json.dumps(told, ensure_ascii=True)}"


class Index:
    """Lines, taken in any order and given back sorted by their bytes; memory stays flat."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("create table line (text text)")

    def add(self, line: str | None) -> None:
        """Take a line in; None is none."""
        if line is not None:
            self._db.execute("insert into line values (?)", (line,))

    def __iter__(self) -> Iterator[str]:
        """SQLite compares text as bytes of UTF-8, which is the order that CDXJ asks for."""
        return (row[0] for row in self._db.execute("select distinct text from line order by text"))


@contextmanager
def new_index() -> Iterator[Index]:
    """An empty index, which is gone afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("pragma synchronous = off")
        db.execute("begin")
        yield Index(db)
