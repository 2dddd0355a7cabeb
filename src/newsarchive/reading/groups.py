"""A release in several files: one for each group of newspapers beside public.db, read as one.

Row ids are given over all of them, so what is merged by row id comes in the order of one file. Each table that has rows
in groups becomes a temporary view over all files; its name goes before that of the table in public.db, so whoever asks
need not know. SQLite pushes conditions, those of full text too, down into such a view and merges what comes back. Not
where a full-text search is counted (`match.count_within` adds up), where what is ordered by is no column, or where the
view is the right side of an outer join (scalar subqueries do). Relevance is bm25 of each file's own index.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

FOLDER = "public"
"""Beside public.db; holds the files of groups."""
TABLES = (
    "articles", "facets", "texts", "bylines", "figures", "keywords", "revisions", "captures", "rights", "evidence",
    "mementos",
)  # fmt: skip
"""Tables that groups have; of all others public.db holds the rows of the whole release."""
INDEXES = ("fts", "fts_exact")
_OF_INDEXES = ("fts_content", *(f"{index}_docsize" for index in INDEXES))


@dataclass(frozen=True, slots=True)
class Group:
    """A file of a release."""

    position: int
    """From 0."""
    name: str
    file: str
    """Relative to the folder of public.db."""
    newspapers: int
    articles: int

    @property
    def schema(self) -> str:
        """What its file is attached as."""
        return schema_of(self.position)


def schema_of(position: int) -> str:
    """What the file of a group is attached as."""
    return f"group_{position}"


def read_groups(db: sqlite3.Connection) -> tuple[Group, ...]:
    """The groups of a release; none of one that is a single file."""
    if db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'release_groups'").fetchone() is None:
        return ()
    rows = db.execute("SELECT position, name, file, newspapers, articles FROM release_groups ORDER BY position")
    return tuple(Group(*row) for row in rows)


def open_release(public: Path) -> sqlite3.Connection:
    """Open a release, with the files of its groups, for reading; raises sqlite3.OperationalError."""
    db = sqlite3.connect(f"{public.absolute().as_uri()}?mode=ro", uri=True)
    join_groups(db)
    return db


def join_groups(db: sqlite3.Connection, options: str = "immutable=1") -> None:
    """Read the files of all groups through this connection, which was opened by a URI; without groups nothing is done.

    Raises sqlite3.OperationalError when a file is not there.
    """
    groups = read_groups(db)
    if not groups:
        return
    folder = Path(db.execute("PRAGMA database_list").fetchone()[2]).parent
    cache = db.execute("PRAGMA main.cache_size").fetchone()[0]
    for group in groups:
        db.execute(f"ATTACH ? AS {group.schema}", (f"file:{quote(str(folder / group.file))}?{options}",))
        db.execute(f"PRAGMA {group.schema}.cache_size = {int(cache)}")
    for table in (*TABLES, *_OF_INDEXES, *INDEXES):
        # The column named like an index is what MATCH and the functions of FTS5 are given.
        columns = f"rowid, {table}, rank, *" if table in INDEXES else "*"
        every = " UNION ALL ".join(f"SELECT {columns} FROM {schema}.{table}" for schema in schemas(db))
        db.execute(f"CREATE TEMP VIEW {table} AS {every}")


def group_files(public: Path) -> tuple[Path, ...]:
    """The files of groups that a release names; none of what is no release."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(public))}?mode=ro", uri=True)) as db:
            return tuple(public.parent / group.file for group in read_groups(db))
    except sqlite3.Error:
        return ()


def sweep_groups(public: Path) -> None:
    """Remove files of groups that the release in service does not name; servers hold links of their own."""
    named = set(group_files(public))
    for file in (public.parent / FOLDER).glob("*.db*"):
        if file not in named:
            file.unlink()


def schemas(db: sqlite3.Connection) -> tuple[str, ...]:
    """public.db and the groups that this connection reads."""
    return tuple(row[1] for row in db.execute("PRAGMA database_list") if row[1] != "temp")
