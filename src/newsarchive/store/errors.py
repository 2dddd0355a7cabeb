"""What the operating system says about a full or read-only disk, in this library's words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsarchive.exceptions import StorageFullError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota is used up",
    errno.EFBIG: "the file may not grow further (file size limit)",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no permission to write",
    errno.EPERM: "no permission to write",
}


@contextmanager
def storage_errors(path: Path | str) -> Iterator[None]:
    """Raise StorageFullError naming `path` where writing fails for want of room or rights."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REASONS:
            raise
        raise StorageFullError(path, f"{_REASONS[error.errno]}; nothing kept so far is lost") from error
