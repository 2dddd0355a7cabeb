"""`reprints.db`: the signature of every text that may be compared, its bands and lines, and the pairs found.

A file of its own beside news.db, since all of it is derived: it is made again whenever it is missing, damaged or of
another kind, its 1.3 kB a text are in no snapshot that `publish` copies, and writing it holds no crawl up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import sqlite_utils

from newsarchive.exceptions import ArchiveError
from newsarchive.reprints.records import Likeness, Pair
from newsarchive.reprints.signature import MOST_TEXTS, SIGNED_AS, bands
from newsarchive.store.connection import open_database, writing

SKETCHES_NAME = "reprints.db"
_CACHE_KIB = 64 * 1024
MIGRATIONS = sqlite_utils.Migrations("reprints")
_TABLES = (
    "create table kind (signed_as text primary key) strict",
    # key: 63 bits of a digest over uid and content, the one thing that a rebuild of news.db does not change.
    """
    create table text (
        id integer primary key, key integer not null unique, uid text not null, content text not null,
        newspaper text not null, day text, signature blob, lines blob not null
    ) strict
    """,
    "create index text_uid on text (uid)",
    # key: a band, and in the bits it leaves free the text; as one number a row costs half of what two columns do.
    "create table band (key integer primary key) strict",
    "create table line (hash integer, text integer, primary key (hash, text)) strict, without rowid",
    "create table house (newspaper text, line integer, primary key (newspaper, line)) strict, without rowid",
    """
    create table pair (
        one integer not null references text (id), other integer not null references text (id),
        contained real not null, jaccard real not null, is_double integer not null, primary key (one, other)
    ) strict, without rowid
    """,
    "create index pair_other on pair (other)",
)


@MIGRATIONS()
def create_tables(database: sqlite_utils.Database) -> None:
    """All tables."""
    for statement in _TABLES:
        database.execute(statement)
    database.execute("insert into kind values (?)", (SIGNED_AS,))


@dataclass(frozen=True, slots=True)
class Text:
    """A revision that is in the index."""

    id: int
    uid: str
    content: str
    newspaper: str
    signature: bytes | None
    """None for a text that is not comparable."""


class Sketches:
    """The open file. Use `opened`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = open_database(path, MIGRATIONS)
        self.db: sqlite3.Connection = self._database.conn
        self.db.execute(f"pragma cache_size = -{_CACHE_KIB}")
        self.db.execute("pragma secure_delete = on")
        # A power cut may take the last texts, which are signed again; no fsync for every batch.
        self.db.execute("pragma synchronous = normal")

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """One transaction."""
        return writing(self._database, self.path)

    def known(self) -> set[int]:
        """The key of every text (`key_of`)."""
        return {row[0] for row in self.db.execute("select key from text")}

    def count(self) -> int:
        """How many texts there are."""
        return int(self.db.execute("select count(*) from text").fetchone()[0])

    def house(self) -> dict[str, set[int]]:
        """Newspaper → keys of its own lines."""
        found: dict[str, set[int]] = {}
        for newspaper, line in self.db.execute("select newspaper, line from house"):
            found.setdefault(newspaper, set()).add(line)
        return found

    def held(self, keys: Sequence[int]) -> set[int]:
        """Which of these texts (`key_of`) are in the file."""
        query = "select key from text where key in (select value from json_each(?))"
        return {row[0] for row in self.db.execute(query, (json.dumps(keys),))}

    def next_id(self) -> int:
        """The id of the next text that is put in."""
        return int(self.db.execute("select coalesce(max(id), 0) + 1 from text").fetchone()[0])

    def add(self, texts: Iterable[tuple[Text, str | None, Collection[int]]]) -> None:
        """Put in (text, day, keys of its sentences), without the rows of the index."""
        rows = (
            (one.id, key_of(one.uid, one.content), one.uid, one.content, one.newspaper, day, one.signature, _pack(keys))
            for one, day, keys in texts
        )
        self.db.executemany(
            """insert into text (id, key, uid, content, newspaper, day, signature, lines)
               values (?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )

    def add_bands(self, keys: Sequence[int]) -> None:
        """Bands with the texts that were added, in order."""
        self.db.execute("insert into band select value from json_each(?)", (json.dumps(keys),))

    def add_lines(self, rows: Sequence[tuple[int, int]]) -> None:
        """(sentence, text) of texts that were added."""
        self.db.executemany("insert into line values (?, ?)", rows)

    def remove(self, key: int) -> None:
        """Take a text (`key_of`) out again, with all that is known of it; it may be out already.

        By its key, since an id is given again: another process may have put in and taken out meanwhile.
        """
        row = self.db.execute("select signature, lines, id from text where key = ?", (key,)).fetchone()
        if row is None:
            return
        text = row[2]
        if row[0] is not None:
            self.db.executemany("delete from band where key = ?", [(band | text,) for band in bands(row[0])])
        self.db.executemany("delete from line where hash = ? and text = ?", [(line, text) for line in _unpack(row[1])])
        self.db.execute("delete from pair where one = ? or other = ?", (text, text))
        self.db.execute("delete from text where id = ?", (text,))

    def read(self, ids: Iterable[int]) -> list[Text]:
        """The texts with these ids, by id."""
        rows = self.db.execute(
            """select id, uid, content, newspaper, signature from text
               where id in (select value from json_each(?)) order by id""",
            (json.dumps(list(ids)),),
        )
        return [Text(*row) for row in rows]

    def bands(self, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
        """(band, text) of every text that shares one of these bands."""
        rows = self.db.execute(
            "select band.key from json_each(?) cross join band on band.key between value and value + ?",
            (json.dumps(keys), MOST_TEXTS),
        )
        return ((row[0] & ~MOST_TEXTS, row[0] & MOST_TEXTS) for row in rows)

    def lines(self, keys: Sequence[int]) -> Iterator[tuple[int, int, str, str | None]]:
        """(sentence, text, newspaper, day) of every text that holds one of these sentences."""
        rows = self.db.execute(
            """select l.hash, l.text, t.newspaper, t.day from line l join text t on t.id = l.text
               where l.hash in (select value from json_each(?))""",
            (json.dumps(keys),),
        )
        return ((row[0], row[1], row[2], row[3]) for row in rows)

    def pairs_of(self, texts: Iterable[int]) -> set[tuple[int, int]]:
        """The ends of every pair that one of these texts is in."""
        query = "select one, other from pair where one = ? or other = ?"
        return {(row[0], row[1]) for text in texts for row in self.db.execute(query, (text, text))}

    def own(self, newspaper: str, line: int) -> None:
        """Note that a line is the newspaper's own."""
        self.db.execute("insert or ignore into house values (?, ?)", (newspaper, line))

    def set_pair(self, one: int, other: int, likeness: Likeness | None, *, is_double: bool) -> None:
        """Note what two texts share, or that they are no pair."""
        ends = (min(one, other), max(one, other))
        if likeness is None:
            self.db.execute("delete from pair where one = ? and other = ?", ends)
        else:
            row = (*ends, likeness.contained, likeness.jaccard, int(is_double))
            self.db.execute("insert or replace into pair values (?, ?, ?, ?, ?)", row)

    def pairs(self) -> Iterator[Pair]:
        """Every pair of revisions of two articles."""
        rows = self.db.execute(
            """select a.uid, a.content, b.uid, b.content, p.contained, p.jaccard, p.is_double
               from pair p join text a on a.id = p.one join text b on b.id = p.other order by p.one, p.other"""
        )
        return (Pair(row[0], row[1], row[2], row[3], Likeness(row[4], row[5]), is_double=bool(row[6])) for row in rows)

    def close(self) -> None:
        """Close the file."""
        self.db.close()


@contextmanager
def opened(data: Path) -> Iterator[Sketches]:
    """The file in `data`; one that is damaged or was signed otherwise is thrown away first.

    Raises StorageFullError when it cannot be written, ArchiveError when another process keeps it locked.
    """
    path = data / SKETCHES_NAME
    with closing(_open(path)) as sketches:
        yield sketches


def _open(path: Path) -> Sketches:
    try:
        sketches = Sketches(path)
    except ArchiveError as error:
        if not is_damaged(error):
            raise
        discard(path)
        return Sketches(path)
    if [row[0] for row in sketches.db.execute("select signed_as from kind")] == [SIGNED_AS]:
        return sketches
    sketches.close()
    discard(path)
    return Sketches(path)


def is_damaged(error: ArchiveError) -> bool:
    """Whether SQLite found that the file is no database, or no whole one."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def discard(path: Path) -> None:
    """Remove the file and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def forget(data: Path, uid: str) -> None:
    """Take every trace of an article out of the file, overwritten and not only unlinked."""
    if not (data / SKETCHES_NAME).exists():
        return
    with opened(data) as sketches:
        with sketches.writing():
            for row in sketches.db.execute("select key from text where uid = ?", (uid,)).fetchall():
                sketches.remove(row[0])
        sketches.db.execute("pragma wal_checkpoint(truncate)")


def key_of(uid: str, content: str) -> int:
    """63 bits that name a revision in any news.db."""
    return int.from_bytes(blake2b(f"{uid} {content}".encode(), digest_size=8).digest(), "big") >> 1


def _pack(lines: Iterable[int]) -> bytes:
    return b"".join(line.to_bytes(6, "big") for line in lines)


def _unpack(lines: bytes) -> list[int]:
    return [int.from_bytes(lines[i : i + 6], "big") for i in range(0, len(lines), 6)]
