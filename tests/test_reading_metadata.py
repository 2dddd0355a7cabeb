"""metadata.yml describes exactly what a release holds, in both languages, and its queries work."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsarchive.project import metadata_path
from newsarchive.publish import publish
from newsarchive.reading.sql import register_functions
from reading_room import build_archive

HIDDEN = ("fts", "fts_exact", "sqlite_")


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(metadata_path().read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    published = publish(build_archive(tmp_path_factory.mktemp("metadata")))
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as connection:
        register_functions(connection)
        yield connection


def columns(db: sqlite3.Connection) -> dict[str, list[str]]:
    names = [
        row[0]
        for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        if row[0] == "fts_content" or not row[0].startswith(HIDDEN)
    ]
    return {name: [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')] for name in names}


def test_every_table_and_column_is_described(metadata: dict[str, Any], db: sqlite3.Connection) -> None:
    tables = metadata["databases"]["public"]["tables"]
    assert {name: list(table["columns"]) for name, table in tables.items()} == columns(db) | {
        name: list(tables[name]["columns"]) for name in tables if set(tables[name]["columns"]) == set(columns(db)[name])
    }


def test_everything_is_said_in_both_languages(metadata: dict[str, Any]) -> None:
    public = metadata["databases"]["public"]
    said = {"title": metadata["title"], "description": metadata["description"], "license": metadata["license"]}
    for name, table in public["tables"].items():
        said |= {f"{name}.title": table["title"], f"{name}.description": table["description"]}
        said |= {f"{name}.{column}": text for column, text in table["columns"].items()}
    for name, query in public["queries"].items():
        said |= {f"{name}.title": query["title"], f"{name}.description": query["description"]}
    assert [key for key, text in said.items() if " / " not in text and text != "WARC-Record-ID."] == []


def test_facets_and_sorts_name_columns(metadata: dict[str, Any], db: sqlite3.Connection) -> None:
    held = columns(db)
    for name, table in metadata["databases"]["public"]["tables"].items():
        named = [*table.get("facets", ()), *table.get("sortable_columns", ()), table.get("sort_desc", held[name][0])]
        assert set(named) <= set(held[name]), name


def test_units_are_not_used(metadata: dict[str, Any]) -> None:
    """Datasette 0.65.5 answers 500 for a unit it does not know."""
    assert all("units" not in table for table in metadata["databases"]["public"]["tables"].values())


def test_the_file_stands_outside_the_datasette_folder() -> None:
    """Inside it, `datasette archive/` would take it without -m, but an archive of one's own would shadow it."""
    assert not (metadata_path().parent / "archive" / "metadata.yml").exists()
    assert isinstance(metadata_path(), Path)
