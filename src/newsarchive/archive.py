"""`Archive`: the one door to an archive directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from newsarchive.account import CRAWL, SEGMENT_CLOSED, Status, Why, explain, take_stock, unread_segments
from newsarchive.article import Article
from newsarchive.changes import History, trace
from newsarchive.config import Config, load_config
from newsarchive.exceptions import (
    ArchiveError,
    ElsewhereError,
    LedgerError,
    NotHeldError,
    StorageFullError,
    UnreadableInputError,
)
from newsarchive.frontier import find_home
from newsarchive.ingest import IngestSummary, Tools, ingest_held, ingest_path
from newsarchive.ingest.door import Progress
from newsarchive.ingest.keep import hash_file
from newsarchive.ingest.revisits import resolve_revisits
from newsarchive.ingest.session import Session
from newsarchive.press import article_key, article_uid, press_of
from newsarchive.store import Capture, Ledger, Revision, Store
from newsarchive.store import moments as clock
from newsarchive.store.decision import check_head, decide
from newsarchive.store.errors import storage_errors
from newsarchive.warc import Adopted, SegmentSummary, SegmentWriter, adopt, read_record, segment_path
from newsarchive.withhold import finish_purges
from newsarchive.workers import PagePool, Pool


class Archive:
    """An archive directory, opened. Use it as a context manager, or call `close`.

    Several processes may have one archive open and ingest at once.
    """

    def __init__(self, directory: Path, config: Config, store: Store, ledger: Ledger, workers: int | None) -> None:
        self.directory, self.config, self.store, self.ledger = directory, config, store, ledger
        self._pool: PagePool = Pool(workers)
        self._press = ExitStack()

    @classmethod
    def open(
        cls, directory: Path | str, *, create: bool = False, workers: int | None = None, cluster: str | None = None
    ) -> Self:
        """Open an archive, and make it first with `create`; segments that a killed run left open are taken over.

        `workers` is the number of extraction processes: one per processor when None, 0 for none (in this process).
        `cluster` is the address of a Dask scheduler whose machines extract instead; they see DIR at the same path.
        Raises ArchiveError when there is no archive or it cannot be used, LedgerError when its ledger is missing or
        does not hold, ConfigurationError for a malformed archive.yml or press/, StorageFullError when it is read-only,
        ClusterError when the cluster cannot be reached.
        """
        directory = Path(directory)
        data = directory / "data"
        if not (data / "news.db").exists() and not create:
            raise ArchiveError(directory, _nothing_in(directory))
        try:
            with storage_errors(directory):
                (data / "warc").mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise ArchiveError(directory, "a file stands in its way") from error
        config = load_config(directory)
        archive = cls(directory, config, *_open_records(data), workers)
        try:
            archive._press.enter_context(press_of(directory))
            if cluster is not None:
                archive._join(cluster)
            archive._catch_up()
        except BaseException:
            archive.close()
            raise
        return archive

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers and close news.db."""
        self._pool.close()
        self.store.close()
        self._press.close()

    @property
    def pool(self) -> PagePool:
        """The extraction processes; they end with `close`."""
        return self._pool

    def _join(self, cluster: str) -> None:
        from newsarchive.cluster import Cluster  # noqa: PLC0415 - an extra, and seconds to load

        self._pool.close()
        self._pool = Cluster(cluster, self.warc_directory)

    @property
    def warc_directory(self) -> Path:
        """Where own segments lie, and imported files below `imported/`."""
        return self.directory / "data" / "warc"

    def ingest(
        self,
        path: Path | str,
        *,
        reference: bool = False,
        only_known: bool = False,
        progress: Progress | None = None,
    ) -> IngestSummary:
        """Take in a WARC, ARC or WACZ file, a folder of saved pages, a single page or text.

        Repeating it writes nothing; an interrupted one is gone on with. `reference` leaves files of records where they
        are; `only_known` counts and passes over what is in them of newspapers that the press registry does not know.
        Raises UnreadableInputError, StorageFullError, LedgerError.
        """
        check_head(self.ledger, self.store)
        started = clock.now()
        with self.open_writer() as writer:
            tools = Tools(
                self.store, self._pool, writer, self.warc_directory, self.log, progress, reference, only_known
            )
            summary = ingest_path(Path(path), tools)
        # Only now: a segment that is not noted as closed is read again by the next run, which mends what failed here.
        for segment in writer.summaries:
            self.note_closed(segment)
        if summary.recorded.captures:
            resolve_revisits(self.store, self.warc_directory)
        if summary.files:
            self.store.add_run("ingest", started, {"path": str(path), **summary.to_dict()})
        return summary

    def article(self, url: str) -> Article | None:
        """The latest revision of the article at this address, in any of its spellings; None when not held.

        Of an address of a former newspaper that is not held itself, the copy of the newspaper that carries on, where
        a captured redirect or number and words of the address tell it for certain (`succession.successor`).
        """
        held = self.store.article(self.uid(url))
        if held is not None:
            return held
        successor = explain(self.store, url, None, self._redirect_target).successor
        return self.store.article(successor.uid) if successor else None

    def articles(self, *, newspaper: str | None = None, since: date | str | None = None) -> Iterator[Article]:
        """The latest revision of each article; `since` is a day of publication in Vietnam."""
        return self.store.articles(newspaper, str(since) if since else None)

    def revisions(self, uid: str) -> tuple[Revision, ...]:
        """Every revision of an article in order of capture; empty for an unknown uid."""
        return self.store.revisions(uid)

    def captures(self, url: str) -> tuple[Capture, ...]:
        """The captures of this address and of the article it is, oldest first."""
        return explain(self.store, url).captures

    def history(self, url: str) -> History:
        """What the newspaper changed in the article at this address, and whether it took it down.

        Raises NotHeldError when no revision of it is held.
        """
        account = explain(self.store, url)
        revisions = self.store.revisions(account.article_uid or self.uid(url))
        if not revisions:
            raise NotHeldError(url, account.verdict)
        return trace(revisions, account.captures, self._redirect_target)

    def uid(self, url: str) -> str:
        """The uid an article at this address has, held or not."""
        return article_uid(article_key(url))

    def status(self) -> Status:
        """What the archive holds and how it fares."""
        return take_stock(self.directory, self.store, self.ledger)

    def why(self, url: str) -> Why:
        """What became of an address."""
        return explain(self.store, url, find_home(self.directory), self._redirect_target)

    def log(self, kind: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Add a line to the ledger and mirror it in news.db."""
        decide(self.ledger, self.store, kind, subject, detail)

    def open_writer(self, info: Mapping[str, str] = MappingProxyType({})) -> SegmentWriter:
        """A writer of own segments, which tell operator, contact and `info`; hand what it closed to `note_closed`."""
        told = {"operator": self.config.operator, "contact": self.config.contact, **info}
        return SegmentWriter(
            self.warc_directory,
            prefix=self.config.warc_prefix,
            info={name: value for name, value in told.items() if value},
            max_bytes=self.config.storage.segment_bytes,
        )

    def _redirect_target(self, capture: Capture) -> str | None:
        try:
            record = read_record(segment_path(self.warc_directory, capture.warc_file), capture.warc_offset)
        except UnreadableInputError:
            return None
        return record.http.get("Location") if record.http else None

    def _catch_up(self) -> None:
        """Do what a killed run left undone: the ledger's mirror, its segments, a purge.

        On a full disk it stays undone until there is room, and what is held can still be read.
        """
        with suppress(StorageFullError):
            self._mirror_ledger()
            self._read_segments()
            self._finish_purges()

    def _mirror_ledger(self) -> None:
        last, head = self.ledger.last(), self.store.ledger_head()
        if last is not None and (head is None or head[0] < last.seq):
            self.store.mirror(self.ledger.tail(head[0] if head else 0))

    def _read_segments(self) -> None:
        for adopted in adopt(self.warc_directory):
            self._take_over(adopted)
        for path in unread_segments(self.directory, self.store):
            self._ingest_segment(path)

    def _finish_purges(self) -> None:
        """Go on with a purge that was killed. Where something stands in its way it stays undone; `status` tells."""
        if self.store.has_pending_purge():
            with suppress(ArchiveError, ElsewhereError):
                finish_purges(self.directory, self.store, self.ledger)

    def _take_over(self, adopted: Adopted) -> None:
        detail = {"records": adopted.summary.records, "cut_bytes": adopted.cut}
        self.store.add_event("segment-adopted", adopted.summary.file, detail)

    def _ingest_segment(self, path: Path) -> None:
        """Record what a killed run wrote into its segment but not into news.db, then note the segment as closed."""
        summary = IngestSummary()
        session = Session(self.store, self._pool, summary, before_write=lambda: None)
        ingest_held(path, path.name, session, summary)
        session.finish()
        for finding in summary.damage:
            self.store.add_event("damage", finding.file, {"offset": finding.offset, "reason": finding.reason})
        size, sha256 = path.stat().st_size, hash_file(path)
        self.note_closed(SegmentSummary(path.name, size, summary.records, sha256, path))

    def note_crawl(
        self, newspaper: str, started_at: str, tally: Mapping[str, Any], finished_at: str | None = None
    ) -> None:
        """Write a finished crawl into the ledger, from which `rebuild` knows it, and among the runs of news.db.

        It ended now unless told otherwise.
        """
        told = {"path": newspaper, "newspaper": newspaper, **tally}
        ended = finished_at or clock.now()
        self.log(CRAWL, newspaper, {"started_at": started_at, "finished_at": ended, "summary": told})
        self.store.add_run(CRAWL, started_at, told, ended)

    def note_closed(self, segment: SegmentSummary) -> None:
        """Write a closed segment's size, records and digest into the ledger, once."""
        if self.store.has_event(SEGMENT_CLOSED, segment.file):
            return
        detail = {"bytes": segment.bytes, "records": segment.records, "sha256": f"sha256:{segment.sha256}"}
        self.log(SEGMENT_CLOSED, segment.file, detail)


def _nothing_in(directory: Path) -> str:
    if (directory / "archive.yml").exists():
        return "nothing is kept here yet; begin with `newsarchive crawl NEWSPAPER` or `newsarchive ingest PATH`"
    return "no archive here; make one with `newsarchive ingest` or `newsarchive init`"


def _open_records(data: Path) -> tuple[Store, Ledger]:
    """news.db and the ledger of a data directory, made where the archive is new."""
    ledger = Ledger(data / "ledger.jsonl")
    is_new = not (data / "news.db").exists()
    if is_new:
        ledger.create()
    store = Store(data / "news.db")
    if not ledger.path.exists():
        if store.ledger_head() is not None:
            store.close()
            raise LedgerError(ledger.path, "the ledger is missing; restore it from a second copy")
        ledger.create()
    return store, ledger
