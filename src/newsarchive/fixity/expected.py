"""What should lie on the disk, as the ledger tells it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsarchive.account import SEGMENT_CLOSED
from newsarchive.store import Ledger, Store
from newsarchive.store.records import Import
from newsarchive.store.withholding import PURGE_FILE

_IMPORT = "import"
RESTORE = "restore"
"""Kind of the ledger line of an archive that was made from a package; `moved` tells which files lie elsewhere since."""
Line = tuple[str, str, Mapping[str, Any], str]
"""Kind, subject, detail and time of a line of the ledger."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that the archive answers for."""

    path: str
    """Relative to DIR/data/warc; absolute for a file that was left where it was."""
    bytes: int
    sha256: str
    """"sha256:" and lower-case hex."""
    records: int | None
    """How many it holds; None for a file from elsewhere, whose damage was told when it was taken in."""
    has_places: bool
    """Whether rows of news.db point into it."""
    origin: Import | None = None
    """A file from elsewhere, as news.db notes it."""

    @property
    def only_known(self) -> bool:
        """Whether captures of newspapers unknown then were passed over."""
        return self.origin is not None and self.origin.only_known


def expected_files(ledger: Ledger | None, store: Store | None) -> dict[str, Expected]:
    """Files by path, as the ledger tells them; without one that holds, as far as news.db has mirrored it."""
    return files_of(_lines(ledger) if ledger else _mirrored(store) if store else iter(()))


def files_of(lines: Iterable[Line]) -> dict[str, Expected]:
    """Files by path, as these lines of a ledger tell them."""
    found: dict[str, Expected] = {}
    for kind, subject, detail, at in lines:
        if kind == SEGMENT_CLOSED:
            found[subject] = Expected(subject, detail["bytes"], detail["sha256"], detail["records"], has_places=True)
        elif kind == _IMPORT:
            path, size, sha256 = detail["path"], detail["bytes"], detail["sha256"]
            origin = Import(
                sha256.removeprefix("sha256:"), subject, path, size, detail["kind"], finished_at=at,
                problem=detail["problem"], only_known=detail.get("only_known", False),
            )  # fmt: skip
            found[path] = Expected(path, size, sha256, None, has_places=not detail["rewritten"], origin=origin)
        elif kind == RESTORE:
            for old, new in detail["moved"].items():
                found[new] = _moved(found.pop(old), new)
        elif kind == PURGE_FILE:
            found = _replaced(found, subject, detail)
    return found


def _moved(file: Expected, path: str) -> Expected:
    return replace(file, path=path, origin=replace(file.origin, path=path) if file.origin else None)


def _replaced(found: dict[str, Expected], old: str, detail: Mapping[str, Any]) -> dict[str, Expected]:
    """Files after a purge wrote one anew, in the order in which they came; without it when nothing of it was left."""
    path = detail["path"]
    if path is None or old not in found:
        return {name: file for name, file in found.items() if name != old}
    file = found[old]
    now = replace(
        file,
        path=path,
        bytes=detail["bytes"],
        sha256=detail["sha256"],
        records=None if file.records is None else detail["records"],
        origin=None if file.origin is None else replace(file.origin, path=path),
    )
    return {now.path if name == old else name: now if name == old else one for name, one in found.items()}


def _lines(ledger: Ledger) -> Iterator[Line]:
    return ((line.kind, line.subject, line.detail, line.at) for line in ledger.lines())


def _mirrored(store: Store) -> Iterator[Line]:
    rows = store.connection.execute(
        "select kind, subject, detail, at from event where ledger_seq is not null order by ledger_seq"
    )
    return ((row["kind"], row["subject"], json.loads(row["detail"]), row["at"]) for row in rows)
