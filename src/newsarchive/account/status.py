"""What an archive holds and how it fares."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newsarchive.account.kinds import SEGMENT_CLOSED
from newsarchive.exceptions import LedgerError
from newsarchive.store import Ledger, Store
from newsarchive.store.stock import Stock


@dataclass(frozen=True, slots=True)
class Status:
    """What an archive holds and how it fares."""

    directory: Path
    stock: Stock
    ledger_lines: int
    ledger_problem: str | None
    """Why the ledger does not hold; None when it does."""
    unread: tuple[str, ...]
    """Segments of a killed run that could not be read yet (the disk was full); the next command tries again."""
    sizes: dict[str, int]
    """What lies on the disk → bytes: "news.db", "ledger.jsonl", "warc", "warc/imported", "public.db"."""

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to look into."""
        stock = self.stock
        undone = stock.damages or stock.unfinished or stock.unfinished_purges or stock.came_back or self.unread
        return self.ledger_problem is None and not undone

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        stock = asdict(self.stock)
        papers = stock.pop("papers")
        return {
            "directory": str(self.directory),
            "newspapers": papers,
            "captures": sum(paper["captures"] for paper in papers),
            "articles": sum(paper["articles"] for paper in papers),
            "revisions": sum(paper["revisions"] for paper in papers),
            **{name: list(value) if isinstance(value, tuple) else value for name, value in stock.items()},
            "ledger": {"lines": self.ledger_lines, "problem": self.ledger_problem},
            "unread_segments": list(self.unread),
            "sizes": self.sizes,
        }


def take_stock(directory: Path, store: Store, ledger: Ledger) -> Status:
    """Count, check the ledger's chain, and measure."""
    lines, problem = 0, None
    try:
        lines = ledger.verify(store.ledger_head())
    except LedgerError as error:
        problem = error.reason
    unread = tuple(path.name for path in unread_segments(directory, store))
    return Status(directory, store.stock(), lines, problem, unread, _sizes(directory))


def unread_segments(directory: Path, store: Store) -> list[Path]:
    """Closed segments of our own that the ledger does not know: their run ended before it had read them."""
    known = store.event_subjects(SEGMENT_CLOSED) | store.purged_files()
    return [path for path in sorted((directory / "data" / "warc").glob("*.warc.gz")) if path.name not in known]


def _sizes(directory: Path) -> dict[str, int]:
    data = directory / "data"
    imported = _tree_size(data / "warc" / "imported")
    sizes = {
        "news.db": sum(_size(path) for path in data.glob("news.db*")),
        "ledger.jsonl": _size(data / "ledger.jsonl"),
        "warc": _tree_size(data / "warc") - imported,
        "warc/imported": imported,
        "public.db": _size(directory / "public.db") + _tree_size(directory / "public"),
    }
    return {name: size for name, size in sizes.items() if size}


def _tree_size(folder: Path) -> int:
    return sum(_size(path) for path in folder.rglob("*")) if folder.is_dir() else 0


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
