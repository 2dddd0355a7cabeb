"""Sending closed files: put there, read back whole, noted in the ledger, and then dropped here where told.

The ledger line comes after the reading back, and the dropping after the line: a kill at any moment leaves the file
here, and the next run reads back first what it finds there already.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from newsarchive.exceptions import ArchiveError, ElsewhereError
from newsarchive.fixity.expected import Expected, expected_files
from newsarchive.ingest.keep import hash_file
from newsarchive.sending.dock import Dock
from newsarchive.sending.sent import FILE_SENT, sent_files
from newsarchive.sending.stock import FILE_UNSENT, take_stock
from newsarchive.sending.target import Advance, holds, is_there, put
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors
from newsarchive.warc.away import Away, is_present, write_note
from newsarchive.warc.segment import sync_directory

_TRIES = 3
_UNSENT = frozenset({"waiting", "failed"})
_PATIENCE = 3
"""Files in a row that may fail before the place is left alone for this run."""

Progress = Callable[[str, int, int], None]
"""Told the file on its way, the bytes behind us (each goes there and comes back), and of how many in all."""


@dataclass(slots=True)
class SendResult:
    """What a run did; files are named relative to data/warc."""

    sent: list[str] = field(default_factory=list)
    """Read back whole."""
    dropped: list[str] = field(default_factory=list)
    checked: int = 0
    """Copies sent earlier that were read back again."""
    damaged: list[str] = field(default_factory=list)
    """Of those, the ones that are not what was sent and lie nowhere else; the others were sent anew."""
    failed: dict[str, str] = field(default_factory=dict)
    """File → why."""
    is_given_up: bool = False
    """Whether files were left for the next run since one after the other failed."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing failed."""
        return not (self.failed or self.damaged)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def with_check(self, earlier: SendResult) -> SendResult:
        """This run after a check of what was sent before."""
        return replace(
            self,
            sent=[*earlier.sent, *self.sent],
            checked=earlier.checked + self.checked,
            damaged=sorted({*earlier.damaged, *self.damaged}),
            failed={**earlier.failed, **self.failed},
        )


def send(dock: Dock, *, drop: bool = False, progress: Progress | None = None) -> SendResult:
    """Send every closed file that is not at the target yet; with `drop` remove here what is there, read back once more.

    What cannot be sent is told and noted (`stock.take_stock`), the rest goes on. Raises ArchiveError when another
    process is sending, StorageFullError.
    """
    with sending_alone(dock.directory):
        result = send_files(dock, progress=progress)
        if not result.is_given_up:
            _find_again(dock, result)
        if drop and not result.is_given_up:
            _drop(dock, result)
    return result


def check_copies(dock: Dock, *, progress: Progress | None = None) -> SendResult:
    """Read back every copy at the target; one that is not what was sent is sent anew, where the file is held here."""
    result = SendResult()
    with sending_alone(dock.directory):
        files = list(_sent_to(dock))
        meter = _Meter(progress, sum(away.bytes for _, away in files))
        for path, away in files:
            _confirm(dock, path, away, result, meter.of(away.url))
    return result


def send_files(
    dock: Dock, only: Container[str | None] | None = None, *, progress: Progress | None = None
) -> SendResult:
    """Send what waits, or of it `only` some; the caller holds `sending_alone`."""
    result, failed_in_a_row = SendResult(), 0
    waiting = [file for file in _waiting(dock) if only is None or file.path in only]
    meter = _Meter(progress, 2 * sum(file.bytes for file in waiting))
    for file in waiting:
        away = dock.place(file.path, file.bytes, file.sha256)
        try:
            _send_one(dock.warc / file.path, away, meter.of(file.path))
        except ElsewhereError as error:
            _note_failure(dock, file.path, error, result)
            failed_in_a_row += 1
            if failed_in_a_row == _PATIENCE:
                result.is_given_up = True
                break
            continue
        failed_in_a_row = 0
        decide(dock.ledger, dock.store, FILE_SENT, file.path, asdict(away))
        result.sent.append(file.path)
    return result


@contextmanager
def sending_alone(directory: Path) -> Iterator[None]:
    """One process at a time sends from an archive. Raises ArchiveError when another does."""
    data = directory / "data"
    with storage_errors(data), (data / "send.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(directory, "another process is sending its WARC files; wait for it") from None
        yield


def _waiting(dock: Dock) -> list[Expected]:
    expected = expected_files(dock.ledger, dock.store)
    wanted = {one.file for one in take_stock(dock).files if one.state in _UNSENT}
    return [file for file in expected.values() if file.path in wanted]


def _send_one(path: Path, away: Away, advance: Advance) -> None:
    """Put and read back, a few times. Raises the last ElsewhereError."""
    if is_there(away) and holds(away, advance):
        return
    problem = ElsewhereError(away.url, "was read back with other bytes than were sent")
    for _ in range(_TRIES):
        try:
            put(path, away, advance)
            if holds(away, advance):
                return
        except ElsewhereError as error:
            problem = error
    if f"sha256:{hash_file(path)}" != away.sha256:
        raise ElsewhereError(path, "is not what the ledger says, so it is not sent; `newsarchive verify` tells more")
    raise problem


def _sent_to(dock: Dock) -> Iterator[tuple[Path, Away]]:
    sent = sent_files(dock.ledger)
    for file in expected_files(dock.ledger, dock.store).values():
        one = sent.get(dock.place(file.path, file.bytes, file.sha256).url)
        if one is not None:
            yield dock.warc / file.path, one.away


def _confirm(dock: Dock, path: Path, away: Away, result: SendResult, advance: Advance) -> bool:
    """Whether the copy is whole, now or after it was sent anew."""
    name = str(path.relative_to(dock.warc))
    result.checked += 1
    try:
        if holds(away, advance):
            return True
        if path.is_file():
            _send_one(path, away, advance)
            result.sent.append(name)
            return True
    except ElsewhereError as error:
        _note_failure(dock, name, error, result)
        return False
    result.damaged.append(name)
    return False


def _find_again(dock: Dock, result: SendResult) -> None:
    """Files that are gone here, note and all, and that the ledger tells to lie there: a note stands for them again."""
    for path, away in list(_sent_to(dock)):
        if not is_present(path) and _confirm(dock, path, away, result, _ignore):
            with storage_errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_note(path, away)


def _drop(dock: Dock, result: SendResult) -> None:
    fresh = set(result.sent)
    for path, away in list(_sent_to(dock)):
        name = str(path.relative_to(dock.warc))
        if not path.is_file() or not (name in fresh or _confirm(dock, path, away, result, _ignore)):
            continue
        with storage_errors(path):
            write_note(path, away)
            path.unlink()
            sync_directory(path.parent)
        result.dropped.append(name)


def _note_failure(dock: Dock, name: str, error: ElsewhereError, result: SendResult) -> None:
    result.failed[name] = str(error)
    dock.store.add_event(FILE_UNSENT, name, {"reason": str(error)})


def _ignore(_: int) -> None:
    """Progress that nobody watches."""


class _Meter:
    """Adds up what went over."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._behind = progress, total, 0

    def of(self, name: str) -> Advance:
        """What a file tells its bytes to."""

        def advance(size: int) -> None:
            self._behind = min(self._behind + size, self._total)
            if self._progress:
                self._progress(name, self._behind, self._total)

        return advance
