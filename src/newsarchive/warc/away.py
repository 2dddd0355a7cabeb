"""A file of records that lies elsewhere alone: a note stands in its place and tells where.

The note is a file of its own beside the place, so that whoever reads records (a worker of a cluster, the reading room)
needs nothing but the folder.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, cast

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc.elsewhere import Ranged
from newsarchive.warc.segment import sync_directory

AWAY_SUFFIX = ".away"
"""What the name of a note adds to the name of its file."""


@dataclass(frozen=True, slots=True)
class Away:
    """Where a file lies."""

    url: str
    """s3://bucket/folder/name, sftp://host/folder/name, /folder/name; never with a password."""
    bytes: int
    sha256: str
    """"sha256:" and lower-case hex."""
    endpoint: str | None = None
    """Of an S3-compatible server."""


def note_path(path: Path) -> Path:
    """The note that stands for a file."""
    return path.with_name(path.name + AWAY_SUFFIX)


def read_note(path: Path) -> Away | None:
    """Where this file lies; None when nothing tells. Raises UnreadableInputError for a note that is none."""
    note = note_path(path)
    try:
        return Away(**json.loads(note.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise UnreadableInputError(note, f"does not tell where the file lies: {error}") from error


def write_note(path: Path, away: Away) -> None:
    """Let a note stand for this file, on the disk when it returns. Raises OSError."""
    note = note_path(path)
    partial = note.with_name(note.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(asdict(away), file)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(note)
    sync_directory(note.parent)


def is_present(path: Path) -> bool:
    """Whether the file lies here, or a note tells where it lies."""
    return path.is_file() or note_path(path).is_file()


def size_of(path: Path) -> int:
    """Bytes of a file that is present; of one elsewhere as its note tells. Raises OSError, UnreadableInputError."""
    away = None if path.is_file() else read_note(path)
    return away.bytes if away else path.stat().st_size


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading, unbuffered, wherever it lies.

    Raises UnreadableInputError with the system's reason, ElsewhereError when it lies elsewhere and cannot be read.
    """
    try:
        return cast("BinaryIO", Path(path).open("rb", buffering=0))
    except FileNotFoundError as error:
        away = read_note(Path(path))
        if away is None:
            raise UnreadableInputError(path, error.strerror or str(error)) from error
        return cast("BinaryIO", Ranged(away.url, away.endpoint, away.bytes))
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or str(error)) from error
