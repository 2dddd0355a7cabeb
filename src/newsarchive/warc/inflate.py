"""Gzip decompression, member by member.

ISA-L inflates news pages in less than half of zlib's time and has zlib's interface.
"""

from __future__ import annotations

import zlib
from typing import Protocol, cast

from isal import isal_zlib

GZIP_MAGIC = b"\x1f\x8b\x08"
# The stubs of isal call its error an instance.
InflateError: tuple[type[Exception], ...] = (zlib.error, cast("type[Exception]", isal_zlib.error))


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
    inflater: Inflater = isal_zlib.decompressobj(31)
    return inflater
