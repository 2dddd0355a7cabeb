"""Where an export is written: under a name of its own, fsynced, then named, so that nobody meets half a package."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsarchive.exceptions import ArchiveError, ConfigurationError
from newsarchive.store.errors import storage_errors
from newsarchive.warc.segment import sync_directory

PARTIAL = ".partial"


def check_free(path: Path, *, force: bool) -> None:
    """Refuse to write over something, before any work is done; raises ConfigurationError."""
    if not path.parent.is_dir():
        raise ConfigurationError(path, "the folder it should lie in does not exist")
    if path.exists() and not force:
        raise ConfigurationError(
            path, "is there already; give another name, or --force to put the new one in its place"
        )


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name when the block ends well, and leaves nothing behind when it does not.

    Raises StorageFullError when it does not fit, ArchiveError while another export writes to the same name.
    """
    partial = path.with_name(path.name + PARTIAL)
    with storage_errors(path), partial.open("ab") as file:
        _hold(file, path)
        file.truncate(0)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            partial.rename(path)
            sync_directory(path.parent)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder in the same way; an older one goes when the new one has its name."""
    partial, old = path.with_name(path.name + PARTIAL), path.with_name(path.name + ".old")
    with storage_errors(path), path.with_name(path.name + ".lock").open("ab") as lock:
        _hold(lock, path)
        shutil.rmtree(partial, ignore_errors=True)  # of an export that was killed
        try:
            partial.mkdir()
            yield partial
            if path.exists():
                shutil.rmtree(old, ignore_errors=True)
                path.rename(old)
            partial.rename(path)
            sync_directory(path.parent)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
            Path(lock.name).unlink(missing_ok=True)


class Counted:
    """A file being written, its bytes counted and hashed on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write all of it; returns how many bytes."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    @property
    def digest(self) -> str:
        """sha256 of what was written, in hex."""
        return self._hash.hexdigest()


def _hold(file: BinaryIO, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ArchiveError(path, "another export is writing it; wait for that one") from None
