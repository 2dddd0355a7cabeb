"""Gzip decompression, member by member.

ISA-L inflates news pages in less than half of zlib's time and has zlib's interface; it is used where it is installed.
"""

from __future__ import annotations

import zlib
from typing import Protocol

try:
    from isal import isal_zlib as _engine  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    _engine = zlib

GZIP_MAGIC = b"\x1f\x8b\x08"
InflateError: tuple[type[Exception], ...] = (zlib.error, _engine.error)


class Inflater(Protocol):
    """One gzip member being inflated."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes | memoryview, max_length: int = ..., /) -> bytes: ...


def new_inflater() -> Inflater:
    """An inflater at the start of a gzip member; its checksum and length are checked at the member's end."""
    inflater: Inflater = _engine.decompressobj(31)
    return inflater
