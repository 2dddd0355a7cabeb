"""The ledger: one fsynced JSON line per decision, each holding the hash of the one before it.

A line is `{"seq", "at", "kind", "agent", "subject", "detail", "prev", "hash"}` in canonical JSON (sorted keys, no
blanks, UTF-8, NFC); `hash` is `sha256:` + hex over the line without it, `prev` the hash of the line before, null in the
first. Nothing else in an archive tells what was decided, so a broken chain is an error and never mended silently. The
one exception is a last line without its newline: that is a write cut short by a crash, nobody was told it was kept, and
it is cut back with a line of its own that says so.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from newsarchive.exceptions import LedgerError
from newsarchive.store import moments
from newsarchive.store.agent import person_and_program
from newsarchive.store.errors import storage_errors

REPAIRED = "ledger-repaired"
_FIELDS = ("seq", "at", "kind", "agent", "subject", "detail", "prev", "hash")
_TAIL = 1 << 16


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One decision."""

    seq: int
    """1, 2, 3 … without a gap."""
    at: str
    """UTC, `2026-01-08T11:21:00Z`."""
    kind: str
    """What was decided or done: "import", "withhold"."""
    agent: str
    """Who: the login name and the program with its version."""
    subject: str
    """What it is about: a file name, a uid."""
    detail: Mapping[str, Any]
    prev: str | None
    hash: str

    @property
    def is_intact(self) -> bool:
        """Whether its hash fits its content."""
        return self.hash == _hash(self)

    def to_json(self) -> str:
        """The line as it stands in the file, without the newline."""
        return _canonical({name: getattr(self, name) for name in _FIELDS})


