"""One pass over captures: pages go through the pool, results into the store, in the order in which they were read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from newsarchive.article import VIETNAM
from newsarchive.extraction import reader
from newsarchive.ingest.entries import entry_of
from newsarchive.ingest.judge import Verdict
from newsarchive.ingest.papers import find_paper
from newsarchive.ingest.summary import IngestSummary
from newsarchive.link import Link
from newsarchive.rights import RightsSignal
from newsarchive.store import Capture, Checkpoint, Entry, NewspaperRow, RevisitOf, Store
from newsarchive.store.records import Import, Outcome
from newsarchive.workers import Page, PagePool, PageTask

BATCH_CAPTURES = 200
BATCH_RECORDS = 1_000
"""A batch is written after so many captures, or records read (docs/architecture.md, crash rules 1 and 7)."""
_PAGES_PER_WORKER = 8
_BYTES_UNDER_WAY = 32 << 20


@dataclass(slots=True)
class _Waiting:
    """A capture whose turn to be written has not come."""

    capture: Capture
    paper: NewspaperRow
    reader: str
    """Whose rules read it."""
    task: PageTask | None = None
    page_bytes: int = 0
    revisit_of: RevisitOf | None = None
    import_: Import | None = None
    checkpoint: Checkpoint | None = None
    token: object = None
    extract: bool = True
    rights: tuple[RightsSignal, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A capture that is in news.db now."""

    token: object
    """What `take` was given."""
    outcome: Outcome
    reason: str | None
    links: tuple[Link, ...]
    unread: str | None = None
    """Why its links could not be read."""
    published: float | None = None
    """When its article came out: seconds since 1970."""


def _ignore(_written: Sequence[Written]) -> None:
    """Nobody waits for what was written."""


