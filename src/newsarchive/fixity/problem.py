"""What a fixity check finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any, Literal

Kind = Literal[
    "damaged file", "damaged record", "missing file", "foreign file", "missing record", "missing row", "changed row",
    "unreachable file", "damaged database", "damaged ledger", "unfinished purge",
]  # fmt: skip
"""damaged file: its size, digest or record count is not the one noted when it was closed or taken in.
unreachable file: it was sent elsewhere and dropped here, and cannot be read there now.
damaged record: bytes at `offset` cannot be read, or do not fit the digests in their own header.
missing record: a row of news.db points where no such record is. missing row: a record without a row.
changed row: a row of news.db does not say what the record, the ledger or its own digest says.
unfinished purge: no damage; the ledger began one and did not end it, and the files it was at are not looked at for more
than their bytes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was."""

    kind: Kind
    file: str
    """Relative to DIR/data: "warc/kho-….warc.gz", "news.db", "ledger.jsonl"; a referenced file by its own path."""
    reason: str
    offset: int | None = None
    """Byte of the file where it begins; None when it concerns the whole file."""


def shown_name(warc_file: str) -> str:
    """A file as problems name it.

    >>> shown_name("imported/0123456789abcdef-a.warc.gz"), shown_name("/mnt/a.warc.gz")
    ('warc/imported/0123456789abcdef-a.warc.gz', '/mnt/a.warc.gz')
    """
    return warc_file if PurePath(warc_file).is_absolute() else f"warc/{warc_file}"


@dataclass(slots=True)
class Report:
    """Everything a check looked at, and what it found."""

    problems: list[Problem] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    records: int = 0
    captures: int = 0
    """Rows of news.db held against their record."""
    revisions: int = 0
    """Revisions whose content was held against its digest."""
    ledger_lines: int = 0
    roots: int = 0
    """Days whose Merkle root was held against leaves, captures and timestamps."""
    being_written: tuple[str, ...] = ()
    """Segments that a running crawl or ingest holds; they were not looked into."""
    sampled: int | None = None
    """Captures asked for with a sample; None for a whole check."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        counts = {name: getattr(self, name) for name in ("files", "bytes", "records", "captures", "revisions")}
        return {
            **counts,
            "ledger_lines": self.ledger_lines,
            "being_written": list(self.being_written),
            "sampled": self.sampled,
            "found": dict(Counter(problem.kind for problem in self.problems)),
            "problems": [asdict(problem) for problem in self.problems],
        }
