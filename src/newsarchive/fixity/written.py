"""A file that a purge had written and not yet named when it was killed."""

from __future__ import annotations

from pathlib import Path

from newsarchive.ingest.keep import hash_file
from newsarchive.store import Ledger
from newsarchive.store.withholding import PURGE_FILE, PURGE_PARTIAL
from newsarchive.warc.segment import sync_directory


def name_written(warc: Path, ledger: Ledger) -> None:
    """Give it the name under which the ledger tells of it, where its digest is the one noted."""
    partial = warc / PURGE_PARTIAL
    if not partial.exists():
        return
    digest = f"sha256:{hash_file(partial)}"
    for line in ledger.lines():
        path = line.detail.get("path") if line.kind == PURGE_FILE else None
        if path is not None and line.detail["sha256"] == digest and not (warc / path).exists():
            (warc / path).parent.mkdir(parents=True, exist_ok=True)
            partial.rename(warc / path)
            sync_directory((warc / path).parent)
            return
