"""`Store`: one connection to news.db."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from newsarchive.article import Article
from newsarchive.rights import RightsSignal
from newsarchive.store import carrying, moments, reading, recording, rereading
from newsarchive.store.agent import program
from newsarchive.store.connection import database_errors, open_database, writing
from newsarchive.store.ledger import LedgerLine
from newsarchive.store.records import Capture, Checkpoint, Entry, Import, NewspaperRow, Recorded, Revision
from newsarchive.store.recurring import Recurring, find_recurring
from newsarchive.store.rereading import Readers, Shows, Unread
from newsarchive.store.rights import read_rights, read_site_rights
from newsarchive.store.stock import Stock, take_stock
from newsarchive.store.withholding import (
    PURGE_FILE,
    WITHHOLD,
    Withholding,
    apply_withholding,
    pending_purges,
    read_withholding,
    read_withholdings,
)


class Store:
    """news.db, opened and brought up to date. One thread, one Store; several processes may each have one.

    Raises ArchiveError when the file cannot be used, StorageFullError when it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = open_database(path)

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection; rows are sqlite3.Row."""
        connection: sqlite3.Connection = self.database.conn
        return connection

    def close(self) -> None:
        """Fold the write-ahead log into news.db and close."""
        try:
            # Another process may be reading: then the log stays, and the last to close folds it in.
            self.connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.OperationalError:
            pass
        finally:
            self.database.close()

    def record(
        self,
        entries: Sequence[Entry],
        *,
        newspapers: Iterable[NewspaperRow] = (),
        checkpoint: Checkpoint | None = None,
        imports: Iterable[Import] = (),
    ) -> Recorded:
        """Record a batch in one transaction; all of it is on disk afterwards, or none.

        `checkpoint` is how far the file that the entries came from has been read; `imports` are files that are done
        with this batch.

        Repeating a batch changes nothing. The WARC records that the entries point to must be fsynced before.
        """
        with self._writing() as connection:
            for newspaper in newspapers:
                recording.add_newspaper(connection, newspaper)
            recorded = recording.record_entries(connection, entries)
            if checkpoint is not None:
                recording.save_checkpoint(connection, checkpoint)
            recording.add_imports(connection, imports)
        return recorded

    def begin_import(self, file: Import) -> Import:
        """Note that a file is being taken in; returns how far an earlier run came with it."""
        with self._writing() as connection:
            recording.add_imports(connection, [file])
        return self.find_import(file.sha256) or file

    def restart_import(self, sha256: str, *, only_known: bool) -> Import | None:
        """Forget how far a file was read: it is taken in by another rule now. What was recorded stays."""
        with self._writing() as connection:
            connection.execute(
                'update "import" set "offset" = 0, records = 0, finished_at = null, only_known = ? where sha256 = ?',
                (only_known, sha256),
            )
        return self.find_import(sha256)

    def finish_import(self, sha256: str, problem: str | None) -> None:
        """Note that a file has been read to its end."""
        with self._writing() as connection:
            connection.execute(
                'update "import" set finished_at = ?, problem = ? where sha256 = ?', (moments.now(), problem, sha256)
            )

    def find_import(self, sha256: str) -> Import | None:
        """How far the file with this digest (hex) has been taken in; None when never begun."""
        with database_errors(self.path):
            return reading.find_import(self.connection, sha256)

    def unfinished_imports(self) -> tuple[str, ...]:
        """Where the files lie that are being taken in, or were until the run died: `Import.path`."""
        with database_errors(self.path):
            rows = self.connection.execute('select path from "import" where finished_at is null')
            return tuple(row[0] for row in rows)

    def move_files(self, moved: Mapping[str, str]) -> None:
        """Note that files of records lie elsewhere: old path → new one, both as in `Capture.warc_file`."""
        with self._writing() as connection:
            pairs = [(new, old) for old, new in moved.items()]
            connection.executemany("update capture set warc_file = ? where warc_file = ?", pairs)
            connection.executemany('update "import" set path = ? where path = ?', pairs)

    def add_run(self, kind: str, started_at: str, summary: Mapping[str, Any], finished_at: str | None = None) -> None:
        """Note a finished run of a command, once; it ended now unless told otherwise."""
        with self._writing() as connection:
            run = (kind, started_at, finished_at or moments.now(), json.dumps(summary, ensure_ascii=False))
            connection.execute(carrying.ADD_RUN, run)

    def copy_notes(self, old: Path) -> None:
        """Copy from another news.db runs, and events that are not in the ledger."""
        with self._writing() as connection:
            carrying.copy_notes(connection, old)

    def mirror(self, lines: Iterable[LedgerLine]) -> None:
        """Copy ledger lines into `event`; those already there are left. What they withhold is withheld from then on."""
        lines = list(lines)
        with self._writing() as connection:
            connection.executemany(
                "insert into event (at, kind, agent, subject, detail, ledger_seq, ledger_hash)"
                " values (?, ?, ?, ?, ?, ?, ?) on conflict (ledger_seq) do nothing",
                [
                    (line.at, line.kind, line.agent, line.subject, _json(line.detail), line.seq, line.hash)
                    for line in lines
                ],
            )
            apply_withholding(connection, {line.subject for line in lines if line.kind == WITHHOLD})

    def add_event(self, kind: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Note something that happened but decides nothing (damage met, a segment adopted); it is not in the ledger.

        The same event about the same subject with the same detail is noted once.
        """
        with self._writing() as connection:
            connection.execute(
                "insert into event (at, kind, agent, subject, detail) select ?1, ?2, ?3, ?4, ?5 where not exists"
                " (select 1 from event where kind = ?2 and subject = ?4 and detail = ?5)",
                (moments.now(), kind, program(), subject, _json(detail)),
            )

    def event_subjects(self, kind: str) -> frozenset[str]:
        """What events of this kind are about."""
        with database_errors(self.path):
            rows = self.connection.execute("select subject from event where kind = ?", (kind,))
            return frozenset(row[0] for row in rows)

    def has_event(self, kind: str, subject: str) -> bool:
        """Whether an event of this kind about this subject was noted."""
        with database_errors(self.path):
            query = "select 1 from event where kind = ? and subject = ?"
            return self.connection.execute(query, (kind, subject)).fetchone() is not None

    def stock(self) -> Stock:
        """Counts of what is held."""
        with database_errors(self.path):
            return take_stock(self.connection)

    def recurring(self, newspaper: str) -> Recurring:
        """Lines that recur at the head or tail of this newspaper's articles, as proposals; none for an unknown id."""
        with database_errors(self.path):
            return find_recurring(self.connection, newspaper)

    def withholding(self, uid: str) -> Withholding | None:
        """What was decided about showing this article; None when nothing ever was."""
        with database_errors(self.path):
            return read_withholding(self.connection, uid)

    def withholdings(self) -> dict[str, Withholding]:
        """By uid, every article that is withheld now, in whole or in part."""
        with database_errors(self.path):
            return read_withholdings(self.connection)

    def has_pending_purge(self) -> bool:
        """Whether a purge was decided and has not come to its end."""
        with database_errors(self.path):
            return next(pending_purges(self.connection), None) is not None

    def purged_files(self) -> frozenset[str]:
        """Files that a purge wrote in the place of others, relative to data/warc."""
        with database_errors(self.path):
            rows = self.connection.execute(
                "select json_extract(detail, '$.path') from event where kind = ?", (PURGE_FILE,)
            )
            return frozenset(row[0] for row in rows if row[0] is not None)

    def ledger_head(self) -> tuple[int, str] | None:
        """(seq, hash) of the newest mirrored ledger line."""
        with database_errors(self.path):
            return reading.ledger_head(self.connection)

    def is_settled(self, capture: Capture, extractor: str) -> bool:
        """Whether this capture is known and this extractor can add nothing to it."""
        with database_errors(self.path):
            return reading.is_settled(self.connection, capture, extractor)

    def article(self, uid: str) -> Article | None:
        """The article as its latest revision tells it; None for an unknown uid."""
        with database_errors(self.path):
            return reading.read_article(self.connection, uid)

    def articles(self, newspaper: str | None = None, since: str | None = None) -> Iterator[Article]:
        """The latest revision of each article; `since` is a publication day in Vietnam, `2026-01-08`."""
        with database_errors(self.path):
            yield from reading.read_articles(self.connection, newspaper, since)

    def revisions(self, uid: str) -> tuple[Revision, ...]:
        """Every revision of an article, number 1 first; empty for an unknown uid."""
        with database_errors(self.path):
            return reading.read_revisions(self.connection, uid)

    def captures(self, url: str) -> tuple[Capture, ...]:
        """The captures of exactly this URL, oldest first."""
        with database_errors(self.path):
            return reading.find_captures(self.connection, url)

    def held(self, payload_digest: str, url: str | None = None) -> Capture | None:
        """The latest response that brought this payload, of `url` alone when given; None when not held."""
        with database_errors(self.path):
            return reading.find_held(self.connection, payload_digest, url)

    def latest_page(self, url: str) -> Capture | None:
        """The latest capture of exactly this URL with a payload of its own; None when there is none."""
        with database_errors(self.path):
            return reading.find_latest_page(self.connection, url)

    def article_captures(self, uid: str) -> tuple[Capture, ...]:
        """The captures that show a revision of this article, oldest first."""
        with database_errors(self.path):
            return reading.find_article_captures(self.connection, uid)

    def rights(self, capture: Capture) -> tuple[RightsSignal, ...]:
        """What server, page and site said about rights when this capture, as read back, was made."""
        with database_errors(self.path):
            at = moments.to_text(capture.fetched_at)
            said = read_rights(self.connection, capture.id) if capture.id is not None else ()
            return (*said, *read_site_rights(self.connection, capture.url, at))

    def has_newspaper(self, newspaper: str) -> bool:
        """Whether captures of this newspaper, listed or not, are held."""
        with database_errors(self.path):
            query = "select 1 from newspaper where id = ?"
            return self.connection.execute(query, (newspaper,)).fetchone() is not None

    def editing(self, newspaper: str) -> tuple[float, dict[str, int]]:
        """(share of this newspaper's latest articles that it changed after their first capture, address of each of
        them → how many times)."""
        with database_errors(self.path):
            return reading.read_editing(self.connection, newspaper)

    def published_days(self, newspaper: str) -> list[tuple[str, date]]:
        """(key, day of publication in Vietnam, as last read) of every article of this newspaper that has a day."""
        with database_errors(self.path):
            return reading.read_published_days(self.connection, newspaper)

    def newspaper_hosts(self) -> dict[str, str | None]:
        """Id → host of every newspaper, listed or not, that captures are held of."""
        with database_errors(self.path):
            return dict(self.connection.execute("select id, host from newspaper").fetchall())

    def count_earlier(self, readers: Readers) -> int:
        """How many revisions today's readers do not read: only this database holds them."""
        with database_errors(self.path):
            return carrying.count_earlier(self.connection, readers)

    def carry_over(self, old: Path, readers: Readers) -> int:
        """Copy from another news.db what others than today's readers read; returns how many revisions."""
        with self._writing() as connection:
            return carrying.carry_over(connection, old, readers)

    def newest_capture(self) -> int:
        """Row id of the newest capture; 0 in an empty archive."""
        with database_errors(self.path):
            return rereading.newest_capture(self.connection)

    def unread_pages(self, unread: Unread) -> Sequence[int]:
        """Row ids of the captures that may hold an article and that today's readers have not read, as they lie on the
        disk."""
        with database_errors(self.path):
            return rereading.find_pages(self.connection, unread)

    def captures_in_place(self, ids: Sequence[int]) -> Iterator[Capture]:
        """The captures with these row ids, in this order; those that are gone meanwhile are left out."""
        with database_errors(self.path):
            yield from rereading.read_in_place(self.connection, ids)

    def unread_revisits(self, unread: Unread, after: int) -> tuple[Capture, ...]:
        """Some of the resolved revisits, with row ids above `after`; empty when there are no more."""
        with database_errors(self.path):
            return rereading.next_revisits(self.connection, unread, after)

    def shown(self, captures: Sequence[Capture]) -> list[Shows]:
        """What captures, as read back, show now."""
        with database_errors(self.path):
            return rereading.find_shown(self.connection, captures)

    def shown_article(self, shows: Shows) -> Article | None:
        """That revision as an article."""
        with database_errors(self.path):
            return rereading.read_shown(self.connection, shows)

    def unresolved_revisits(self, after: int = 0) -> tuple[Capture, ...]:
        """Some of the revisits without their original, with row ids above `after`; empty when there are no more."""
        with database_errors(self.path):
            return reading.unresolved_revisits(self.connection, after)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with writing(self.database, self.path) as connection:
            yield connection


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
