"""Files that are made piece by piece: a head, what is said of each article, an end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Protocol

from newsarchive.parquet import Kind, ParquetFile
from newsarchive.reading.records import COLUMNS, LISTS, NUMBERS, Record, Stamp, as_row


class Written(Protocol):
    """A file being written; each call gives the bytes that come next."""

    def begin(self) -> bytes:
        """What stands before the first article."""
        ...

    def add(self, records: Sequence[Record]) -> bytes:
        """These articles."""
        ...

    def end(self) -> bytes:
        """What makes the file whole."""
        ...


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file begins, what it says of an article, what parts two of them, and how it ends."""

    head: Callable[[Stamp], str]
    entry: Callable[[Record, Stamp], str]
    separator: str = ""
    tail: str = ""

    def open(self, stamp: Stamp) -> Written:
        """A file in this form."""
        return _TextFile(self, stamp)


@dataclass(slots=True)
class _TextFile:
    form: TextForm
    stamp: Stamp
    _first: bool = field(default=True)

    def begin(self) -> bytes:
        return self.form.head(self.stamp).encode()

    def add(self, records: Sequence[Record]) -> bytes:
        return "".join(self._separated(self.form.entry(record, self.stamp)) for record in records).encode()

    def end(self) -> bytes:
        return self.form.tail.encode()

    def _separated(self, entry: str) -> str:
        first, self._first = self._first, False
        return entry if first else self.form.separator + entry


def open_table(stamp: Stamp) -> Written:
    """A Parquet file, a row group for each piece; the stamp stands in its metadata too, as `newsarchive.query` etc.

    Raises MissingLibraryError without pyarrow.
    """
    return _Table(stamp)


class _Table:
    def __init__(self, stamp: Stamp) -> None:
        self._stamp, self._pieces = stamp, _Pieces()
        told = {f"newsarchive.{name}": value for name, value in asdict(stamp).items()}
        self._file = ParquetFile(self._pieces, {name: _kind(name) for name in COLUMNS}, told)

    def begin(self) -> bytes:
        return self._pieces.take()

    def add(self, records: Sequence[Record]) -> bytes:
        self._file.add(as_row(record, self._stamp) for record in records)
        return self._pieces.take()

    def end(self) -> bytes:
        self._file.close()
        return self._pieces.take()


class _Pieces:
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        self.size = 0
        self._held: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._held.append(data)
        self.size += len(data)
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._held)
        self._held.clear()
        return taken


def _kind(name: str) -> Kind:
    return "texts" if name in LISTS else "number" if name in NUMBERS else "text"
