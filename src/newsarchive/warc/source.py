"""Bytes of a record file, pulled forward: plain, or gzip member by gzip member.

The walk over gzip members is our own since neither warcio nor FastWARC tells a torn file (of 11 truncations of one file
`warcio check` passed 9; FastWARC's GzipReader returns the torn end in silence).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol

from newsarchive.warc.inflate import GZIP_MAGIC, InflateError, new_inflater

CHUNK = 1 << 16
_READ_AHEAD = 1 << 20
_MOST_INFLATED = 1 << 20
_PATIENCE = 1 << 30
_BLANK_LINES = re.compile(rb"[\r\n]*")
_HEADER_END = re.compile(rb"\n\r*\n")


class Readable(Protocol):
    """What is asked of a file."""

    def read(self, size: int, /) -> bytes: ...
    def seek(self, offset: int, /) -> int: ...
    def tell(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Marks:
    """How the records of a format are told apart."""

    header: re.Pattern[bytes]
    """The line that begins a record, with its line end."""
    longest: int
    """Bytes within which that line ends."""
    closing: int
    """Line ends that close a record, without which the end of a plain file is suspect."""


class BrokenSourceError(Exception):
    """The bytes from `offset` on are no record; the reader tells it as Damage and looks for the next start."""

    def __init__(self, offset: int, reason: str, *, final: bool = False) -> None:
        self.offset, self.reason, self.final = offset, reason, final
        super().__init__(reason)


class Source(ABC):
    """A file of records. `advance` moves to the next place where a record may begin; the rest reads on from there."""

    def __init__(self, file: Readable, marks: Marks, offset: int) -> None:
        self._file = file
        self.marks = marks
        self._file.seek(offset)
        self._buffer = b""
        self._at = 0
        self._brought = self._put_back = 0
        self.offset = offset
        """Byte of the file where the current record (plain) or gzip member begins."""

    @property
    @abstractmethod
    def end(self) -> int:
        """Byte of the file after what was consumed (plain) or after the finished gzip member."""

    @abstractmethod
    def advance(self) -> bool:
        """Move to the next record or member; False at the end of the file."""

    @abstractmethod
    def resync(self) -> bool:
        """After a BrokenSourceError: move to where the next record seems to begin; False when nowhere."""

    @abstractmethod
    def _fill(self) -> bytes:
        """More bytes; empty at the end of the file or member."""

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end, left in place."""
        while len(self._buffer) - self._at < size and self._more():
            pass
        return self._buffer[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end."""
        return bytes(self.take_view(size))

    def take_view(self, size: int) -> bytes | memoryview:
        """The next `size` bytes, fewer at the end, without copying them where they lie in one piece."""
        held = memoryview(self._buffer)[self._at : self._at + size]
        self._at += len(held)
        if len(held) == size:
            return held
        parts, left = list[bytes | memoryview]([held]), size - len(held)
        while left and (more := self._next_bytes()):
            parts.append(memoryview(more)[:left])
            if len(more) > left:
                self._buffer, self._at = more, left
                left = 0
            else:
                self._buffer, self._at = b"", 0
                left -= len(more)
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """Pass over up to `size` bytes without keeping them; returns how many there were."""
        left = size
        while left and (part := self.take(min(left, _MOST_INFLATED))):
            left -= len(part)
        return size - left

    def unread(self, data: bytes) -> None:
        """Put bytes back in front; raises BrokenSourceError when a hostile file has us read the same bytes for ever."""
        self._put_back += len(data)
        if self._put_back > _PATIENCE + 8 * self._brought:
            raise BrokenSourceError(self.offset, "given up: record after record tells a wrong length", final=True)
        self._buffer, self._at = data + self._buffer[self._at :], 0

    def take_blank_lines(self) -> bytes:
        """Line ends up to the next other byte; at most 64 KiB of them."""
        taken = b""
        while len(taken) < CHUNK:
            if self._at == len(self._buffer) and not self._more():
                break
            found = _BLANK_LINES.match(self._buffer, self._at)
            part = found[0] if found else b""
            self._at += len(part)
            taken += part
            if self._at < len(self._buffer):
                break
        return taken

    def take_header(self, limit: int) -> bytes | None:
        """Everything up to and with the first blank line; None when there is none within `limit` bytes."""
        searched = 0
        while True:
            found = _HEADER_END.search(self._buffer, self._at + max(0, searched - 3))
            if found:
                header = self._buffer[self._at : found.end()]
                self._at = found.end()
                return header
            searched = len(self._buffer) - self._at
            if searched > limit or not self._more():
                return None

    def at_header(self) -> bool:
        """Whether a record begins here."""
        return bool(self.marks.header.match(self.peek(self.marks.longest)))

    def take_until_header(self, limit: int) -> tuple[bytes, bool]:
        """Everything up to the line that begins the next record, about `limit` bytes at most, and whether one does."""
        searched = 0
        while True:
            window = self._buffer[self._at :]
            found = _at_line_start(self.marks.header, window, max(0, searched - self.marks.longest))
            if found is not None:
                self._at += found
                return window[:found], True
            searched = len(window)
            if searched > limit or not self._more():
                self._at = len(self._buffer)
                return window, False

    def _next_bytes(self) -> bytes:
        more = self._fill()
        self._brought += len(more)
        return more

    def _more(self) -> bool:
        more = self._next_bytes()
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)


class PlainSource(Source):
    """A file of records without compression."""

    def __init__(self, file: Readable, marks: Marks, offset: int) -> None:
        super().__init__(file, marks, offset)
        self._read = offset

    @property
    def end(self) -> int:
        return self._read - (len(self._buffer) - self._at)

    def _fill(self) -> bytes:
        more = self._file.read(CHUNK)
        self._read += len(more)
        return more

    def advance(self) -> bool:
        self.take_blank_lines()
        self.offset = self.end
        return bool(self.peek(1))

    def resync(self) -> bool:
        """To the first header line after the line that `offset` lies in."""
        self._file.seek(self.offset)
        self._read, self._buffer, self._at = self.offset, b"", 0
        while (window := self.peek(CHUNK)) and b"\n" not in window:
            self.take(len(window))
        self.take(window.find(b"\n") + 1)
        while True:
            before, found = self.take_until_header(CHUNK)
            if found:
                return True
            if len(before) <= self.marks.longest:
                return False
            self.unread(before[-self.marks.longest :])


class GzipSource(Source):
    """A file of gzip members, each holding one record, as it should, or many.

    The file is read in large pieces and inflated in small ones: most members then come out in one call, and what an
    inflater copies as its unused rest stays small.
    """

    def __init__(self, file: Readable, marks: Marks, offset: int) -> None:
        super().__init__(file, marks, offset)
        self._raw = memoryview(b"")
        self._next = offset
        self._inflate = new_inflater()

    @property
    def end(self) -> int:
        return self._next

    def advance(self) -> bool:
        self._buffer, self._at = b"", 0
        self.offset = self._next
        self._inflate = new_inflater()
        return bool(self._piece())

    def finished(self) -> bool:
        """Whether the member was read to its end; raises BrokenSourceError if checksum or length are wrong there."""
        return not self.peek(1)

    def _piece(self) -> memoryview:
        """The next bytes of the file, not yet consumed; empty at its end."""
        if not self._raw:
            self._raw = memoryview(self._file.read(_READ_AHEAD))
        return self._raw[:CHUNK]

    def _fill(self) -> bytes:
        while not self._inflate.eof:
            piece = self._piece()
            try:
                out = self._inflate.decompress(piece, _MOST_INFLATED)
            except InflateError as error:
                raise BrokenSourceError(self.offset, self._explain(error)) from error
            rest = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
            self._raw = self._raw[len(piece) - len(rest) :]
            if self._inflate.eof:
                self._next = self._file.tell() - len(self._raw)
            if out:
                return out
            if not piece and not self._inflate.eof:
                size = self._file.tell()
                what = f"the last record, begun at byte {self.offset}, is incomplete"
                raise BrokenSourceError(self.offset, f"torn at byte {size}: {what}")
        return b""

    def _explain(self, error: Exception) -> str:
        self._file.seek(self.offset)
        start = self._file.read(512)
        if not start.startswith(GZIP_MAGIC):
            what = "only zero bytes" if not start.strip(b"\0") else "no gzip member"
            return f"{what} at byte {self.offset}, where a record should begin"
        detail = str(error).rpartition(": ")[2]
        return f"the gzip member at byte {self.offset} is damaged ({detail})"

    def resync(self) -> bool:
        """To the first gzip member behind the break whose content begins like a record."""
        at = self.offset + 1
        while True:
            self._file.seek(at)
            window = self._file.read(CHUNK)
            found = window.find(GZIP_MAGIC)
            if found < 0 and len(window) < CHUNK:
                return False
            if found < 0:
                at += CHUNK - len(GZIP_MAGIC) + 1
                continue
            at += found
            if self._begins_record(at):
                self._file.seek(at)
                self._raw, self._next = memoryview(b""), at
                return True
            at += 1

    def _begins_record(self, at: int) -> bool:
        self._file.seek(at)
        try:
            start = new_inflater().decompress(self._file.read(CHUNK), self.marks.longest)
        except InflateError:
            return False
        return bool(self.marks.header.match(start.lstrip(b"\r\n")))


def open_source(file: Readable, marks: Marks, offset: int) -> Source:
    """A file open for reading → its source, told by its bytes from `offset` on.

    Where neither a gzip member nor a record begins there, the first bytes are damaged: then it is told by what follows.
    """
    file.seek(offset)
    start = file.read(CHUNK)
    plain = _at_line_start(marks.header, start, 0) is not None
    is_gzip = start.startswith(GZIP_MAGIC[:2]) or (GZIP_MAGIC in start and not plain)
    return (GzipSource if is_gzip else PlainSource)(file, marks, offset)


def _at_line_start(header: re.Pattern[bytes], window: bytes, start: int) -> int | None:
    """Where in `window` a line begins that is a record's header; lines are looked at from the one `start` lies in."""
    at = window.rfind(b"\n", 0, start) + 1
    while True:
        if header.match(window, at):
            return at
        at = window.find(b"\n", at) + 1
        if not at:
            return None
