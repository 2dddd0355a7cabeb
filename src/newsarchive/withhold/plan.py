"""What a purge would touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newsarchive.fixity.expected import expected_files
from newsarchive.store import Ledger, Store
from newsarchive.withhold.decision import Order, describe, detail_of
from newsarchive.withhold.leftovers import Leftovers, derived_files, find_leftovers
from newsarchive.withhold.naming import Naming, find_naming
from newsarchive.withhold.scan import scan
from newsarchive.withhold.sought import Sought
from newsarchive.withhold.target import find_target

Progress = Callable[[str, int, int], None]
"""Told the file being read, the bytes behind us, and of how many in all."""


@dataclass(frozen=True, slots=True)
class TouchedFile:
    """A file of records that would be written anew."""

    file: str
    records: int
    """That would go."""
    bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go."""

    uid: str
    is_whole: bool
    revisions: tuple[int, ...]
    captures: int
    """Rows of news.db."""
    pictures: int
    """Among them."""
    lists: int
    """Payloads of sections, feeds and other pages without an article that name it."""
    files: tuple[TouchedFile, ...]
    derived: tuple[str, ...]
    """Releases written as files and proposed layouts below the archive that tell of it."""
    left: Leftovers
    """What stays."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            **asdict(self),
            "revisions": list(self.revisions),
            "files": [asdict(one) for one in self.files],
            "records": sum(one.records for one in self.files),
            "bytes": sum(one.bytes for one in self.files),
        }


def plan_purge(
    directory: Path, store: Store, ledger: Ledger, named: str, order: Order, *, progress: Progress | None = None
) -> Plan:
    """Look through every file for what a purge would take out; nothing is changed. Raises NotHeldError."""
    target = find_target(store, named)
    naming = find_naming(directory / "data" / "warc", store, target) if order.revision is None else Naming()
    sought = Sought.from_decision(target.uid, detail_of(store, target, order, naming.lists))
    files = expected_files(ledger, store)
    behind, total = 0, sum(file.bytes for file in files.values())
    touched: list[TouchedFile] = []
    for name, file in files.items():
        found = scan(directory / "data" / "warc" / name, sought)
        if found.records:
            touched.append(TouchedFile(name, found.records, found.bytes))
        behind += file.bytes
        if progress:
            progress(name, behind, total)
    rows = store.connection.execute("select url, payload_digest, reason, content_type from capture")
    gone = [row[3] for row in rows if sought.wants_row(*row[:3])]
    return Plan(
        uid=target.uid,
        is_whole=sought.is_whole,
        revisions=describe(store, target, order).revisions,
        captures=len(gone),
        lists=len(naming.lists),
        pictures=sum((mime or "").startswith("image/") for mime in gone),
        files=tuple(touched),
        derived=tuple(str(path.relative_to(directory)) for path in derived_files(directory, store, sought)),
        left=find_leftovers(directory, store, ledger, sought, articles=naming.articles, since=target.since),
    )
