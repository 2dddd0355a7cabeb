"""Bringing a file back for as long as it is needed here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsarchive.exceptions import ElsewhereError
from newsarchive.store.errors import storage_errors
from newsarchive.warc.away import note_path, open_file, read_note
from newsarchive.warc.segment import sync_directory

_CHUNK = 1 << 23


@contextmanager
def at_home(path: Path) -> Iterator[None]:
    """Have a file on this disk, its digest looked at; what was elsewhere alone is dropped again behind us.

    Raises ElsewhereError when it cannot be read there or is not what was sent, StorageFullError.
    """
    away = None if path.exists() else read_note(path)
    if away is None:
        yield
        return
    partial = path.with_name(path.name + ".partial")
    digest = hashlib.sha256()
    try:
        with storage_errors(path), open_file(path) as source, partial.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
                digest.update(chunk)
            target.flush()
            os.fsync(target.fileno())
        if f"sha256:{digest.hexdigest()}" != away.sha256:
            raise ElsewhereError(away.url, "is not what was sent; `newsarchive send --check` tells more")
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    yield
    if note_path(path).exists():
        path.unlink(missing_ok=True)
        sync_directory(path.parent)
