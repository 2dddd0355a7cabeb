"""Datasette on one held release, with the bundled templates, static files, plugins and metadata."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from newsarchive.project import datasette_dir, metadata_path
from newsarchive.reading.groups import open_release
from newsarchive.serving.bounded import BoundedConnection
from newsarchive.serving.keys import foreign_keys, primary_keys

SETTINGS = {
    "default_page_size": 30,
    "default_facet_size": 20,
    "suggest_facets": False,
    "facet_time_limit_ms": 300,
    "sql_time_limit_ms": 1500,
    "num_sql_threads": 4,
    "cache_size_kb": 65_536,
    "truncate_cells_html": 300,
    "max_csv_mb": 100,
}
"""As measured on the reading-room prototype; a facet may not take longer than a query (datasette#1780)."""


def make_datasette(database: Path, title: str | None = None, warc: Iterable[Path] = ()) -> Any:
    """A Datasette instance; its database is called `public`, whatever folder the file lies in.

    `warc` are folders where the records of archived copies lie; without any the reading room says so.
    """
    # The library must import without Datasette; only a serving child needs it.
    from datasette.app import Datasette  # noqa: PLC0415
    from datasette.utils import parse_metadata  # noqa: PLC0415

    metadata = parse_metadata(metadata_path().read_text(encoding="utf-8"))
    if title:
        metadata["title"] = title
    folder = datasette_dir()
    made = Datasette(
        immutables=[str(database)],
        metadata=metadata,
        inspect_data={"public": _inspect(database)},
        template_dir=str(folder / "templates"),
        plugins_dir=str(folder / "plugins"),
        static_mounts=[("static", str(folder / "static"))],
        settings=SETTINGS,
    )
    public = made.databases["public"]
    public.connect = partial(_connect, public)
    public.primary_keys = partial(primary_keys, public)
    public.foreign_keys_for_table = partial(foreign_keys, public)
    # Beside the configuration, not in it: Datasette shows that to everybody under /-/metadata.
    made.newsarchive_warc = tuple(folder for folder in warc if folder.is_dir())
    return made


def _connect(database: Any) -> BoundedConnection:
    """In place of Datasette's own way to a file that never changes."""
    connection = sqlite3.connect(
        f"file:{database.path}?immutable=1", uri=True, check_same_thread=False, factory=BoundedConnection
    )
    database._all_file_connections.append(connection)
    return connection


_ELSEWHERE = {
    "texts": "SELECT count(*) FROM articles WHERE access = 'full'",
    "fts": "SELECT articles FROM release",
    "fts_exact": "SELECT articles FROM release",
}
"""Tables whose rows are counted by a narrower one: counting those of a million texts reads gigabytes."""


def _count(db: sqlite3.Connection, table: str) -> int | None:
    """Rows of a table; None for those that make up an index, which nobody reads."""
    if table.startswith(("fts_", "sqlite_")) and table not in _ELSEWHERE:
        return None
    count: int = db.execute(_ELSEWHERE.get(table, f'SELECT count(*) FROM "{table}"')).fetchone()[0]
    return count


def _inspect(database: Path) -> dict[str, Any]:
    """What Datasette would otherwise compute by reading the whole file: its hash and the size of every table."""
    with closing(open_release(database)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        tables = {name: {"count": _count(db, name)} for name in names}
        fingerprint = db.execute("SELECT fingerprint FROM release").fetchone()[0]
    return {
        "hash": fingerprint.removeprefix("sha256:"),
        "size": database.stat().st_size,
        "file": database.name,
        "tables": tables,
    }
