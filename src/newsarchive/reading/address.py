"""From an address on the web to the article that the release holds of it, or that its newspaper's successor has."""

from __future__ import annotations

import re
import sqlite3

from newsarchive.press import Heir, article_key, article_uid, find_heir

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether what somebody typed is one web address and nothing else."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def find_uid(db: sqlite3.Connection, url: str) -> str | None:
    """uid of the article at an address in any of its spellings; of its tombstone when it was withheld.

    Of an address of a former newspaper that the release has not, the copy of its successor (`press.find_heir`).
    """
    uid = article_uid(article_key(url))
    if _address_of(db, uid) is not None or _is_withheld(db, uid):
        return uid
    heir = find_heir_of(db, url)
    return heir.uid if heir else None


def find_heir_of(db: sqlite3.Connection, url: str) -> Heir | None:
    """The successor's copy; None as well when the article of the address itself was withheld."""
    if _is_withheld(db, article_uid(article_key(url))):
        return None
    return find_heir(url, lambda uid: _address_of(db, uid))


def _address_of(db: sqlite3.Connection, uid: str) -> str | None:
    row = db.execute("SELECT url FROM articles WHERE uid = ?", (uid,)).fetchone()
    return row[0] if row else None


def _is_withheld(db: sqlite3.Connection, uid: str) -> bool:
    return db.execute("SELECT 1 FROM tombstones WHERE uid = ?", (uid,)).fetchone() is not None
