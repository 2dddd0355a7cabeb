"""A purge reaches the copies elsewhere: what was written anew is sent first, then what it replaces is removed."""

from __future__ import annotations

from pathlib import Path

from newsarchive.config import load_config
from newsarchive.exceptions import ElsewhereError
from newsarchive.sending.dock import Dock
from newsarchive.sending.send import send_files, sending_alone
from newsarchive.sending.sent import SENT_REMOVED, sent_files
from newsarchive.sending.target import Target, remove
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide


def remove_purged(directory: Path, store: Store, ledger: Ledger) -> None:
    """Send what purges wrote anew, then remove every copy elsewhere of what they replaced; each is a ledger line.

    Raises ElsewhereError when a place cannot be reached; what is done by then stays done, and the next run goes on.
    """
    gone = [one for one in sent_files(ledger).values() if one.is_purged]
    if not gone:
        return
    storage = load_config(directory).storage
    with sending_alone(directory):
        if storage.segments is not None:
            dock = Dock(directory, store, ledger, Target.of(storage, directory))
            failed = send_files(dock, {one.written_as for one in gone}).failed
            if failed:
                raise ElsewhereError(storage.segments, next(iter(failed.values())))
        for one in gone:
            remove(one.away)
            decide(ledger, store, SENT_REMOVED, one.file, {"url": one.away.url})
