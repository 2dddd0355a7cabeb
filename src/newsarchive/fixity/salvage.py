"""A torn or damaged WARC file or WACZ package → a new WARC file with everything in it that is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from newsarchive.exceptions import UnreadableInputError
from newsarchive.store.errors import storage_errors
from newsarchive.warc import Damage, kind_of
from newsarchive.warc.salvage import Whole, whole_records, whole_records_of_package
from newsarchive.warc.segment import sync_directory

_KINDS = frozenset({"warc", "warc.gz", "whole-gzip-warc", "wacz", None})


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came out of a damaged file."""

    output: Path
    records: int
    """Whole records in the new file."""
    bytes: int
    """Size of the new file."""
    damages: tuple[Damage, ...]
    """Places of the old file that hold no whole record."""


def salvage(path: Path, output: Path, advance: Callable[[int], None] = lambda _: None) -> Salvaged:
    """Write every whole record of a WARC file, or of those in a WACZ package, into `output`, one gzip member each.

    The old file is left as it is; a package may have lost its directory.

    Raises UnreadableInputError when `path` cannot be read or is neither, or `output` is there already,
    StorageFullError when it does not fit; nothing is left behind then. No whole record gives no new file.
    """
    if not path.is_file():
        raise UnreadableInputError(path, "no such file")
    if (kind := kind_of(path)) not in _KINDS:
        told = f"salvage reads WARC files and WACZ packages; of {kind}, `newsarchive ingest` takes what is whole"
        raise UnreadableInputError(path, told)
    if output.exists():
        raise UnreadableInputError(output, "is there already; salvage writes a new file")
    partial = output.with_name(output.name + ".partial")
    try:
        with storage_errors(output):
            read = whole_records_of_package if kind == "wacz" else whole_records
            salvaged = _copy_whole(read(path, advance), partial, output)
            if salvaged.records:
                partial.rename(output)
                sync_directory(output.parent)
    finally:
        partial.unlink(missing_ok=True)
    return salvaged


def _copy_whole(items: Iterable[Whole | Damage], partial: Path, output: Path) -> Salvaged:
    records, damages = 0, list[Damage]()
    with partial.open("wb") as target:
        for item in items:
            if isinstance(item, Damage):
                damages.append(item)
                continue
            target.write(item.member)
            records += 1
        size = target.tell()
        target.flush()
        os.fsync(target.fileno())
    return Salvaged(output, records, size, tuple(damages))
