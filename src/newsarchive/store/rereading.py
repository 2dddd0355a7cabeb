"""Which captures others than today's readers have read, and what they show; for a re-extraction."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsarchive.article import Article
from newsarchive.store.reading import read_revision_article
from newsarchive.store.records import Capture
from newsarchive.store.rows import capture_from_row

REEXTRACTION = "re-extraction"
"""Kind of the ledger line that a re-extraction leaves."""
_PAGE = 500
_FROM = """
    from capture c left join reader on reader.newspaper_id = c.newspaper_id
    left join revision r on r.id = c.revision_id left join article a on a.id = r.article_id
    where c.extractor is not coalesce(reader.name, :other) and c.id <= :last_id
      and (:newspapers is null or c.newspaper_id in (select value from json_each(:newspapers)))
      and (:begin is null or rtrim(c.fetched_at, 'Z') >= :begin) and (:end is null or rtrim(c.fetched_at, 'Z') < :end)
"""
_PAGES = "and c.record_type <> 'revisit' and c.outcome in ('stored', 'same', 'listing', 'skipped', 'failed')"
_REVISITS = "and c.record_type = 'revisit' and c.outcome in ('stored', 'same', 'listing')"
"""Those that wait for their original are `skipped`, and looked at by `unresolved_revisits`."""


WITH_READERS = """
    with reader(newspaper_id, name) as materialized (select key, value from json_each(:readers))
"""
"""Begins a statement that asks `reader` for the readers of `Readers.values`."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads the pages of each newspaper today: the names that readings carry."""

    of_newspaper: Mapping[str, str]
    """Id of the newspaper's row → name."""
    other: str
    """Of the newspapers that are not among them."""

    def of(self, newspaper_id: str) -> str:
        """Who reads this newspaper."""
        return self.of_newspaper.get(newspaper_id, self.other)

    def values(self) -> dict[str, object]:
        """For a statement that begins with WITH_READERS."""
        return {"readers": json.dumps(dict(self.of_newspaper)), "other": self.other}


@dataclass(frozen=True, slots=True)
class Unread:
    """The captures that are there now and that today's readers have not read."""

    readers: Readers
    last_id: int
    """Row id of the newest capture that counts."""
    newspapers: tuple[str, ...] | None = None
    """Ids of the newspapers' rows; None for all."""
    begin: str | None = None
    """First moment of capture, UTC, without the Z."""
    end: str | None = None
    """The first moment that is too late."""


@dataclass(frozen=True, slots=True)
class Shows:
    """What a known capture shows."""

    uid: str | None
    content_digest: str | None
    revision_id: int | None


def newest_capture(connection: sqlite3.Connection) -> int:
    """Row id of the newest capture; 0 in an empty archive."""
    return int(connection.execute("select coalesce(max(id), 0) from capture").fetchone()[0])


def find_pages(connection: sqlite3.Connection, unread: Unread) -> array[int]:
    """Row ids of those that may hold an article, as they lie on the disk; eight bytes each."""
    query = f"{WITH_READERS} select c.id {_FROM} {_PAGES} order by c.warc_file, c.warc_offset"
    return array("q", (row[0] for row in connection.execute(query, _values(unread))))


def read_in_place(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Capture]:
    """The captures with these row ids, in this order; those that are gone meanwhile are left out."""
    for begin in range(0, len(ids), _PAGE):
        asked = list(ids[begin : begin + _PAGE])
        rows = connection.execute(
            "select c.*, a.uid, r.number from capture c left join revision r on r.id = c.revision_id"
            " left join article a on a.id = r.article_id where c.id in (select value from json_each(?))",
            (json.dumps(asked),),
        )
        held = {row["id"]: capture_from_row(row) for row in rows}
        yield from (held[one] for one in asked if one in held)


def next_revisits(connection: sqlite3.Connection, unread: Unread, after: int) -> tuple[Capture, ...]:
    """Some of the revisits, by row id."""
    query = f"""
        {WITH_READERS} select c.*, a.uid, r.number {_FROM} {_REVISITS} and c.id > :after order by c.id limit {_PAGE}
    """
    rows = connection.execute(query, {**_values(unread), "after": after})
    return tuple(capture_from_row(row) for row in rows)


def find_shown(connection: sqlite3.Connection, captures: Sequence[Capture]) -> list[Shows]:
    """What the rows of these captures, as read back, show now; nothing where there is none."""
    rows = connection.execute(
        """
        select c.id, a.uid, r.content_digest, r.id from capture c
        left join revision r on r.id = c.revision_id left join article a on a.id = r.article_id
        where c.id in (select value from json_each(?))
        """,
        (json.dumps([one.id for one in captures]),),
    )
    shown = {row[0]: Shows(*row[1:]) for row in rows.fetchall()}
    return [shown.get(one.id, Shows(None, None, None)) for one in captures]


def read_shown(connection: sqlite3.Connection, shows: Shows) -> Article | None:
    """The article as that revision tells it."""
    return read_revision_article(connection, shows.revision_id) if shows.revision_id else None


def _values(unread: Unread) -> dict[str, object]:
    newspapers = None if unread.newspapers is None else json.dumps(unread.newspapers)
    begin_end = {"last_id": unread.last_id, "newspapers": newspapers, "begin": unread.begin, "end": unread.end}
    return unread.readers.values() | begin_end
