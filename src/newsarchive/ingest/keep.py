"""Bringing a file of records into the archive, unchanged (docs/architecture.md, crash rule 7)."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from newsarchive.exceptions import UnreadableInputError
from newsarchive.store.errors import storage_errors
from newsarchive.warc.segment import sync_directory

IMPORTED = "imported"
_CHUNK = 1 << 20
_FICLONE = 0x40049409
"""ioctl of linux/fs.h: share the blocks of another file (Btrfs, XFS); elsewhere it fails and we copy."""
_UNFIT = re.compile(r"[^\w.+-]+")
_NAME_BYTES = 120


def hash_file(path: Path) -> str:
    """sha256 of a file in hex; raises UnreadableInputError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error


def kept_name(path: Path, sha256: str) -> str:
    """Where a file is kept, relative to data/warc.

    >>> kept_name(Path("/media/a b.warc.gz"), "0123456789abcdef" * 4)
    'imported/0123456789abcdef-a_b.warc.gz'
    """
    name = _UNFIT.sub("_", path.name)
    while len(name.encode()) > _NAME_BYTES:
        name = name[1:]  # The end tells the kind.
    return f"{IMPORTED}/{sha256[:16]}-{name}"


def keep_file(path: Path, warc_directory: Path, sha256: str) -> str:
    """Keep a copy under `imported/`, by reflink where the file system can; returns its name relative to data/warc.

    The copy is written under `.partial`, checked against `sha256`, fsynced and only then named. Raises
    UnreadableInputError when the file changed while it was read, StorageFullError when it does not fit; nothing is left
    behind then.
    """
    name = kept_name(path, sha256)
    final = warc_directory / name
    with storage_errors(final.parent):
        final.parent.mkdir(parents=True, exist_ok=True)
        if final.exists():
            return name
        with _partial(final) as target:
            if not final.exists():  # Another process may have kept it while we waited.
                _put(path, target, final, sha256)
    return name


def replace_file(path: Path, final: Path, sha256: str) -> None:
    """Put a copy of `path` in the place of `final`, in the same way as `keep_file` and with the same errors."""
    with storage_errors(final.parent):
        final.parent.mkdir(parents=True, exist_ok=True)
        with _partial(final) as target:
            _put(path, target, final, sha256)


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Let one process at a time read this file into an archive; a second one waits and then finds it done."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _partial(final: Path) -> Iterator[BinaryIO]:
    """The file that will have the name `final`, locked; nothing of it stays when it did not get that name."""
    partial = final.with_name(final.name + ".partial")
    with ExitStack() as opened:
        target = opened.enter_context(partial.open("ab"))
        fcntl.flock(target, fcntl.LOCK_EX)
        # While we waited for the lock, the file we have open may have got its name from another process.
        while not _is_named(target, partial):
            target = opened.enter_context(partial.open("ab"))
            fcntl.flock(target, fcntl.LOCK_EX)
        try:
            yield target
        finally:
            partial.unlink(missing_ok=True)


def _is_named(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _put(path: Path, target: BinaryIO, final: Path, sha256: str) -> None:
    _fill(path, target, sha256)
    Path(target.name).rename(final)
    sync_directory(final.parent)


def _fill(path: Path, target: BinaryIO, sha256: str) -> None:
    try:
        source = path.open("rb")
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error
    with source:
        target.truncate(0)
        if not _reflink(source, target):
            _copy(path, source, target)
    target.flush()
    os.fsync(target.fileno())
    if hash_file(Path(target.name)) != sha256:
        raise UnreadableInputError(path, "the file changed while it was read; ingest it again when it is at rest")


def _reflink(source: BinaryIO, target: BinaryIO) -> bool:
    try:
        fcntl.ioctl(target.fileno(), _FICLONE, source.fileno())
    except OSError:
        return False
    return True


def _copy(path: Path, source: BinaryIO, target: BinaryIO) -> None:
    while True:
        try:
            chunk = source.read(_CHUNK)
        except OSError as error:
            raise UnreadableInputError(path, error.strerror or "cannot be read") from error
        if not chunk:
            return
        target.write(chunk)
