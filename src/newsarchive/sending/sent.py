"""What the ledger says of files that were sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsarchive.store import Ledger
from newsarchive.store.withholding import PURGE_FILE
from newsarchive.warc.away import Away

FILE_SENT = "file-sent"
"""Kind of the ledger line for a file that was sent and read back: every byte had the digest that was noted."""
SENT_REMOVED = "sent-file-removed"
"""Kind of the ledger line for a file that a purge removed from where it had been sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A copy elsewhere."""

    file: str
    """Relative to data/warc."""
    away: Away
    is_purged: bool = False
    """Whether a purge wrote the file anew since, so that this copy must go."""
    written_as: str | None = None
    """The file that the purge wrote in its place; None when nothing of it was left."""


def sent_files(ledger: Ledger) -> dict[str, Sent]:
    """Every copy that should lie elsewhere, by its address; those that a purge has to remove among them.

    Raises LedgerError.
    """
    found: dict[str, Sent] = {}
    for line in ledger.lines():
        if line.kind == FILE_SENT:
            found[line.detail["url"]] = Sent(line.subject, Away(**line.detail))
        elif line.kind == SENT_REMOVED:
            found.pop(line.detail["url"], None)
        elif line.kind == PURGE_FILE:
            for url, one in found.items():
                if one.file == line.subject:
                    found[url] = replace(one, is_purged=True, written_as=line.detail["path"])
    return found
