"""Writing a decision: a line of the ledger, mirrored in news.db."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsarchive.exceptions import LedgerError
from newsarchive.store.ledger import Ledger
from newsarchive.store.store import Store


def decide(ledger: Ledger, store: Store, kind: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Add a line to the ledger and mirror it.

    Raises LedgerError when the ledger does not hold or is behind news.db, StorageFullError when it cannot be written.
    """
    check_head(ledger, store)
    line = ledger.append(kind, subject, detail)
    head = store.ledger_head()
    mirrored = head[0] if head else 0
    # Another process, or a repair of a torn line, may have added lines that are not mirrored yet.
    store.mirror([line] if mirrored == line.seq - 1 else ledger.tail(mirrored))


def check_head(ledger: Ledger, store: Store) -> None:
    """Refuse to decide on top of a ledger that lost what news.db saw of it."""
    head, last = store.ledger_head(), ledger.last()
    if head is not None and (last is None or last.seq < head[0]):
        shown = last.seq if last else 0
        raise LedgerError(ledger.path, f"ends at line {shown}, but news.db saw line {head[0]}; restore it")
