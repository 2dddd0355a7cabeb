"""The bytes of a record as they lie in the archive, read again and looked at before they are handed on."""

from __future__ import annotations

import hashlib
import io
import re
from collections import OrderedDict
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
from newsarchive.warc.cut import read_format
from newsarchive.warc.inflate import GZIP_MAGIC
from newsarchive.warc.read import WARC

_OPEN_FILES = 16
_IMPORTED = re.compile(r"imported/([0-9a-f]{16})-")
"""Begins the name of a file from elsewhere: its digest."""


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
        self._as_it_came: dict[str, bool] = {}
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
        record = next(check_stream(io.BytesIO(data)), None)
        if isinstance(record, Damage) and self._is_as_it_came(place.file):
            unjudged = read_format(io.BytesIO(data), WARC, 0)
            record = next(unjudged, None)
        if not isinstance(record, Record):
            told = record.reason if record else "nothing is there"
            raise UnreadableInputError(place.file, f"no whole record at byte {place.offset}: {told}")
        return Held(place, data if data.startswith(GZIP_MAGIC) else gzip_member(data), record)

    def _is_as_it_came(self, name: str) -> bool:
        """Whether a file from elsewhere still has the digest that its name tells: what its records tell of themselves
        never fitted then, as with many a maker's, and is no damage."""
        if name not in self._as_it_came:
            told = _IMPORTED.match(name)
            self._as_it_came[name] = told is not None and _digest(segment_path(self._directory, name)).startswith(
                told[1]
            )
        return self._as_it_came[name]

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


def _digest(path: Path) -> str:
    """Of a whole file: hex."""
    found = hashlib.sha256()
    with open_file(path) as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()
