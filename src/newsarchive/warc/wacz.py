"""Read the WARC files inside a WACZ package, without unpacking it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from newsarchive.exceptions import UnreadableInputError
from newsarchive.warc.cut import open_input, read_format
from newsarchive.warc.read import WARC
from newsarchive.warc.record import Damage, Record
from newsarchive.warc.zip import ZIP_ERRORS
from newsarchive.warc.zst import read_frames

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

WARC_MEMBER = re.compile(r"archive/[^\x00]+\.warc(?:\.gz|\.zst)?\Z", re.IGNORECASE)
"""Names of WARC files in a package: the WACZ standard has them in its folder archive/."""
_PACKAGE_MEMBER = re.compile(r"[^\x00]+\.wacz\Z", re.IGNORECASE)
"""A package of packages ("multi-wacz-package"): a crawl by several browsers, a collection."""
_DEEPEST = 3
WHOLE_FOLDER = "newsarchive"
"""Folder in a package of a whole archive that holds what only newsarchive reads: ledger, database, settings."""
_LOCAL_HEADER = 30
_BOMB_BYTES, _BOMB_RATIO = 1 << 30, 200


def wacz_members(path: Path) -> tuple[str, ...]:
    """The names of the WARC files in a package, in its order; raises UnreadableInputError when it is no zip file."""
    with open_input(path) as file, _open_zip(path, file) as package:
        return tuple(info.filename for info in _warc_members(package))


def is_whole_wacz(path: Path) -> bool:
    """Whether a file is a package that an archive can be restored from: it holds the ledger."""
    try:
        with zipfile.ZipFile(path) as package:
            return f"{WHOLE_FOLDER}/ledger.jsonl" in package.namelist()
    except (*ZIP_ERRORS, OSError):
        return False


def read_wacz(path: Path) -> Iterator[Record | Damage]:
    """Yield the records of every WARC file in a package, and a Damage for each thing that could not be read.

    Packages stored in the package are read too. Nothing is written, so that names in the package cannot reach outside.
    Offsets count from the start of the package where the member is stored as the WACZ standard demands, so that
    `read_record` finds the record there; where it is compressed, or in Zstandard frames, they are None.

    Raises UnreadableInputError when the file cannot be opened.
    """
    with open_input(path) as file:
        yield from _read_package(path, _Package(file, file, 0), 1)


@dataclass(frozen=True, slots=True)
class _Package:
    """Where a package lies: in a file that is open, from byte `begin` on; `part` is it alone."""

    file: BinaryIO
    part: BinaryIO
    begin: int

    def inner(self, info: zipfile.ZipInfo) -> _Package:
        """A stored member that is a package."""
        start, end = _stored_range(self.part, info)
        begin = self.begin + start
        return _Package(self.file, cast("BinaryIO", _Part(self.file, begin, self.begin + end)), begin)


def _read_package(path: Path, package: _Package, depth: int) -> Iterator[Record | Damage]:
    try:
        directory = _open_zip(path, package.part)
    except UnreadableInputError as error:
        yield Damage(package.begin or None, error.reason)
        return
    members, packages = _warc_members(directory), _inner_packages(directory)
    if not members and not packages:
        yield Damage(None, "the package holds no WARC file in its folder archive/, where the WACZ standard has them")
    for info in members:
        yield from _read_member(directory, package, info)
    for info in packages:
        yield from _read_inner(path, package, info, depth)


def _read_inner(path: Path, package: _Package, info: zipfile.ZipInfo, depth: int) -> Iterator[Record | Damage]:
    if not _is_stored(info) or depth == _DEEPEST:
        yield Damage(None, f"{info.filename} is compressed or nested too deep in the package: take it in by itself")
        return
    try:
        inner = package.inner(info)
    except ZIP_ERRORS as error:
        yield Damage(info.header_offset, f"{info.filename} cannot be read from the package: {error}")
        return
    yield from _read_package(path, inner, depth + 1)


def _open_zip(path: Path, file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (*ZIP_ERRORS, OSError) as error:
        raise UnreadableInputError(
            path, f"the package is no whole zip file: {error}; `newsarchive salvage` saves its records"
        ) from error


def _warc_members(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [info for info in package.infolist() if WARC_MEMBER.match(info.filename)]


def _inner_packages(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [info for info in package.infolist() if _PACKAGE_MEMBER.match(info.filename)]


def _is_stored(info: zipfile.ZipInfo) -> bool:
    return info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1


def _read_member(directory: zipfile.ZipFile, package: _Package, info: zipfile.ZipInfo) -> Iterator[Record | Damage]:
    if info.file_size > _BOMB_BYTES and info.file_size > info.compress_size * _BOMB_RATIO:
        yield Damage(info.header_offset, f"{info.filename} is passed over: it would unpack to {info.file_size} bytes")
        return
    is_zst = info.filename.lower().endswith(".zst")
    try:
        if _is_stored(info) and not is_zst:
            start, end = _stored_range(package.part, info)
            window = Window(package.file, package.begin + start, package.begin + end)
            yield from read_format(window, WARC, window.start)
            return
        with directory.open(info) as member:
            items = read_frames(member) if is_zst else _read_plain(member)
            for item in items:
                yield _without_place(item, info.filename)
    except ZIP_ERRORS as error:
        yield Damage(info.header_offset, f"{info.filename} cannot be read from the package: {error}")


def _read_plain(member: IO[bytes]) -> Iterator[Record | Damage]:
    return read_format(member, WARC, 0)


def _stored_range(file: BinaryIO, info: zipfile.ZipInfo) -> tuple[int, int]:
    """First byte of a stored member and the byte after its last, from its local header (PKWARE APPNOTE 4.3.7)."""
    if info.header_offset < 0:  # a torn directory: zipfile corrects its offsets by what is missing
        msg = "its directory names a place before the package begins"
        raise zipfile.BadZipFile(msg)
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        msg = "no local header where the directory says"
        raise zipfile.BadZipFile(msg)
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    start = info.header_offset + _LOCAL_HEADER + name + extra
    return start, start + info.file_size


def _without_place(item: Record | Damage, member: str) -> Record | Damage:
    if isinstance(item, Record):
        return replace(item, offset=None, length=None)
    return Damage(None, f"in {member}: {item.reason}")


class Window:
    """Part of a file, under the offsets of the whole."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self.start, self._end = file, start, end

    def read(self, size: int, /) -> bytes:
        return self._file.read(max(0, min(size, self._end - self._file.tell())))

    def seek(self, offset: int, /) -> int:
        return self._file.seek(min(offset, self._end))

    def tell(self) -> int:
        return self._file.tell()


class _Part(io.RawIOBase):
    """Part of a file as a file of its own, for the directory of a package within a package."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._file, self._start, self._size, self._at = file, start, end - start, 0

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        read = self._file.read(min(len(view), self._size - self._at))
        view[: len(read)] = read
        self._at += len(read)
        return len(read)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        begin = (0, self._at, self._size)[whence]
        if begin + offset < 0:
            msg = "before the package begins"
            raise OSError(msg)
        self._at = min(begin + offset, self._size)
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True
