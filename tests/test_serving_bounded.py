"""Answers of readers' SQL have an end."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from newsarchive.serving import bounded
from newsarchive.serving.bounded import BoundedConnection

ROWS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) SELECT {} FROM n"


@pytest.mark.parametrize("value", ["printf('%.*c', 1000, 'x')", "CAST(printf('%.*c', 1000, 'x') AS BLOB)"])
def test_an_answer_that_is_too_large_is_ended(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(bounded, "LARGEST", 50_000)
    with closing(sqlite3.connect(":memory:", factory=BoundedConnection)) as db:
        assert len(db.execute(ROWS.format(value)).fetchmany(50)) == 50
        with pytest.raises(sqlite3.OperationalError, match="larger than"):
            db.cursor().execute(ROWS.format(value)).fetchmany(51)
        assert len(db.execute(ROWS.format("i")).fetchmany(1_000)) == 100
        assert db.execute(ROWS.format("i")).fetchmany() == [(1,)]


def test_two_statements_are_an_error_of_sql() -> None:
    with closing(sqlite3.connect(":memory:", factory=BoundedConnection)) as db:
        with pytest.raises((sqlite3.OperationalError, sqlite3.ProgrammingError)):
            db.execute("SELECT 1; SELECT 2")
        assert db.execute("SELECT 1").fetchone() == (1,)
