"""The place that `storage.segments` names: files are put there, read back, removed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsarchive.config import CONFIG_NAME, Storage
from newsarchive.exceptions import ConfigurationError, ElsewhereError
from newsarchive.warc.away import Away
from newsarchive.warc.elsewhere import connect, told_errors

_CHUNK = 1 << 23
_BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs"})
"""Protocols of places without folders."""
Advance = Callable[[int], None]
"""Told how many bytes more went over."""


class Target:
    """A folder or bucket elsewhere. It must be there: a disk that is not mounted is not made up for."""

    def __init__(self, url: str, endpoint: str | None) -> None:
        self.url, self._endpoint = url, endpoint

    @classmethod
    def of(cls, storage: Storage, directory: Path) -> Target:
        """That of an archive; raises ConfigurationError when it sends nowhere."""
        if storage.segments is None:
            told = "sends its WARC files nowhere: write `segments: s3://bucket/folder` (or a folder) under `storage:`"
            raise ConfigurationError(directory / CONFIG_NAME, told)
        return cls(storage.segments, storage.endpoint)

    def place(self, file: str, size: int, sha256: str) -> Away:
        """Where a file of data/warc lies there, or would lie."""
        return Away(f"{self.url}/{file}", size, sha256, self._endpoint)


def put(path: Path, away: Away, advance: Advance) -> None:
    """Write a file there, over what an interrupted run left. Raises ElsewhereError."""
    file_system, target = connect(away.url, away.endpoint)
    with told_errors(away.url):
        _make_folder(file_system, away.url, target)
        file_system.put_file(str(path), target)
        if "file" in _protocols(file_system):
            _sync(Path(target))
    advance(away.bytes)


def holds(away: Away, advance: Advance) -> bool:
    """Whether what lies there is this file: every byte is read back. Raises ElsewhereError when it cannot be read."""
    file_system, path = connect(away.url, away.endpoint)
    digest, size = hashlib.sha256(), 0
    with told_errors(away.url), file_system.open(path, "rb", block_size=_CHUNK, cache_type="none") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            advance(len(chunk))
    return size == away.bytes and f"sha256:{digest.hexdigest()}" == away.sha256


def is_there(away: Away) -> bool:
    """Whether something of this name and size lies there. Raises ElsewhereError."""
    file_system, path = connect(away.url, away.endpoint)
    with told_errors(away.url):
        try:
            return bool(file_system.info(path)["size"] == away.bytes)
        except FileNotFoundError:
            return False


def remove(away: Away) -> None:
    """Remove it there; that it is gone already is no error. Raises ElsewhereError."""
    file_system, path = connect(away.url, away.endpoint)
    with told_errors(away.url):
        try:
            file_system.rm_file(path)
        except FileNotFoundError:
            return
        if file_system.exists(path):
            raise ElsewhereError(away.url, "is still there after it was removed")


def _make_folder(file_system: Any, url: str, target: str) -> None:
    """The folder of imported files, below a place that is there; buckets have no folders."""
    if _protocols(file_system) & _BUCKETS:
        return
    folder = target.rpartition("/")[0]
    root = folder.rpartition("/")[0] if folder.endswith("/imported") else folder
    if not file_system.isdir(root):
        raise ElsewhereError(url, f"there is no folder {root}; make it, or mount the disk")
    file_system.makedirs(folder, exist_ok=True)


def _protocols(file_system: Any) -> set[str]:
    told = file_system.protocol
    return {told} if isinstance(told, str) else set(told)


def _sync(path: Path) -> None:
    """A copy counts only when its disk has it."""
    for one in (path, path.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
