"""The live half of the one door: exchange → WARC records → article → news.db → done-mark, in that order.

Nothing here has a thread or a clock of its own; `Desk` runs it. A record is fsynced before the transaction that speaks
of it, the transaction is committed before links are added to the frontier, and those before the done-mark is set
(docs/architecture.md, crash rule 1): whatever the moment of a kill, the URL is either due again or safely kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsarchive.archive import Archive
from newsarchive.capture.exchange import Exchange
from newsarchive.frontier import End
from newsarchive.ingest import IngestSummary
from newsarchive.ingest.records import Place, take_record
from newsarchive.ingest.session import Session, Written
from newsarchive.link import Link
from newsarchive.store import Capture
from newsarchive.warc import HttpHead, Location, Record
from newsarchive.warc.block import present
from newsarchive.warc.dates import format_warc_date
from newsarchive.warc.digest import sha256_digest

SYNC_BYTES = 1 << 20
SYNC_SECONDS = 0.020
WRITE_SECONDS = 0.050
WRITE_ROWS = 200
"""Group commit: the limits of crash rule 1."""

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class _Asked:
    """One lease under way."""

    newspaper: str
    pending: int = 0
    """Captures of it that are not in news.db yet."""
    end: End | None = None
    revisit: bool = False
    outcome: str | None = None
    reason: str | None = None
    unread: str | None = None
    published: float | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    lease: int | None
    newspaper: str
    url: str
    revisit: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Links of a page that is in news.db."""

    newspaper: str
    url: str
    links: tuple[Link, ...]


