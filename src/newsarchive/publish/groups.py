"""Newspapers of a group in a file of their own, beside public.db: which ones, and how their rows get there."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from newsarchive.config import CONFIG_NAME, Config
from newsarchive.exceptions import ConfigurationError, UnknownNewspaperError
from newsarchive.press import newspaper, provinces
from newsarchive.publish.schema import FULL_TEXT, INDEXES
from newsarchive.publish.select import Papers
from newsarchive.reading.groups import FOLDER, TABLES, schema_of

_ALONE = ("release", "newspapers")
"""Tables of which a group's file has its part too, so that it tells by itself what it is."""
_CREATE_INDEX = re.compile(r"CREATE INDEX (?P<name>\w+) ON (?P<table>\w+) ")


@dataclass(frozen=True, slots=True)
class Part:
    """A group of newspapers and the file that it goes to."""

    name: str
    newspapers: frozenset[str]
    """Ids; those of which the archive holds nothing are among them."""
    path: Path

    @property
    def file(self) -> str:
        """As public.db names it."""
        return f"{FOLDER}/{self.path.name}"


def parts_of(archive: Path, config: Config, papers: Papers, mark: str) -> tuple[Part, ...]:
    """The groups of archive.yml, in its order; what is in none of them stays in public.db.

    Raises ConfigurationError for a newspaper or province that is not known, or that two groups name.
    """
    found: list[Part] = []
    for name, group in config.publish.groups.items():
        ids = {*group.newspapers, *(paper.id for paper, _ in papers.values() if paper.province in group.provinces)}
        problem = _unknown(group.newspapers, group.provinces, papers)
        if twice := [(one, part.name) for part in found for one in sorted(ids & part.newspapers)]:
            problem = f"{twice[0][0]} is in the group {twice[0][1]} too; a newspaper has one group"
        if problem:
            raise ConfigurationError(archive / CONFIG_NAME, f"publish.groups.{name}: {problem}")
        found.append(Part(name, frozenset(ids), archive / FOLDER / f"{name}-{mark}.db"))
    return tuple(found)


def _unknown(named: Sequence[str], slugs: Sequence[str], papers: Papers) -> str | None:
    for one in named:
        try:
            _ = one in papers or newspaper(one)
        except UnknownNewspaperError as error:
            return str(error)
    known = {province.slug for province in provinces()}
    return next((f"there is no province {slug!r}" for slug in slugs if slug not in known), None)


def begin_parts(db: sqlite3.Connection, parts: Sequence[Part]) -> None:
    """Make the files, with the tables that public.db has, and attach them; `db` was opened by a URI."""
    tables = ", ".join(f"'{table}'" for table in (*TABLES, *_ALONE))
    made = [row[0] for row in db.execute(f"SELECT sql FROM sqlite_master WHERE name IN ({tables})")]
    for position, part in enumerate(parts):
        part.path.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(part.path)) as own:
            own.executescript(";".join([*made, FULL_TEXT]))
        schema = schema_of(position)
        db.execute(f"ATTACH ? AS {schema}", (part.path.absolute().as_uri(),))
        db.executescript(f"PRAGMA {schema}.journal_mode = OFF; PRAGMA {schema}.synchronous = OFF;")


def move_rows(db: sqlite3.Connection, parts: Sequence[Part]) -> None:
    """Move what public.db holds of each group's newspapers to its file, under the same row ids, and note it."""
    for position, part in enumerate(parts):
        schema, ids = schema_of(position), ", ".join(f"'{one}'" for one in sorted(part.newspapers))
        mine = f"SELECT id FROM {schema}.articles"
        for table in TABLES:  # articles come first
            where = f"newspaper IN ({ids})" if table == "articles" else f"{_key(table)} IN ({mine})"
            db.execute(f"INSERT INTO {schema}.{table} SELECT * FROM main.{table} WHERE {where}")
            db.execute(f"DELETE FROM main.{table} WHERE {where}")
        db.execute(f"INSERT INTO {schema}.newspapers SELECT * FROM main.newspapers WHERE id IN ({ids})")
        db.execute(
            f"""INSERT INTO release_groups SELECT ?, ?, ?, (SELECT count(*) FROM {schema}.newspapers),
                       (SELECT count(*) FROM {schema}.articles)""",
            (position, part.name, part.file),
        )


def finish_parts(db: sqlite3.Connection, parts: Sequence[Part]) -> None:
    """Index what was moved; each file names the release that it belongs to."""
    for schema in map(schema_of, range(len(parts))):
        db.execute(f"INSERT INTO {schema}.release SELECT * FROM main.release")
        db.executescript("".join(f"{statement};" for statement in _indexes(schema)) + f"VACUUM {schema};")


def _key(table: str) -> str:
    return "id" if table in {"facets", "texts"} else "article_id"


def _indexes(schema: str) -> Iterator[str]:
    for statement in INDEXES.split(";"):
        found = _CREATE_INDEX.match(statement.strip())
        if found and found["table"] in TABLES:
            yield f"CREATE INDEX {schema}.{statement.strip().removeprefix('CREATE INDEX ')}"
