"""Files of a release being written, each with its digest; the same content gives the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from newsarchive.packages.output import Counted


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file as the manifest tells it."""

    path: str
    """Relative to the folder of the release."""
    bytes: int
    sha256: str
    """`sha256:` and lower-case hex."""
    rows: int
    """Rows of a table without its header, lines of a text."""


@dataclass(slots=True)
class ReleaseFolder:
    """The folder of a release and what was written into it so far. A name that ends with .gz is packed."""

    folder: Path
    files: list[FileEntry] = field(default_factory=list)

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """A text file, line by line."""
        self._write(name, lines, headers=0)

    def table(self, name: str, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        """A CSV file (RFC 4180, UTF-8)."""
        self._write(name, map(_csv, _headed(header, rows)), headers=1)

    def _write(self, name: str, lines: Iterable[str], *, headers: int) -> None:
        path, rows = self.folder / name, -headers
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            out = Counted(file)
            with _packed(out, name) as target:
                for line in lines:
                    target.write(f"{line}\n".encode())
                    rows += 1
            file.flush()
            os.fsync(file.fileno())
        self.files.append(FileEntry(name, out.size, f"sha256:{out.digest}", rows))


@contextmanager
def _packed(out: Counted, name: str) -> Iterator[BinaryIO]:
    """Packed without time and name, which would give the same content another digest."""
    sink = cast("BinaryIO", out)
    if not name.endswith(".gz"):
        yield sink
        return
    with gzip.GzipFile(filename="", mode="wb", fileobj=sink, mtime=0) as packed:
        yield cast("BinaryIO", packed)


def _headed(header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    yield header
    yield from rows


def _csv(row: tuple[Any, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    return line.getvalue()