class Recorder:
    """Records exchanges into an archive. Call `advance` often, `finish` at the end; one thread alone may use it.

    `told` is told of every capture in news.db, `found` of its links, `ended` of leases that are done. `info` goes into
    the warcinfo records.
    """

    def __init__(
        self,
        archive: Archive,
        found: Callable[[Found], None],
        ended: Callable[[str, Sequence[End]], None],
        told: Callable[[str, Written], None],
        *,
        info: Mapping[str, str],
    ) -> None:
        self.summary = IngestSummary()
        self._archive, self._found, self._ended, self._told = archive, found, ended, told
        self._writer = archive.open_writer(info)
        self._session = Session(archive.store, archive.pool, self.summary, self._sync, self._after_write)
        self._asked: dict[int, _Asked] = {}
        self._unsynced, self._unsynced_since, self._settled_since = 0, 0.0, 0.0

    @property
    def is_full(self) -> bool:
        """Whether pages wait for extraction as many as may; then take no more before `advance` made room."""
        return self._session.is_full

    @property
    def is_busy(self) -> bool:
        """Whether captures are not yet in news.db."""
        return self._session.unwritten > 0 or self._unsynced > 0

    def take(self, exchange: Exchange, now: float) -> None:
        """Write an exchange into the WARC and begin to extract its page. Raises StorageFullError."""
        http = exchange.read_head()
        digest = sha256_digest(exchange.body)
        held = self._held(exchange, http, digest)
        location = self._write(exchange, http, held, digest)
        if self._unsynced == 0:
            self._unsynced_since = now
        self._unsynced += location.length
        if exchange.lease is not None:
            asked = self._asked.setdefault(exchange.lease, _Asked(exchange.newspaper))
            asked.pending += 1
        take_record(
            _as_record(exchange, http, location, held),
            Place(location.file, location.offset, location.length, location.record_id, digest),
            self._session,
            token=_Token(exchange.lease, exchange.newspaper, exchange.url, held is not None),
            expects=exchange.expects,
            body=exchange.body,
            fresh=True,
        )

    def end(self, newspaper: str, end: End) -> None:
        """A lease is done. Its done-mark is set once everything captured for it is in news.db."""
        asked = self._asked.setdefault(end.id, _Asked(newspaper))
        asked.end = end
        self._settle(end.id)

    def advance(self, now: float) -> None:
        """Do what is due: fsync, take in extracted pages, write a batch."""
        self._session.advance()
        if self._unsynced >= SYNC_BYTES or (self._unsynced and now - self._unsynced_since >= SYNC_SECONDS):
            self._sync()
        settled = self._session.settled
        if not settled:
            self._settled_since = now
        elif settled >= WRITE_ROWS or now - self._settled_since >= WRITE_SECONDS:
            self._session.write()
            self._settled_since = now

    def flush(self) -> None:
        """Wait for the pages under way and write everything."""
        self._session.finish()

    def finish(self) -> None:
        """Write everything, close the segment and note it in the ledger."""
        self.flush()
        self._writer.close()
        for segment in self._writer.summaries:
            self._archive.note_closed(segment)

    def _sync(self) -> None:
        if self._unsynced:
            self._writer.sync()
            self._unsynced = 0

    def _held(self, exchange: Exchange, http: HttpHead | None, digest: str) -> Capture | None:
        """The capture that this exchange repeats."""
        if http is None or exchange.truncated:
            return None
        if http.status == 304:
            return self._archive.store.latest_page(exchange.url)
        if http.status != 200 or not exchange.body:
            return None
        # A page is compared with itself alone: under another address the same bytes may be another article.
        is_page = (http.get("Content-Type") or "").strip().lower().startswith(_PAGE_TYPES)
        return self._archive.store.held(digest, exchange.url if is_page else None)

    def _write(self, exchange: Exchange, http: HttpHead | None, held: Capture | None, digest: str) -> Location:
        if held is not None:
            location = self._writer.write_revisit(
                exchange.url,
                exchange.fetched_at,
                exchange.head,
                profile="server-not-modified" if http and http.status == 304 else "identical-payload-digest",
                payload_digest=held.payload_digest,
                refers_to_id=held.record_id,
                refers_to_uri=held.url,
                refers_to_date=held.fetched_at,
                ip=exchange.ip,
            )
        else:
            location = self._writer.write_response(
                exchange.url,
                exchange.fetched_at,
                exchange.head,
                exchange.body,
                ip=exchange.ip,
                protocols=exchange.protocols,
                payload_digest=digest,
                extra=present(("WARC-Truncated", exchange.truncated)),
            )
        self._writer.write_request(
            exchange.url, exchange.fetched_at, exchange.request, ip=exchange.ip, concurrent_to=location.record_id
        )
        return location

    def _after_write(self, written: Sequence[Written]) -> None:
        for one in written:
            token = one.token
            if not isinstance(token, _Token):
                continue
            self._told(token.newspaper, one)
            if one.links:
                self._found(Found(token.newspaper, token.url, one.links))
            if token.lease is not None:
                asked = self._asked[token.lease]
                asked.pending -= 1
                asked.outcome, asked.reason, asked.revisit = one.outcome, one.reason, token.revisit
                asked.unread, asked.published = one.unread, one.published
                self._settle(token.lease)

    def _settle(self, lease: int) -> None:
        asked = self._asked[lease]
        if asked.end is not None and asked.pending == 0:
            del self._asked[lease]
            self._ended(asked.newspaper, [_judged(asked.end, asked)])


def _judged(end: End, asked: _Asked) -> End:
    """What the newspaper's answer came to, as news.db has it: an article that says the same is `same`."""
    if end.outcome != "stored":
        return end
    end = replace(end, published=asked.published, is_replaced=asked.outcome in {"listing", "skipped"})
    if asked.revisit or asked.outcome == "same":
        return replace(end, outcome="same", detail=end.detail or asked.unread)
    reason = None if asked.outcome == "stored" else asked.reason
    return replace(end, detail=end.detail or asked.unread or reason)


def _as_record(exchange: Exchange, http: HttpHead | None, location: Location, held: Capture | None) -> Record:
    """The record as it would be read back."""
    headers = present(("WARC-Truncated", exchange.truncated))
    if held is not None:
        headers = (
            ("WARC-Payload-Digest", held.payload_digest),
            ("WARC-Refers-To-Target-URI", held.url),
            ("WARC-Refers-To-Date", format_warc_date(held.fetched_at)),
        )
    return Record(
        type="response" if held is None else "revisit",
        uri=exchange.url,
        date=exchange.fetched_at,
        record_id=location.record_id,
        headers=headers,
        http=http,
        payload=exchange.body if held is None else b"",
        offset=location.offset,
        length=location.length,
    )
