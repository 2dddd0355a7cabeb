"""Parquet files written row group by row group, so that memory holds one group alone.

pyarrow is an optional extra (120 MB, half a second to import): nothing here imports it before a file is begun.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Any, Literal, Protocol

from newsarchive.exceptions import MissingLibraryError

Kind = Literal["text", "texts", "number", "flag"]
"""Of a column: a string, a list of strings, a 64-bit integer, a truth value; each may be null."""


class Sink(Protocol):
    """What a file is written to."""

    size: int
    """Bytes written so far."""

    def write(self, data: bytes, /) -> int:
        """Take all of it; returns how many bytes."""
        ...


class ParquetFile:
    """A Parquet file being written, compressed with zstd; `told` stands in its metadata as key-value pairs."""

    def __init__(self, sink: Sink, columns: Mapping[str, Kind], told: Mapping[str, str] | None = None) -> None:
        """Raises MissingLibraryError without pyarrow."""
        self._library = require_pyarrow()
        from pyarrow import parquet  # noqa: PLC0415 (an optional extra)

        fields = [(name, self._type(kind)) for name, kind in columns.items()]
        self._schema = self._library.schema(fields, metadata=dict(told) if told else None)
        stream = self._library.PythonFile(_Stream(sink), mode="w")
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write one row group; nothing for no rows."""
        if group := list(rows):
            self._writer.write_table(self._library.Table.from_pylist(group, schema=self._schema))

    def close(self) -> None:
        """Write the footer; without it no reader takes the file for whole."""
        self._writer.close()

    def _type(self, kind: Kind) -> Any:
        text = self._library.string()
        types = {
            "text": text,
            "texts": self._library.list_(text),
            "number": self._library.int64(),
            "flag": self._library.bool_(),
        }
        return types[kind]


def has_pyarrow() -> bool:
    """Whether Parquet files can be written here; imports nothing."""
    return find_spec("pyarrow") is not None


def require_pyarrow() -> Any:
    """pyarrow, or a MissingLibraryError that says how to get it."""
    try:
        import pyarrow  # noqa: PLC0415 (an optional extra, and half a second to import)
    except ImportError as error:
        raise MissingLibraryError("pyarrow", "parquet", "Parquet files") from error
    return pyarrow


class _Stream(io.RawIOBase):
    """A sink as pyarrow wants it."""

    def __init__(self, sink: Sink) -> None:
        super().__init__()
        self._sink = sink

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._sink.size

    def write(self, data: Any, /) -> int:
        return self._sink.write(bytes(data))
