"""One gzip member per record."""

from __future__ import annotations

import io

from fastwarc.stream_io import GzipWriter

try:
    import deflate as _libdeflate  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    _libdeflate = None

_LIBDEFLATE_LEVEL = 6
_FASTWARC_LEVEL = 7
"""benchmarks/warc.py: at these levels files are within 1 % of those of zlib's level 9, which warcio has built in."""


def gzip_member(data: bytes) -> bytes:
    """Bytes → one gzip member that holds them, by libdeflate where it is installed, else by FastWARC."""
    if _libdeflate is not None:
        return bytes(_libdeflate.gzip_compress(data, _LIBDEFLATE_LEVEL))
    out = io.BytesIO()
    writer = GzipWriter(out, _FASTWARC_LEVEL, 1 << 16)
    writer.write(data)
    writer.finish()
    writer.flush()
    return out.getvalue()
