"""Which release a connection reads."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

RELEASE_NAME = "public.db"
"""The file in the archive directory; Datasette takes the name of the database from it."""
SCHEMA_VERSION = 5
"""Of the tables that a release has; the reading room reads releases of this one alone."""


@dataclass(frozen=True, slots=True)
class Release:
    """The one row of the table `release`: what a published file holds and where it came from."""

    id: str
    """UTC moment of building and eight digits of the fingerprint: "20261123T185102Z-3fa9c1d2"."""
    built_at: str
    """UTC, ISO 8601 with Z."""
    articles: int
    revisions: int
    captures: int
    newspapers: int
    undated: int
    """Articles that tell no day of publication."""
    withheld: int
    """Articles taken out on request; the table `tombstones` names them."""
    embargoed: int
    """Articles whose newspaper's embargo has not passed on the day of building."""
    first_day: str | None
    """Vietnamese calendar day of the oldest dated article, YYYY-MM-DD."""
    last_day: str | None
    fingerprint: str
    """`sha256:` + hex over what is published; equal for two releases that publish the same."""
    ledger_head: str
    """Hash of the ledger's last line when the release was built; empty for a ledger without lines."""
    words: int
    """Words in the indexes, each time one occurs: what the frequency of a word is held against."""
    schema_version: int


RELEASE_COLUMNS = (
    "id", "built_at", "articles", "revisions", "captures", "newspapers", "undated", "withheld", "embargoed",
    "first_day", "last_day", "fingerprint", "ledger_head", "words", "schema_version",
)  # fmt: skip


def read_release(db: sqlite3.Connection) -> Release | None:
    """The release behind `db`; None when the file is not a published release."""
    try:
        row = db.execute(f"SELECT {', '.join(RELEASE_COLUMNS)} FROM release").fetchone()
    except sqlite3.DatabaseError:
        return None
    return Release(*row) if row else None
