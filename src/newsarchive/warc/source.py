"""Bytes of a record file, pulled forward, with the places where a record may begin."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

CHUNK = 1 << 16
_PIECE = 1 << 20
_PATIENCE = 1 << 30
_LINE_ENDS = b"\r\n"
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
    """The line that begins a record, with its line end and what must follow."""
    longest: int
    """Bytes within which that line ends."""
    closing: int
    """Line ends that close a record, without which the end of a plain file is suspect."""
    opening: bytes = b""
    """Bytes that every header begins with, where there are such."""


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
        self._buffer: bytes | bytearray = b""
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

    def take_usual_end(self) -> bool:
        """Pass over the end of a member that holds one record, when nothing else can follow; False leaves it in place.

        Most records end so; that this is seen at once makes reading faster.
        """
        return False

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end, left in place."""
        while len(self._buffer) - self._at < size and self._more():
            pass
        return bytes(self._buffer[self._at : self._at + size])

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
        while left and (part := self.take(min(left, _PIECE))):
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
        if self._at < len(self._buffer) and self._buffer[self._at] not in _LINE_ENDS:
            return b""
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
                header = bytes(self._buffer[self._at : found.end()])
                self._at = found.end()
                return header
            searched = len(self._buffer) - self._at
            if searched > limit or not self._more():
                return None

    def at_header(self) -> bool:
        """Whether a record begins here."""
        if len(self._buffer) - self._at < self.marks.longest:
            self.peek(self.marks.longest)
        return bool(self.marks.header.match(self._buffer, self._at, self._at + self.marks.longest))

    def take_until_header(self, limit: int) -> tuple[bytes, bool]:
        """Everything up to the line that begins the next record, about `limit` bytes at most, and whether one does."""
        parts: list[bytes] = []
        found = self._scan(parts.append, limit)
        return b"".join(parts), found

    def skip_until_header(self) -> bool:
        """Pass over everything up to the line that begins the next record; False when there is none."""
        return self._scan(lambda _: None, None)

    def _scan(self, take: Callable[[bytes], object], limit: int | None) -> bool:
        """Hand on what lies before the next header, keeping back only what may be the beginning of one."""
        taken, at_line_start = 0, True
        while True:
            window = bytes(self._buffer[self._at :])
            line = 0 if at_line_start else window.find(b"\n") + 1
            found = find_header(self.marks, window, line) if at_line_start or line else None
            settled = found if found is not None else self._settled(window)
            take(window[:settled])
            taken += settled
            self._at += settled
            if found is not None:
                return True
            at_line_start = window[settled - 1 : settled] == b"\n" if settled else at_line_start
            if (limit is not None and taken > limit) or not self._more():
                take(self.take(len(self._buffer) - self._at))
                return False

    def _settled(self, window: bytes) -> int:
        """How much of a window without header cannot hold the beginning of one either, whatever follows."""
        whole_lines = len(window) - self.marks.longest
        if whole_lines <= 0:
            return 0
        return window.find(b"\n", whole_lines) + 1 or len(window)

    def _next_bytes(self) -> bytes:
        more = self._fill()
        self._brought += len(more)
        return more

    def _more(self) -> bool:
        more = self._next_bytes()
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)


def find_header(marks: Marks, window: bytes, start: int = 0) -> int | None:
    """Where in `window` a line begins that is a record's header; a line must begin at `start`."""
    at = start
    while not marks.header.match(window, at):
        at = window.find(b"\n" + marks.opening, at) + 1
        if not at:
            return None
    return at
