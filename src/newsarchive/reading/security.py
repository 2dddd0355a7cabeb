"""What keeps a public reading room safe: limits on a connection and the headers of a response.

Measured on Datasette 0.65.5: `select randomblob(500000000)` ran 16 s and came back whole, since its time limit cannot
interrupt a single step of SQLite. The limits below refuse it at once.
"""

from __future__ import annotations

import re
import sqlite3

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 2_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 40,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
}
_FORBIDDEN_FUNCTIONS = frozenset(
    {"randomblob", "zeroblob", "load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}
)
_FORBIDDEN_TABLES = frozenset({"pragma_database_list", "dbstat", "sqlite_dbpage", "sqlite_dbdata"})
"""pragma_database_list shows where the file lies."""

_ASKING_PRAGMAS = frozenset(
    {"table_info", "table_xinfo", "table_list", "foreign_key_list", "index_list", "index_info", "index_xinfo"}
)
"""Pragmas whose argument is a question; any other pragma with an argument changes the connection."""

_PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
FRAMING_PAGES = f"{_PAGES}; frame-src 'self'"
"""For our page around an archived copy."""
COPIES = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
"""For a page that somebody else made: no script, form, frame, plugin or request to elsewhere, an origin of its own."""

_OWN_PATH = re.compile(
    r"/(?:en(?:/|$|(?=\.)))?(?:$|\.json$|tim-kiem|do-phu|bai/|dong-thoi-gian|ngu-canh|tu-di-kem|so-sanh"
    r"|in-lai|tac-gia|noi(?:/|$|\.)|bao/|memento/|timegate/|timemap/)"
)
_TO_COPIES = re.compile(r"/(?:en/)?(?:memento|timegate|timemap)/")


def harden(db: sqlite3.Connection) -> None:
    """Make a connection to the public file harmless: reading only, no huge values, no way to other files."""
    for limit, value in _LIMITS.items():
        db.setlimit(limit, value)
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and second is not None and (first or "").lower() not in _ASKING_PRAGMAS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first or "").lower() in _FORBIDDEN_TABLES:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def is_page(path: str) -> bool:
    """True for the reading room's own pages; archived copies and the ways to them depend on more than the address."""
    return bool(_OWN_PATH.match(path)) and not _TO_COPIES.match(path)


def response_headers(release: str | None) -> list[tuple[bytes, bytes]]:
    """Headers for a response that sets none of them itself: no script and no style but our files."""
    headers = {
        "content-security-policy": _PAGES,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "x-robots-tag": "noindex, noarchive",
        "x-newsarchive-release": release or "none",
    }
    return [(name.encode(), value.encode()) for name, value in headers.items()]
