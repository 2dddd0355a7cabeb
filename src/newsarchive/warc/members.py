"""A record file packed by gzip, walked member by member.

The walk is our own since neither warcio nor FastWARC tells a torn file: of 11 truncations of one file `warcio check`
passed 9, and FastWARC's GzipReader returns the torn end in silence.
"""

from __future__ import annotations

from newsarchive.warc.inflate import GZIP_MAGIC, InflateError, Inflater, inflate_whole, new_inflater
from newsarchive.warc.source import CHUNK, BrokenSourceError, Marks, Readable, Source

_FIRST_READ, _READ_AHEAD = 1 << 17, 1 << 20
"""Bytes read of the file at once: little at first, since one record may be all that is asked for, then more and more.
To read a page of 15 kB, a megabyte was copied twice: a tenth of the cost of reading what is held again."""
_MOST_INFLATED = 1 << 20
_USUAL_END = b"\r\n\r\n"
_TRIES = 100_000
"""Places looked at for the next member before a file is given up."""


class GzipSource(Source):
    """A file of gzip members, each holding one record, as it should, or many.

    The file is read in large pieces. A member that lies whole in one, as nearly all do, is inflated at once; any other
    in small pieces, since what an inflater copies as its unused rest should stay small.
    """

    def __init__(self, file: Readable, marks: Marks, offset: int) -> None:
        super().__init__(file, marks, offset)
        self._raw = memoryview(b"")
        self._ahead = _FIRST_READ
        self._next = offset
        self._inflate: Inflater | None = None
        """The member's, while not all of it has come out."""

    @property
    def end(self) -> int:
        return self._next

    def advance(self) -> bool:
        self._buffer, self._at = b"", 0
        self.offset = self._next
        if not self._piece():
            return False
        self._inflate = None if self._take_whole() else new_inflater()
        return True

    def finished(self) -> bool:
        """Whether the member was read to its end; raises BrokenSourceError if checksum or length are wrong there."""
        return (self._at == len(self._buffer) and not self._inflate) or not self.peek(1)

    def take_usual_end(self) -> bool:
        if self._inflate or len(self._buffer) - self._at != len(_USUAL_END) or not self._buffer.endswith(_USUAL_END):
            return False
        self._at = len(self._buffer)
        return True

    def _take_whole(self) -> bool:
        """Inflate the member that begins at what was read of the file, if it lies whole in that or a piece more."""
        whole = inflate_whole(self._raw, _MOST_INFLATED)
        while not whole and len(self._raw) < _READ_AHEAD and (more := self._read_on()):
            self._raw = memoryview(b"".join((self._raw, more)))
            whole = inflate_whole(self._raw, _MOST_INFLATED)
        if not whole:
            return False
        self._buffer, length = whole
        self._brought += len(self._buffer)
        self._raw = self._raw[length:]
        self._next += length
        return True

    def _piece(self) -> memoryview:
        """The next bytes of the file, not yet consumed; empty at its end."""
        if not self._raw:
            self._raw = memoryview(self._read_on())
        return self._raw[:CHUNK]

    def _read_on(self) -> bytes:
        ahead, self._ahead = self._ahead, min(2 * self._ahead, _READ_AHEAD)
        return self._file.read(ahead)

    def _fill(self) -> bytes:
        while self._inflate:
            piece = self._piece()
            try:
                out = self._inflate.decompress(piece, _MOST_INFLATED)
            except InflateError as error:
                raise BrokenSourceError(self.offset, self._explain(error)) from error
            ended = self._inflate.eof
            rest = self._inflate.unused_data if ended else self._inflate.unconsumed_tail
            self._raw = self._raw[len(piece) - len(rest) :]
            if ended:
                self._next = self._file.tell() - len(self._raw)
                self._inflate = None
            if out:
                return out
            if not piece and not ended:
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
        at = self.offset
        for _ in range(_TRIES):
            found = self._find_magic(at + 1)
            if found is None:
                return False
            at = found
            if self._begins_record(at):
                self._file.seek(at)
                self._raw, self._next = memoryview(b""), at
                return True
        return False

    def _find_magic(self, at: int) -> int | None:
        """The next place from `at` on with the bytes that begin a gzip member."""
        while True:
            self._file.seek(at)
            window = self._file.read(CHUNK)
            found = window.find(GZIP_MAGIC)
            if found >= 0:
                return at + found
            if len(window) < len(GZIP_MAGIC):
                return None
            at += len(window) - len(GZIP_MAGIC) + 1

    def _begins_record(self, at: int) -> bool:
        self._file.seek(at)
        try:
            start = new_inflater().decompress(self._file.read(CHUNK), self.marks.longest)
        except InflateError:
            return False
        return bool(self.marks.header.match(start.lstrip(b"\r\n")))
