"""One segment file: `.open` and locked while it is written, cut at a whole record at every moment we are asked."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from newsarchive.exceptions import StorageFullError
from newsarchive.warc.record import SegmentSummary

OPEN_SUFFIX = ".open"
_UNFIT = re.compile(r"[^A-Za-z0-9.]+")


class Segment:
    """A new segment in `directory`, held with flock until closed.

    Raises StorageFullError when the directory cannot be written.
    """

    def __init__(self, directory: Path, *, prefix: str, serial: int) -> None:
        self.directory = directory
        with _storage(directory):
            directory.mkdir(parents=True, exist_ok=True)
            self.name, self._file = _create(directory, prefix, serial)
            sync_directory(directory)
        self.path = directory / (self.name + OPEN_SUFFIX)
        self.size = 0
        self.records = 0
        self._hash = hashlib.sha256()

    def append(self, member: bytes) -> int:
        """Write one whole record; returns the offset where it begins.

        Raises StorageFullError when it does not fit; the file is then as before.
        """
        offset, end, digest = self.size, self.size + len(member), self._hash.copy()
        try:
            digest.update(member)
            with _storage(self.path):
                _write_all(self._file, member)
            self._hash, self.size, self.records = digest, end, self.records + 1
        except BaseException:  # an interrupt must not leave half a record either
            self._roll_back()
            raise
        return offset

    def sync(self) -> None:
        """Return when the disk has everything written so far."""
        with _storage(self.path):
            os.fsync(self._file)

    def close(self) -> SegmentSummary:
        """fsync, give the file its final name, fsync the directory, let go of the lock."""
        try:
            self.sync()
            with _storage(self.path):
                final = self.directory / self.name
                self.path.rename(final)
                sync_directory(self.directory)
        finally:
            os.close(self._file)
        return SegmentSummary(self.name, self.size, self.records, self._hash.hexdigest(), final)

    def discard(self) -> None:
        """Remove the segment; for one in which nothing could be written."""
        with _storage(self.path):
            self.path.unlink(missing_ok=True)
        os.close(self._file)

    def _roll_back(self) -> None:
        """Cut what a failed write left behind. Shrinking needs no space; should it fail too, `adopt` cuts later."""
        with _storage(self.path):
            os.ftruncate(self._file, self.size)
            os.lseek(self._file, self.size, os.SEEK_SET)


def segment_path(directory: Path, file: str) -> Path:
    """Where the segment named in a Location lies now: under its final name, else still `.open`."""
    final = directory / file
    still_open = directory / (file + OPEN_SUFFIX)
    return still_open if not final.exists() and still_open.exists() else final


def sync_directory(directory: Path) -> None:
    """Return when the disk has the names in the directory; raises OSError."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether the writer of an open segment lives: it holds the lock."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def lock_if_current(descriptor: int, path: Path) -> bool:
    """Take the lock of an open segment; False when another holds it or the path now names another file."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _create(directory: Path, prefix: str, serial: int) -> tuple[str, int]:
    host = _UNFIT.sub("-", socket.gethostname()).strip("-") or "localhost"
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
    for number in count(serial):
        name = f"{_UNFIT.sub('-', prefix)}-{stamp}-{number:05d}-{host}.warc.gz"
        path = directory / (name + OPEN_SUFFIX)
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o644)
        except FileExistsError:
            continue
        # Between creation and lock an adopting process may have taken the empty file away: then try the next name.
        if not (directory / name).exists() and lock_if_current(descriptor, path):
            return name, descriptor
        os.close(descriptor)
    raise AssertionError  # count() has no end


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Whatever the system refuses while writing (full, over quota, read-only, failing) becomes StorageFullError."""
    try:
        yield
    except OSError as error:
        raise StorageFullError(path, f"cannot be written: {error.strerror or error}") from error
