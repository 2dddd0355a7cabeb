"""The bytes of an archived copy, read from its WARC file: within limits, held against their digests, decoded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsarchive.elsewhere import find_elsewhere
from newsarchive.exceptions import ElsewhereError, RecordTooLargeError, UnreadableInputError
from newsarchive.extraction.decode import decode
from newsarchive.reading.memento import Memento
from newsarchive.warc import Record, read_bounded, segment_path
from newsarchive.warc.away import note_path
from newsarchive.warc.checked import fits

LIMIT = 16 << 20
"""Bytes of a record, and of what it unpacks to, that are read to be shown; done by as many threads as SQL has."""

Problem = Literal["copy_absent", "copy_damaged", "copy_large"]

_PICTURES: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("image/avif", re.compile(rb".{4}ftypavi[fs]", re.DOTALL)),
    ("image/bmp", re.compile(rb"BM.{12}[\x0c\x28\x40\x6c\x7c]\0\0\0", re.DOTALL)),
)
"""What may be shown as a picture: told by its first bytes, whatever the server called it. SVG is a document."""
_PAGES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_LABELS = {"utf-16-le": "utf-16le", "utf-16-be": "utf-16be", "latin-1": "windows-1252", "iso8859-1": "windows-1252"}
"""Python's name of an encoding → the one that browsers know, where they differ."""


class CopyError(Exception):
    """A listed copy cannot be shown; `problem` is the key of the words for readers, `status` the HTTP status."""

    def __init__(self, problem: Problem, status: int) -> None:
        self.problem, self.status = problem, status
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Copy:
    """What was captured, its Content-Encoding undone."""

    body: bytes
    media_type: str
    """One that a browser may show, or application/octet-stream, which is only given out as a file."""
    charset: str | None
    """Of a page or text, in a browser's words."""

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.media_type == "text/html"

    @property
    def is_file(self) -> bool:
        """Whether it is given out to be saved, and never shown."""
        return self.media_type == "application/octet-stream"

    def text(self) -> str:
        """A page as text; bytes that its encoding does not know become U+FFFD."""
        return self.body.decode(self.charset or "utf-8", "replace")


def read_copy(folders: Iterable[Path], memento: Memento) -> Copy:
    """The copy, read from the WARC files in the first of `folders` that has its file.

    Raises CopyError when it is not there, not whole or too large.
    """
    record = _read(folders, memento)
    body = record.content(LIMIT + 1)
    if len(body) > LIMIT:
        raise CopyError("copy_large", 503)
    if memento.kind == "picture":
        return Copy(body, _picture_type(body), None)
    # A page from a disk whose header told nothing was read as one; text without markup is marked so.
    media_type = "text/plain" if record.mime == "text/plain" else "text/html"
    if record.mime not in {*_PAGES, "text/plain", None}:
        return Copy(body, "application/octet-stream", None)
    declared = record.http.get("Content-Type") if record.http else record.get("Content-Type")
    encoding = decode(body, declared).encoding
    return Copy(body, media_type, _LABELS.get(encoding, encoding.replace("_", "-")))


def _read(folders: Iterable[Path], memento: Memento) -> Record:
    path = next((path for folder in folders if (path := _path(folder, memento.warc_file))), None)
    if path is None:
        raise CopyError("copy_absent", 503)
    try:
        record = read_bounded(path, memento.warc_offset, memento.warc_length, limit=LIMIT)
    except RecordTooLargeError as error:
        raise CopyError("copy_large", 503) from error
    except ElsewhereError as error:
        raise CopyError("copy_absent", 503) from error
    except UnreadableInputError as error:
        raise CopyError("copy_damaged", 502) from error
    payload = record.payload
    if record.payload_digest != memento.payload_digest or not fits(memento.revisit_digest, payload):
        raise CopyError("copy_damaged", 502)
    return record


def _path(folder: Path, name: str) -> Path | None:
    """The file, whatever the release says: it or its note lies in the folder, or where the archive itself says."""
    elsewhere = find_elsewhere(folder.parent, name)
    if elsewhere is not None and elsewhere.is_file():
        return elsewhere
    path = segment_path(folder, name)
    try:
        here = path if path.exists() else note_path(path)
        real, inside = here.resolve(strict=True), folder.resolve(strict=True)
    except (OSError, ValueError):
        return None
    return path if real.is_relative_to(inside) and real.is_file() else None


def _picture_type(body: bytes) -> str:
    return next((name for name, start in _PICTURES if start.match(body)), "application/octet-stream")
