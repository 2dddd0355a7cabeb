"""Opening news.db of an archive that may be broken anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsarchive.exceptions import ArchiveError, StorageFullError
from newsarchive.store import Store

_MISSING = "is missing; `newsarchive rebuild` makes it again from the WARC files and the ledger"


@contextmanager
def opened_store(path: Path) -> Iterator[tuple[Store | None, str]]:
    """news.db, or None and why it cannot be used; a missing one is not made."""
    store, reason = _open(path)
    try:
        yield store, reason
    finally:
        if store is not None:
            store.close()


def _open(path: Path) -> tuple[Store | None, str]:
    if not path.exists():
        return None, _MISSING
    try:
        return Store(path), ""
    except (ArchiveError, StorageFullError) as error:
        return None, error.reason
