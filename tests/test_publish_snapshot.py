"""What a release is built from: a copy of news.db, brought up to date where it is older."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsarchive.exceptions import ArchiveError
from newsarchive.publish import publish
from reading_room import build_archive


def test_a_news_db_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    build_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('newsarchive', '9000_later', '')"
        )
    with pytest.raises(ArchiveError, match="newer newsarchive"):
        publish(tmp_path)


def test_a_news_db_of_an_older_version_is_published_and_left_as_it_is(tmp_path: Path) -> None:
    build_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db, db:
        db.execute("DROP INDEX capture_payload")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0002_find_payloads'")
        before = db.execute("SELECT name FROM _sqlite_migrations ORDER BY name").fetchall()
    publish(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "news.db")) as db:
        assert db.execute("SELECT name FROM _sqlite_migrations ORDER BY name").fetchall() == before
