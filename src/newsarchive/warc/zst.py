"""Read WARC files in Zstandard frames (`.warc.zst`), of one frame or many, with the dictionary that may stand in front.

Laid out as in the proposal "Use of Zstandard compression in WARC" of the IIPC: where the frames need a dictionary, the
file begins with a skippable frame of its own kind that holds it, itself compressed or not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from fastwarc.stream_io import ZstdReader

from newsarchive.warc.cut import open_input, read_format
from newsarchive.warc.read import WARC
from newsarchive.warc.record import Damage, Record

_FRAME, _DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
ZSTD_MAGICS = (_FRAME, _DICTIONARY)
"""What a file begins with: a frame, or a dictionary."""
_MOST_DICTIONARY = 16 << 20
_PIECE = 256
"""Bytes asked for at once: when a frame is torn, what came with the failing request is lost."""


def read_zst(path: Path) -> Iterator[Record | Damage]:
    """`read_frames` of a file; raises UnreadableInputError when it cannot be opened."""
    with open_input(path) as file:
        yield from read_frames(file)


def read_frames(file: IO[bytes]) -> Iterator[Record | Damage]:
    """Yield each record of a WARC file in Zstandard frames, and a Damage for what could not be read.

    Records have no offset: none can be found again in the file without unpacking all before it.
    """
    try:
        unpacked = _Unpacked(file, _take_dictionary(file))
    except (OSError, ValueError) as error:
        yield Damage(None, f"its Zstandard dictionary cannot be read: {error}")
        return
    for item in read_format(unpacked, WARC, 0):
        yield replace(item, offset=None, length=None) if isinstance(item, Record) else replace(item, offset=None)
    if unpacked.problem:
        yield Damage(None, f"its Zstandard frames end in damage, what follows is lost: {unpacked.problem}")


def _take_dictionary(file: IO[bytes]) -> bytes | None:
    """The dictionary in front of the frames, None where there is none."""
    file.seek(0)
    head = file.read(8)
    if not head.startswith(_DICTIONARY):
        return None
    size = int.from_bytes(head[4:], "little")
    held = file.read(min(size, _MOST_DICTIONARY))
    if len(held) < size:
        msg = f"{size} bytes announced, {len(held)} there or taken"
        raise ValueError(msg)
    return ZstdReader(io.BytesIO(held)).read(_MOST_DICTIONARY) if held.startswith(_FRAME) else held


class _Unpacked:
    """The records' own bytes; a damaged frame ends them, and `problem` tells it."""

    def __init__(self, file: IO[bytes], dictionary: bytes | None) -> None:
        self._file, self._dictionary = file, dictionary
        self.problem: str | None = None
        self._reader, self._at = self._open(), 0

    def read(self, size: int, /) -> bytes:
        parts: list[bytes] = []
        end = self._at + size
        while self._at < end and self.problem is None:
            try:
                part = self._reader.read(min(_PIECE, end - self._at))
            except OSError as error:
                self.problem = str(error)
                break
            if not part:
                break
            parts.append(part)
            self._at += len(part)
        return b"".join(parts)

    def seek(self, offset: int, /) -> int:
        if offset != self._at:
            self._reader, self._at, self.problem = self._open(), 0, None
            self.read(offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def _open(self) -> ZstdReader:
        self._file.seek(0)
        return ZstdReader(self._file, dictionary=self._dictionary)
