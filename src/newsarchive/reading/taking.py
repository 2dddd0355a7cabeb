"""Taking a result set away: every article that a search finds, batch by batch, so that no set is too large.

Each batch is a query of its own that goes on below the last id, since ids are days: nothing is sorted, nothing is held
in memory, and no connection is kept while a slow reader reads.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from newsarchive.reading.formats import FORMATS
from newsarchive.reading.match import Match, SearchRequest, compile_request, match_request
from newsarchive.reading.records import Stamp, read_records
from newsarchive.reading.written import Written

BATCH = 500
"""Articles read at once."""


@dataclass(slots=True)
class Taking:
    """A download that is being made; ask it for the next piece until there is none."""

    format: str
    """A key of FORMATS."""
    stamp: Stamp
    host: str
    _match: Match
    _file: Written
    _begun: bool = field(default=False)
    _ended: bool = field(default=False)

    @property
    def media_type(self) -> str:
        """For the header Content-Type."""
        return FORMATS[self.format].media_type

    @property
    def filename(self) -> str:
        """A name that tells the release: "newsarchive-20261123T185102Z-3fa9c1d2.csv"."""
        return f"newsarchive-{self.stamp.release}.{self.format}"

    def next_piece(self, db: sqlite3.Connection) -> bytes | None:
        """The next piece of the file; None when all of it was given."""
        if not self._begun:
            self._begun = True
            return self._file.begin()
        if self._ended:
            return None
        ids = self._next_ids(db)
        self._ended = len(ids) < BATCH
        piece = self._file.add(read_records(db, ids, self.host))
        return piece + self._file.end() if self._ended else piece

    def _next_ids(self, db: sqlite3.Connection) -> list[int]:
        """The next ids, newest first; the rest of the set begins below the last of them."""
        sql = f"SELECT {self._match.key} FROM {self._match.sql} ORDER BY {self._match.key} DESC LIMIT {BATCH}"
        ids = [int(row[0]) for row in db.execute(sql, self._match.parameters)]
        if ids:
            self._match.parameters["high"] = ids[-1] - 1
        return ids


def take(request: SearchRequest, form: str, stamp: Stamp, host: str) -> Taking:
    """Begin a download of all that `request` finds, newest first; raises QueryError, MissingLibraryError."""
    return Taking(form, stamp, host, match_request(request, compile_request(request)), FORMATS[form].open(stamp))
