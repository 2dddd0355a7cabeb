"""Places outside of this disk, as fsspec names them: a bucket, an SFTP server, another disk."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from newsarchive.exceptions import ElsewhereError, MissingLibraryError

_LIBRARIES = {"s3": "s3fs", "s3a": "s3fs", "sftp": "sshfs", "ssh": "sshfs"}
_S3, _SSH = frozenset({"s3", "s3a"}), frozenset({"sftp", "ssh"})
_PATIENCE = {"connect_timeout": 5, "read_timeout": 30, "retries": {"max_attempts": 2}}
"""Of botocore: seconds and tries; s3fs itself asks five times again."""
_RAISED = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("aiohttp", "ClientError"),
    ("asyncssh", "Error"),
)
"""(module, base of its errors) of what lies below fsspec and raises neither OSError nor ValueError."""
_SAID = {
    "NoCredentialsError": "no credentials were found (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile)",
    "PartialCredentialsError": "the credentials are not complete",
    "FileNotFoundError": "no such bucket, folder or file there",
    "PermissionError": "access is refused; look at the credentials and at what they may do",
    "HostKeyNotVerifiable": "the server's key is not in ~/.ssh/known_hosts",
    "PermissionDenied": "the server takes none of the keys of this user or of its ssh agent",
    "TimeoutError": "no answer in time",
    "FSTimeoutError": "no answer in time",
}
_FIRST, _MOST = 1 << 17, 1 << 23
"""Bytes asked for at once: of one record, and of a file that is read on and on."""


def connect(url: str, endpoint: str | None = None) -> tuple[Any, str]:
    """(file system, path in it) of a place; nothing is asked of it yet.

    `endpoint` is the address of an S3-compatible server. Raises ElsewhereError, MissingLibraryError.
    """
    scheme = urlsplit(url).scheme
    library = _LIBRARIES.get(scheme, "fsspec")
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, and a tenth of a second
    except ImportError as error:
        raise MissingLibraryError(library, _extra(scheme), f"WARC files at {url}") from error
    options: dict[str, Any] = {}
    if scheme in _S3:
        options = {"endpoint_url": endpoint, "config_kwargs": _PATIENCE, "use_listings_cache": False}
    elif scheme in _SSH:
        options = {"known_hosts": ()}  # ~/.ssh/known_hosts; unless told so, sshfs takes any server for the right one
    with told_errors(url):
        try:
            file_system, path = url_to_fs(url, **options)
        except ImportError as error:
            raise MissingLibraryError(library, _extra(scheme), f"WARC files at {url}") from error
    return file_system, str(path)


def _extra(scheme: str) -> str:
    return "s3" if scheme in _S3 else "sftp"


@contextmanager
def told_errors(url: str) -> Iterator[None]:
    """Whatever a file system raises becomes an ElsewhereError in words."""
    try:
        yield
    except ElsewhereError:
        raise
    except _errors() as error:
        name = type(error).__name__
        raise ElsewhereError(url, _SAID.get(name) or f"cannot be used: {error or name}") from error


def _errors() -> tuple[type[Exception], ...]:
    loaded = (getattr(sys.modules[module], name) for module, name in _RAISED if module in sys.modules)
    return (OSError, ValueError, *loaded)


class Ranged(io.RawIOBase):
    """A file elsewhere, read by range: little for one record, more at once the longer it is read on.

    Reading raises ElsewhereError.
    """

    def __init__(self, url: str, endpoint: str | None, size: int) -> None:
        self.url, self._size, self._at = url, size, 0
        file_system, path = connect(url, endpoint)
        with told_errors(url):
            self._file = file_system.open(path, "rb", block_size=_MOST, cache_type="none")
        self._held, self._start, self._window = b"", 0, _FIRST

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """The byte that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a byte."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer at the end only; all of the rest without `size`."""
        left = max(0, self._size - self._at)
        left = left if size < 0 else min(size, left)
        parts: list[bytes] = []
        while left:
            begin = self._at - self._start
            if not 0 <= begin < len(self._held):
                self._fetch(left)
                begin = 0
            part = self._held[begin : begin + left]
            parts.append(part)
            self._at += len(part)
            left -= len(part)
        return b"".join(parts)

    def readinto(self, buffer: Any) -> int:
        """As of any file."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the connection."""
        if not self.closed:
            with told_errors(self.url):
                self._file.close()
        super().close()

    def _fetch(self, wanted: int) -> None:
        is_going_on = bool(self._held) and self._at == self._start + len(self._held)
        self._window = min(self._window * 2, _MOST) if is_going_on else _FIRST
        size = min(max(self._window, min(wanted, _MOST)), self._size - self._at)
        with told_errors(self.url):
            self._file.seek(self._at)
            self._held = self._file.read(size)
        self._start = self._at
        if len(self._held) < size:
            raise ElsewhereError(self.url, f"gives {len(self._held)} bytes from byte {self._at} on, {size} were sent")
