"""Taking the whole records out of a damaged WARC file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsarchive.warc.block import warc_header
from newsarchive.warc.checked import fits
from newsarchive.warc.compress import gzip_member
from newsarchive.warc.cut import PAYLOAD_CAP, Cut, Format, open_input, read_format
from newsarchive.warc.inflate import GZIP_MAGIC
from newsarchive.warc.read import WARC
from newsarchive.warc.record import Damage, Fields, find_field
from newsarchive.warc.source import Readable
from newsarchive.warc.tornzip import find_members
from newsarchive.warc.wacz import Window

_END = b"\r\n\r\n"
_Parts = tuple[Fields, bytes, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Whole:
    """A record that is as it was written, ready for another file."""

    offset: int | None
    member: bytes
    """One gzip member: the very bytes of the file where the record had a member of its own."""


def whole_records(path: Path, advance: Callable[[int], None]) -> Iterator[Whole | Damage]:
    """Yield each whole record, and a Damage for each place where there is none.

    Whole is a record that ends where its header says and fits the digests it tells. `advance` is told how far the
    file has been read. Raises UnreadableInputError when the file cannot be opened.
    """
    with open_input(path) as file, path.open("rb") as raw:
        yield from _whole(file, 0, raw, advance)


def whole_records_of_package(path: Path, advance: Callable[[int], None]) -> Iterator[Whole | Damage]:
    """The same of every WARC file in a WACZ package, which may be torn: they are found without its directory."""
    with open_input(path) as file, path.open("rb") as raw:
        members = find_members(path)
        if not members:
            yield Damage(None, "no WARC file begins in what is left of the package")
        for member in members:
            if member.why_closed:
                yield Damage(member.start, f"{member.name} {member.why_closed}")
                continue
            window = Window(file, member.start, member.end)
            yield from _whole(window, member.start, raw, advance)


def _whole(file: Readable, start: int, raw: BinaryIO, advance: Callable[[int], None]) -> Iterator[Whole | Damage]:
    for item in read_format(file, _PARTS, start):
        if isinstance(item, Damage):
            yield item
            continue
        fields, block, offset, length = item
        if offset is None or length is None:
            yield Whole(offset, gzip_member(b"".join((warc_header(fields), block, _END))))
            continue
        raw.seek(offset)
        data = raw.read(length)
        yield Whole(offset, data if data.startswith(GZIP_MAGIC) else gzip_member(data))
        advance(offset + length)


def _build(cut: Cut, offset: int | None, length: int | None) -> _Parts | Damage:
    where = f"the record at byte {offset}" if offset is not None else "a record"
    if cut.problem:
        return Damage(offset, f"{where} does not end where its header says")
    if cut.truncated and offset is None:
        return Damage(offset, f"{where} is larger than {PAYLOAD_CAP >> 20} MiB and shares its gzip member with others")
    if not cut.truncated and not fits(find_field(cut.fields, "WARC-Block-Digest"), cut.block):
        return Damage(offset, f"{where} does not fit its block digest")
    return cut.fields, bytes(cut.block), offset, length


_PARTS = Format(WARC.marks, WARC.take_header, _build)
