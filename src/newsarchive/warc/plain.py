"""A record file without compression."""

from __future__ import annotations

from newsarchive.warc.source import CHUNK, Marks, Readable, Source


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
        return self.skip_until_header()
