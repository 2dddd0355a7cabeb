"""One gzip member per record."""

from __future__ import annotations

import deflate

_LEVEL = 6
"""benchmarks/warc.py: at this level files are within 1 % of those of zlib's level 9, which warcio has built in."""


def gzip_member(data: bytes) -> bytes:
    """Bytes → one gzip member that holds them, by libdeflate."""
    return bytes(deflate.gzip_compress(data, _LEVEL))