class Ledger:
    """The ledger file of an archive. Safe for several processes: a writer holds the file's lock while it appends."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        """Make an empty ledger where there is none."""
        with storage_errors(self.path):
            self.path.open("ab").close()

    def append(self, kind: str, subject: str, detail: Mapping[str, Any]) -> LedgerLine:
        """Add one line and wait until it is on disk.

        Raises LedgerError when the ledger is missing or its last line does not hold, StorageFullError when it cannot be
        written; a line cut short by a full disk is taken back.
        """
        with self._locked() as file:
            last = self._last_line(file)
            return self._write(file, last, kind, subject, detail)

    def lines(self) -> Iterator[LedgerLine]:
        """Every line in order, the chain checked on the way; raises LedgerError naming the first line that is wrong."""
        before: LedgerLine | None = None
        with self._opened("rb") as file:
            for number, raw in enumerate(file, start=1):
                if not raw.endswith(b"\n"):
                    return  # A write under way or cut short: not part of the ledger until its newline is there.
                before = self._check(raw, number, before)
                yield before

    def last(self) -> LedgerLine | None:
        """The newest whole line, checked by itself; None in an empty ledger. Raises LedgerError."""
        with self._opened("rb") as file:
            raw = _read_last(file)
            if raw is not None and not raw.endswith(b"\n"):
                raw = _read_last(file, before=len(raw))
        return self._parse(raw, None) if raw is not None else None

    def tail(self, after: int) -> list[LedgerLine]:
        """The lines numbered above `after`; reads and checks the whole chain."""
        return [line for line in self.lines() if line.seq > after]

    def verify(self, head: tuple[int, str] | None = None) -> int:
        """Check the whole chain and return the number of lines.

        `head` is the (seq, hash) of the newest line mirrored in news.db; with it, lines cut off at the end are found
        too. Raises LedgerError when the file is missing or a line was changed, removed, inserted or moved.
        """
        count, at_head = 0, None
        for line in self.lines():
            count = line.seq
            if head and line.seq == head[0]:
                at_head = line.hash
        if head and at_head is None:
            raise LedgerError(
                self.path, f"line {head[0]} is missing: the ledger ends at line {count}, but news.db saw more"
            )
        if head and at_head != head[1]:
            raise LedgerError(self.path, f"line {head[0]} is not the one that news.db saw: the ledger was rewritten")
        return count

    @contextmanager
    def _opened(self, mode: str) -> Iterator[BinaryIO]:
        try:
            file = self.path.open(mode)
        except FileNotFoundError as error:
            raise LedgerError(self.path, "the ledger is missing; restore it from a second copy") from error
        except IsADirectoryError as error:
            raise LedgerError(self.path, "a folder stands in its place; restore it from a second copy") from error
        with file:
            yield file  # type: ignore[misc]

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        with storage_errors(self.path), self._opened("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _last_line(self, file: BinaryIO) -> LedgerLine | None:
        """The line to chain on, after cutting back one that a crash left unfinished."""
        raw = _read_last(file)
        if raw is not None and not raw.endswith(b"\n"):
            cut_at = file.seek(0, os.SEEK_END) - len(raw)
            file.truncate(cut_at)
            file.flush()
            os.fsync(file.fileno())
            last = self._last_line(file)
            detail = {"bytes": len(raw), "text": raw[:200].decode("utf-8", "replace")}
            return self._write(file, last, REPAIRED, self.path.name, detail)
        return self._parse(raw, None) if raw is not None else None

    def _write(
        self, file: BinaryIO, last: LedgerLine | None, kind: str, subject: str, detail: Mapping[str, Any]
    ) -> LedgerLine:
        line = _chain(last, kind, subject, detail)
        end = file.seek(0, os.SEEK_END)
        try:
            file.write(line.to_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            # What did not reach the disk whole must not stand there in part (a full disk writes half a line).
            os.ftruncate(file.fileno(), end)
            raise
        return line

    def _check(self, raw: bytes, number: int, before: LedgerLine | None) -> LedgerLine:
        line = self._parse(raw, number)
        if line.seq != number:
            raise LedgerError(self.path, f"line {number} has number {line.seq}: a line was removed, inserted or moved")
        if line.prev != (before.hash if before else None):
            raise LedgerError(self.path, f"line {number} does not follow on the line before it: the chain is broken")
        return line

    def _parse(self, raw: bytes, number: int | None) -> LedgerLine:
        where = f"line {number}" if number else "the last line"
        try:
            fields = json.loads(raw)
            line = LedgerLine(**fields)
        except (ValueError, TypeError) as error:
            raise LedgerError(self.path, f"{where} is not a ledger line: {error}") from error
        if not line.is_intact or raw != line.to_json().encode() + b"\n":
            raise LedgerError(self.path, f"{where} was changed: its hash does not fit its content")
        return line


def _read_last(file: BinaryIO, before: int = 0) -> bytes | None:
    """The last line with its newline, if it has one, `before` bytes before the end; None when there is none."""
    size = file.seek(0, os.SEEK_END) - before
    want = _TAIL
    while True:
        start = max(0, size - want)
        file.seek(start)
        tail = file.read(size - start)
        cut = tail.rfind(b"\n", 0, len(tail) - 1)
        if cut >= 0:
            return tail[cut + 1 :]
        if start == 0:
            return tail or None
        want *= 4


def _chain(last: LedgerLine | None, kind: str, subject: str, detail: Mapping[str, Any]) -> LedgerLine:
    # Through JSON and NFC first, so that what is hashed is what a reader gets back.
    plain = json.loads(unicodedata.normalize("NFC", json.dumps(dict(detail), ensure_ascii=False)))
    line = LedgerLine(
        seq=last.seq + 1 if last else 1,
        at=moments.now(),
        kind=kind,
        agent=person_and_program(),
        subject=unicodedata.normalize("NFC", subject),
        detail=plain,
        prev=last.hash if last else None,
        hash="",
    )
    return LedgerLine(**{**{name: getattr(line, name) for name in _FIELDS}, "hash": _hash(line)})


def _hash(line: LedgerLine) -> str:
    said = {name: getattr(line, name) for name in _FIELDS if name != "hash"}
    return "sha256:" + hashlib.sha256(_canonical(said).encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