class Session:
    """Takes captures, writes them in batches. Memory is bounded by the batch and by the pages under way.

    `before_write` runs before each transaction: it fsyncs what the captures point to. `after_write` is told what each
    transaction brought into news.db.
    """

    def __init__(
        self,
        store: Store,
        pool: PagePool,
        summary: IngestSummary,
        before_write: Callable[[], None],
        after_write: Callable[[Sequence[Written]], None] = _ignore,
    ) -> None:
        self._store, self._pool, self._summary, self._before_write = store, pool, summary, before_write
        self._after_write = after_write
        self._notes: list[tuple[object, str | None, tuple[Link, ...], str | None, float | None]] = []
        self._waiting: deque[_Waiting] = deque()
        self._bytes = 0
        self._limit = max(1, pool.workers) * _PAGES_PER_WORKER
        self._entries: list[Entry] = []
        self._papers: dict[str, NewspaperRow] = {}
        self._imports: list[Import] = []
        self._checkpoint: Checkpoint | None = None
        self._records = 0

    def take(
        self,
        capture: Capture,
        *,
        page: Page | None = None,
        verdict: Verdict | None = None,
        revisit_of: RevisitOf | None = None,
        import_: Import | None = None,
        token: object = None,
        fresh: bool = False,
        rights: tuple[RightsSignal, ...] = (),
    ) -> None:
        """Take a capture with a page to extract, or with the verdict that there is none.

        With both, the page is only searched for links. `token` comes back in `Written`. `fresh` says that the capture
        was made just now: nobody looks whether it is known. `rights` is what was said beside the page.
        """
        paper, row = find_paper(capture.url)
        name = reader(paper.id if paper else None)
        if verdict is None:
            capture = replace(capture, newspaper_id=row.id)
        else:
            capture = replace(capture, newspaper_id=row.id, outcome=verdict.outcome, reason=verdict.reason)
        waiting = _Waiting(capture, row, name, revisit_of=revisit_of, import_=import_, token=token)
        waiting.rights = rights
        waiting.extract = verdict is None
        # What was extracted by these rules before is not extracted again: another file may hold the same captures.
        if page is not None and (fresh or not self._store.is_settled(capture, name)):
            waiting.page_bytes = len(page.payload)
            waiting.task = self._pool.submit(replace(page, newspaper=paper.id if paper else None))
        self._bytes += waiting.page_bytes
        self._waiting.append(waiting)
        self._settle(keep=self._limit)

    def passed(self, checkpoint: Checkpoint) -> None:
        """Note that everything before `checkpoint` has been taken."""
        self._records += 1
        if self._waiting:
            self._waiting[-1].checkpoint = checkpoint
        else:
            self._checkpoint = checkpoint
        if self._records >= BATCH_RECORDS:
            self._settle(keep=self._limit)
            self.write()

    @property
    def is_full(self) -> bool:
        """Whether the next `take` would wait for a page under way."""
        return len(self._waiting) >= self._limit or self._bytes > _BYTES_UNDER_WAY

    @property
    def unwritten(self) -> int:
        """Captures taken and not yet in news.db."""
        return len(self._waiting) + len(self._entries)

    @property
    def settled(self) -> int:
        """Captures that `write` would write now."""
        return len(self._entries)

    def advance(self) -> None:
        """Settle, in order, the captures whose pages are done; waits for none."""
        while self._waiting and (self._waiting[0].task is None or self._waiting[0].task.done()):
            self._settle(keep=len(self._waiting) - 1)

    def finish(self) -> None:
        """Wait for every page under way and write what is left."""
        self._settle(keep=0)
        self.write()

    def write(self) -> None:
        """Write the settled captures in one transaction."""
        self._records = 0
        if not (self._entries or self._checkpoint or self._imports):
            return
        self._before_write()
        recorded = self._store.record(
            self._entries, newspapers=self._papers.values(), checkpoint=self._checkpoint, imports=self._imports
        )
        self._summary.recorded.add(recorded)
        told = [Written(note[0], outcome, *note[1:]) for note, outcome in zip(self._notes, recorded.each, strict=True)]
        self._entries, self._notes, self._papers, self._imports, self._checkpoint = [], [], {}, [], None
        self._after_write(told)

    def _settle(self, *, keep: int) -> None:
        while self._waiting and (len(self._waiting) > keep or self._bytes > _BYTES_UNDER_WAY):
            waiting = self._waiting.popleft()
            self._bytes -= waiting.page_bytes
            self._add(waiting)
            if len(self._entries) >= BATCH_CAPTURES:
                self.write()

    def _add(self, waiting: _Waiting) -> None:
        capture, entry = waiting.capture, None
        links: tuple[Link, ...] = ()
        unread: str | None = None
        said: tuple[RightsSignal, ...] = ()
        if waiting.task is not None:
            extracted = waiting.task.result()
            links, unread, said = extracted.links, extracted.unread, extracted.rights
            if waiting.extract:
                entry = entry_of(capture, extracted, waiting.reader)
        entry = entry or Entry(capture, extractor=_reader(waiting), revisit_of=waiting.revisit_of)
        capture = entry.capture
        self._entries.append(replace(entry, rights=(*waiting.rights, *said)))
        self._notes.append((waiting.token, capture.reason, links, unread, _published(entry)))
        self._papers[waiting.paper.id] = waiting.paper
        if waiting.import_ is not None:
            self._imports.append(waiting.import_)
        if waiting.checkpoint is not None:
            self._checkpoint = waiting.checkpoint
        if capture.reason and waiting.revisit_of is None:
            self._summary.add_reason(capture.reason)


def _published(entry: Entry) -> float | None:
    told = entry.article.published if entry.article else None
    if told is None:
        return None
    moment = told if isinstance(told, datetime) else datetime.combine(told, time.min, VIETNAM)
    return moment.timestamp()


def _reader(waiting: _Waiting) -> str:
    """Whose rules said that a capture without a page has no article; nobody's when it was known and left alone."""
    was_read = waiting.revisit_of is None and not waiting.extract
    return waiting.reader if was_read else ""
