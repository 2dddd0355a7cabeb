"""The WARC files of a WACZ package by the header that stands before each: a torn package has lost its directory."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass, replace
from pathlib import Path

from newsarchive.warc.wacz import WARC_MEMBER

_LOCAL = struct.Struct("<4s5H3L2H")
"""The header before a member (PKWARE APPNOTE 4.3.7)."""
_MARK, _DIRECTORY, _DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"
_NAME_IN_DIRECTORY = 46
_DESCRIPTORS = (16, 24)
"""Bytes of the sizes that a program which did not know them beforehand writes behind a member, by those of a size."""
_LONGEST_NAME = 1000
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A WARC file in a package, from one byte of it to another."""

    name: str
    start: int
    end: int
    why_closed: str | None
    """Why no record can be read where it lies."""


def find_members(path: Path) -> list[Member]:
    """The WARC files that begin in a local package, in its order; each ends where what follows it begins.

    What the headers tell of lengths is not believed: where bytes are missing, the next member begins before.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        begins = _headers(data)
        if not begins:
            return []
        bounds = [*(at for at, _ in begins[1:]), _directory(data, begins)]
        found = (replace(member, end=_end(data, end)) for (_, member), end in zip(begins, bounds, strict=True))
        return [member for member in found if WARC_MEMBER.match(member.name)]


def _headers(data: mmap.mmap) -> list[tuple[int, Member]]:
    """Each member of the package with the byte at which its header begins."""
    found = []
    at = data.find(_MARK)
    while at >= 0:
        if member := _member(data, at):
            found.append((at, member))
        at = data.find(_MARK, at + len(_MARK))
    return found


def _member(data: mmap.mmap, at: int) -> Member | None:
    """None where the four bytes stand by chance in what is packed."""
    if at + _LOCAL.size > len(data):
        return None
    _, _, flags, method, *_, named, extra = _LOCAL.unpack_from(data, at)
    name = data[at + _LOCAL.size : at + _LOCAL.size + named]
    if not 0 < named <= _LONGEST_NAME or len(name) < named or b"\0" in name:
        return None
    try:
        told = name.decode("utf-8")
    except UnicodeDecodeError:
        return None
    closed = "is encrypted" if flags & _ENCRYPTED else "is compressed in the package" if method else None
    closed = closed or ("holds Zstandard frames, of which none is salvaged" if told.endswith(".zst") else None)
    start = at + _LOCAL.size + named + extra
    return Member(told, start, start, closed)


def _directory(data: mmap.mmap, begins: list[tuple[int, Member]]) -> int:
    """Where the package's own directory begins, behind its last member; its end when that is torn off."""
    names = {member.name.encode() for _, member in begins}
    at = data.find(_DIRECTORY, begins[-1][0])
    while at >= 0:
        rest = data[at + _NAME_IN_DIRECTORY : at + _NAME_IN_DIRECTORY + _LONGEST_NAME]
        if any(rest.startswith(name) for name in names):
            return at
        at = data.find(_DIRECTORY, at + len(_DIRECTORY))
    return len(data)


def _end(data: mmap.mmap, end: int) -> int:
    return next((end - size for size in _DESCRIPTORS if data[end - size : end - size + 4] == _DESCRIPTOR), end)
