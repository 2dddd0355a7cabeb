"""Take over the segments that a killed writer left open."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from newsarchive.exceptions import StorageFullError
from newsarchive.warc.read import read_records
from newsarchive.warc.record import Damage, Record, SegmentSummary
from newsarchive.warc.segment import OPEN_SUFFIX, lock_if_current, sync_directory


@dataclass(frozen=True, slots=True)
class Adopted:
    """A segment that was left open and is closed now."""

    summary: SegmentSummary
    cut: int
    """Bytes of a record begun but never finished, cut from the end."""
    damages: tuple[Damage, ...]
    """Damage before whole records: left in place, since cutting there would lose what follows."""


@dataclass(frozen=True, slots=True)
class _Walk:
    records: int
    end: int
    damages: tuple[Damage, ...]


def adopt(directory: Path) -> list[Adopted]:
    """Close each `.open` segment of `directory` that nobody holds: cut back to its last whole record, synced, renamed.

    A segment still locked by its writer is left alone; one without any whole record is removed. Safe to repeat, and to
    be killed at any moment. Raises StorageFullError when the directory cannot be written.
    """
    if not directory.is_dir():
        return []
    found = (_adopt_one(path) for path in sorted(directory.glob(f"*.warc.gz{OPEN_SUFFIX}")))
    return [adopted for adopted in found if adopted]


def _adopt_one(path: Path) -> Adopted | None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:  # its writer has closed it since
        return None
    except OSError as error:
        raise StorageFullError(path, f"cannot be opened for writing: {error.strerror}") from error
    try:
        return _close(path, descriptor) if lock_if_current(descriptor, path) else None
    except OSError as error:
        raise StorageFullError(path, f"cannot be closed: {error.strerror or error}") from error
    finally:
        os.close(descriptor)


def _close(path: Path, descriptor: int) -> Adopted | None:
    walk = _walk(path)
    size = os.fstat(descriptor).st_size
    if walk.records == 0:
        path.unlink()
        sync_directory(path.parent)
        return None
    os.ftruncate(descriptor, walk.end)
    os.fsync(descriptor)
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    path.rename(final)
    sync_directory(path.parent)
    with final.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    summary = SegmentSummary(final.name, walk.end, walk.records, digest, final)
    return Adopted(summary, size - walk.end, walk.damages)


def _walk(path: Path) -> _Walk:
    """Count the whole records, note the byte after the last one, and the damages before it."""
    records, end = 0, 0
    damages: list[Damage] = []
    pending: list[Damage] = []
    for item in read_records(path):
        if isinstance(item, Record):
            records += 1
            end = (item.offset or 0) + (item.length or 0)
            damages += pending
            pending = []
        else:
            pending.append(item)
    return _Walk(records, end, tuple(damages))
