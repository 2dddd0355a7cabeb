"""news.db and the ledger: what an archive knows, and what was decided.

`Store` opens news.db (schema in `migrations`, connection in `connection`), records captures (`recording`, whose placing
of revisions on the article's timeline is `timeline`) and reads records back (`reading`). `Ledger` is the hash-chained
file of decisions beside it.
"""

from newsarchive.store.ledger import Ledger, LedgerLine
from newsarchive.store.records import Capture, Checkpoint, Entry, NewspaperRow, Recorded, Revision, RevisitOf
from newsarchive.store.store import Store

__all__ = [
    "Capture",
    "Checkpoint",
    "Entry",
    "Ledger",
    "LedgerLine",
    "NewspaperRow",
    "Recorded",
    "Revision",
    "RevisitOf",
    "Store",
]
