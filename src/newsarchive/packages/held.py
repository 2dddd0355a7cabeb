"""The bytes of a record as they lie in the archive, read again and looked at before they are handed on."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc import Damage, Record, segment_path
from newsarchive.warc.away import open_file
from newsarchive.warc.checked import check_stream
from newsarchive.warc.compress import gzip_member
from newsarchive.warc.inflate import GZIP_MAGIC

_OPEN_FILES = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A capture and where it lies."""

    file: str
    """Relative to data/warc, or absolute for a file that was left where it was."""
    offset: int
    length: int
    url: str
    fetched_at: str
    record_type: str
    newspaper: str
    """Id."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record as it lies in the archive."""

    place: Place
    member: bytes
    """The very bytes, as one gzip member; packed by us where the file is not packed."""
    record: Record


class Shelf:
    """The WARC files of an archive, a few of them open; use it as a context manager."""

    def __init__(self, warc_directory: Path) -> None:
        self._directory = warc_directory
        self.broken: list[Place] = []
        """Those that could not be read so far."""
        self._open: OrderedDict[str, tuple[BinaryIO, ExitStack]] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, closing in self._open.values():
            closing.close()

    def read(self, place: Place) -> Held:
        """A record, held against its own digests; raises UnreadableInputError in words when it is not whole."""
        try:
            return self._read(place)
        except UnreadableInputError:
            self.broken.append(place)
            raise

    def _read(self, place: Place) -> Held:
        try:
            file = self._file(place.file)
            file.seek(place.offset)
            data = file.read(place.length)
        except OSError as error:
            raise UnreadableInputError(place.file, error.strerror or "cannot be read") from error
        record = _first(data)
        if not isinstance(record, Record):
            told = record.reason if record else "nothing is there"
            raise UnreadableInputError(place.file, f"no whole record at byte {place.offset}: {told}")
        return Held(place, data if data.startswith(GZIP_MAGIC) else gzip_member(data), record)

    def _file(self, name: str) -> BinaryIO:
        if name in self._open:
            self._open.move_to_end(name)
            return self._open[name][0]
        if len(self._open) >= _OPEN_FILES:
            self._open.popitem(last=False)[1][1].close()
        closing = ExitStack()
        file = closing.enter_context(open_file(segment_path(self._directory, name)))
        self._open[name] = (file, closing)
        return file


def _first(data: bytes) -> Record | Damage | None:
    items: Iterator[Record | Damage] = check_stream(io.BytesIO(data))
    return next(items, None)
