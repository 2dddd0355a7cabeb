"""A small PNG for a name: hills, sky and a sun, in colours that the name chooses. Nothing is stored in the package."""

from __future__ import annotations

import math
import struct
import zlib
from functools import lru_cache

_SIZE = (96, 60)


@lru_cache(maxsize=256)
def draw(name: str) -> bytes:
    """A PNG of 96 × 60 points, always the same for one name."""
    seed = zlib.crc32(name.encode())
    width, height = _SIZE
    sky, hill, sun = _colour(seed, 150, 90), _colour(seed >> 5, 40, 120), (250, 200, 70 + seed % 80)
    phase, centre = (seed >> 3) % 63 / 10, (10 + seed % 76, 8 + (seed >> 7) % 14)
    rows = bytearray()
    for y in range(height):
        rows.append(0)  # this row is not filtered
        for x in range(width):
            ridge = height * 0.6 + 8 * math.sin(x / 11 + phase) + 4 * math.sin(x / 4.3 - phase)
            lit = (x - centre[0]) ** 2 + (y - centre[1]) ** 2 < 36
            rows += bytes(hill if y > ridge else sun if lit else sky)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _colour(seed: int, least: int, span: int) -> tuple[int, int, int]:
    return least + seed % span, least + (seed >> 8) % span, least + (seed >> 16) % span


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
