"""What a run that sends works with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsarchive.sending.target import Target
from newsarchive.store import Ledger, Store
from newsarchive.warc.away import Away


@dataclass(frozen=True, slots=True)
class Dock:
    """An archive and the place that its files are sent to."""

    directory: Path
    store: Store
    ledger: Ledger
    target: Target

    @property
    def warc(self) -> Path:
        """Where the files lie here."""
        return self.directory / "data" / "warc"

    def place(self, file: str, size: int, sha256: str) -> Away:
        """Where a file of data/warc lies there, or would lie."""
        return self.target.place(file, size, sha256)
