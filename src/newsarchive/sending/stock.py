"""What was sent, what was not yet, and why."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Literal

from newsarchive.fixity.expected import Expected, expected_files
from newsarchive.sending.dock import Dock
from newsarchive.sending.sent import Sent, sent_files
from newsarchive.store import Store
from newsarchive.warc.away import read_note
from newsarchive.warc.segment import OPEN_SUFFIX

FILE_UNSENT = "file-unsent"
"""Kind of the event of news.db for a file that could not be sent; it tells why."""

State = Literal["sent", "dropped", "waiting", "failed", "open", "left", "missing", "to be removed"]
"""sent: read back there, and held here too. dropped: there alone. waiting: for the next run. failed: the last try did
not succeed. open: still being written. left: a file from elsewhere that was left in its place, which is never sent.
missing: neither here nor there. to be removed: purged here, and not there yet."""


@dataclass(frozen=True, slots=True)
class FileState:
    """One file of records."""

    file: str
    """Relative to data/warc; of one left in its place its path."""
    bytes: int
    state: State
    why: str = ""
    """Of a failure, in words."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Every file and how far it is."""

    target: str
    files: tuple[FileState, ...]

    def counts(self) -> dict[str, int]:
        """State → how many files."""
        return dict(Counter(one.state for one in self.files))

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to look into; what waits for the next run is nothing of the kind."""
        return not {"failed", "missing", "to be removed"} & {one.state for one in self.files}

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"target": self.target, "counts": self.counts(), "files": [asdict(one) for one in self.files]}


def take_stock(dock: Dock) -> Sending:
    """Look at every file of the ledger, and at those still being written. Nothing is asked of the target."""
    sent, failures = sent_files(dock.ledger), _failures(dock.store)
    found = [_state(dock, file, sent, failures) for file in expected_files(dock.ledger, dock.store).values()]
    found += [
        FileState(path.name.removesuffix(OPEN_SUFFIX), path.stat().st_size, "open")
        for path in sorted(dock.warc.glob(f"*{OPEN_SUFFIX}"))
    ]
    found += [FileState(one.file, one.away.bytes, "to be removed") for one in sent.values() if one.is_purged]
    return Sending(dock.target.url, tuple(found))


def _state(dock: Dock, file: Expected, sent: dict[str, Sent], failures: dict[str, str]) -> FileState:
    if PurePath(file.path).is_absolute():
        return FileState(file.path, file.bytes, "left")
    path = dock.warc / file.path
    is_sent = dock.place(file.path, file.bytes, file.sha256).url in sent
    if not path.is_file():
        away = read_note(path)
        return FileState(file.path, file.bytes, "dropped" if away else "missing")
    if is_sent:
        return FileState(file.path, file.bytes, "sent")
    why = failures.get(file.path)
    return FileState(file.path, file.bytes, "failed" if why else "waiting", why or "")


def _failures(store: Store) -> dict[str, str]:
    """File → why the last try failed."""
    rows = store.connection.execute("select subject, detail from event where kind = ? order by id", (FILE_UNSENT,))
    return {row[0]: json.loads(row[1])["reason"] for row in rows}
