"""Write WARC 1.1 segments that any peer reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from newsarchive.exceptions import StorageFullError
from newsarchive.warc.block import http_head, new_record_id, present, warc_header
from newsarchive.warc.compress import gzip_member
from newsarchive.warc.dates import format_warc_date
from newsarchive.warc.digest import sha256_digest
from newsarchive.warc.record import Fields, HttpHead, Location, Record, SegmentSummary, clean_uri
from newsarchive.warc.segment import Segment
from newsarchive.warc.warcinfo import warcinfo_member

Profile = Literal["identical-payload-digest", "server-not-modified"]
_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_REBUILT = (
    "Bodies of responses are held without their chunk framing: Transfer-Encoding is then named "
    "X-Archive-Orig-Transfer-Encoding. Requests are rebuilt from what the crawler asked for, not taken from the wire."
)


class SegmentWriter:
    """Writes records into segments of `directory`, a new one when `max_bytes` is passed; use it as a context manager.

    `info` goes into the warcinfo record that opens each segment: operator, contact, robots (the policy), description
    and whatever else is to be known; software, format and conformsTo are filled in. Nothing is created before the
    first record. Records are on the disk for certain after `sync()`.

    Every method raises StorageFullError when the disk is full or not writable; what was written before stays whole.
    """

    def __init__(
        self, directory: Path, *, prefix: str, info: Mapping[str, str], max_bytes: int = 1_000_000_000
    ) -> None:
        self.directory = directory
        self._prefix, self._info, self._max_bytes = prefix, info, max_bytes
        self._segment: Segment | None = None
        self._warcinfo_id = ""
        self._summaries: list[SegmentSummary] = []
        self._serial = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def summaries(self) -> tuple[SegmentSummary, ...]:
        """Every segment closed so far, the ones closed by rotation among them."""
        return tuple(self._summaries)

    def write_response(
        self,
        uri: str,
        date: datetime,
        head: HttpHead | bytes,
        body: bytes,
        *,
        ip: str | None = None,
        concurrent_to: str | Iterable[str] | None = None,
        protocols: Iterable[str] = (),
        extra: Fields = (),
        payload_digest: str | None = None,
    ) -> Location:
        """A response: its head, parsed or as sent, and the body as sent but without chunk framing.

        `protocols` are WARC-Protocol values such as "h2" or "tls/1.3"; `extra` are further WARC header fields;
        `payload_digest` is the body's, where the caller has computed it already.
        """
        digest = payload_digest or sha256_digest(body)
        fields = (
            *present(("WARC-IP-Address", ip)),
            *_concurrent(concurrent_to),
            *(("WARC-Protocol", protocol) for protocol in protocols),
            ("WARC-Payload-Digest", digest),
            *extra,
        )
        return self._write("response", uri, date, fields, (http_head(head), body))

    def write_request(
        self,
        uri: str,
        date: datetime,
        request: bytes,
        *,
        ip: str | None = None,
        concurrent_to: str | Iterable[str] | None = None,
    ) -> Location:
        """A request, head and body as one block of bytes."""
        fields = (*present(("WARC-IP-Address", ip)), *_concurrent(concurrent_to))
        return self._write("request", uri, date, fields, (request,), content_type="application/http; msgtype=request")

    def write_revisit(
        self,
        uri: str,
        date: datetime,
        head: HttpHead | bytes,
        *,
        profile: Profile,
        payload_digest: str | None = None,
        refers_to_id: str | None = None,
        refers_to_uri: str | None = None,
        refers_to_date: datetime | None = None,
        ip: str | None = None,
        concurrent_to: str | Iterable[str] | None = None,
    ) -> Location:
        """An answer whose body is held already: by the same digest, or since the server said 304."""
        if profile == "identical-payload-digest" and not payload_digest:
            msg = "a revisit by identical digest needs that digest"
            raise ValueError(msg)
        fields = present(
            ("WARC-Profile", _PROFILES + profile),
            ("WARC-Payload-Digest", payload_digest),
            ("WARC-Refers-To", refers_to_id),
            ("WARC-Refers-To-Target-URI", refers_to_uri),
            ("WARC-Refers-To-Date", format_warc_date(refers_to_date) if refers_to_date else None),
            ("WARC-IP-Address", ip),
        )
        fields = (*fields, *_concurrent(concurrent_to))
        return self._write("revisit", uri, date, fields, (http_head(head),))

    def write_resource(
        self, uri: str, date: datetime, content_type: str, body: bytes, *, extra: Fields = ()
    ) -> Location:
        """Bytes that came by no HTTP exchange we know of, such as a saved page."""
        fields = (("WARC-Payload-Digest", sha256_digest(body)), *extra)
        return self._write("resource", uri, date, fields, (body,), content_type=content_type)

    def write_metadata(
        self,
        uri: str,
        date: datetime,
        body: bytes,
        *,
        content_type: str = "application/warc-fields",
        concurrent_to: str | Iterable[str] | None = None,
        refers_to_id: str | None = None,
    ) -> Location:
        """What is to be said about another record."""
        fields = (*_concurrent(concurrent_to), *present(("WARC-Refers-To", refers_to_id)))
        return self._write("metadata", uri, date, fields, (body,), content_type=content_type)

    def write_conversion(
        self, uri: str, date: datetime, content_type: str, body: bytes, *, refers_to_id: str, extra: Fields = ()
    ) -> Location:
        """Another form of a record's content."""
        fields = (("WARC-Refers-To", refers_to_id), ("WARC-Payload-Digest", sha256_digest(body)), *extra)
        return self._write("conversion", uri, date, fields, (body,), content_type=content_type)

    def write_copy(self, record: Record, *, extra: Fields = ()) -> Location:
        """A record read elsewhere (ARC, whole-file gzip) as a record of ours: its id, its date, all its own fields."""
        fields = tuple(field for field in record.headers if field[0].lower() not in _REWRITTEN)
        has_payload = record.type in {"response", "resource", "conversion"}
        payload_digest = record.payload_digest if has_payload else record.get("WARC-Payload-Digest")
        cut = record.get("WARC-Truncated") or ("length" if record.truncated else None)
        fields = (*fields, *present(("WARC-Payload-Digest", payload_digest), ("WARC-Truncated", cut)), *extra)
        block = (http_head(record.http) if record.http else b"", record.payload)
        content_type = record.get("Content-Type") or "application/octet-stream"
        return self._write(
            record.type,
            record.uri,
            record.date,
            fields,
            block,
            content_type=content_type,
            record_id=record.record_id,
        )

    def sync(self) -> None:
        """Return when the disk has every record written so far."""
        if self._segment:
            self._segment.sync()

    def close(self) -> SegmentSummary | None:
        """Close the segment; returns its summary, None when nothing was written since the last one."""
        segment, self._segment = self._segment, None
        if segment is None:
            return None
        summary = segment.close()
        self._summaries.append(summary)
        return summary

    def _write(
        self,
        kind: str,
        uri: str | None,
        date: datetime,
        fields: Fields,
        block: tuple[bytes, ...],
        *,
        content_type: str = "application/http; msgtype=response",
        record_id: str = "",
    ) -> Location:
        segment = self._ready_segment()
        record_id = record_id or new_record_id()
        header = (
            ("WARC-Type", kind),
            ("WARC-Record-ID", record_id),
            ("WARC-Date", format_warc_date(date)),
            *present(("WARC-Target-URI", clean_uri(uri) if uri else None), ("WARC-Warcinfo-ID", self._warcinfo_id)),
            *fields,
            *_sizes(content_type, block),
        )
        member = gzip_member(b"".join((warc_header(header), *block, b"\r\n\r\n")))
        offset = segment.append(member)
        digest = next((value for name, value in fields if name == "WARC-Payload-Digest"), None)
        return Location(segment.name, offset, len(member), record_id, digest)

    def _ready_segment(self) -> Segment:
        if self._segment and self._segment.size >= self._max_bytes:
            self.close()
        if self._segment is None:
            self._segment = self._begin()
        return self._segment

    def _begin(self) -> Segment:
        segment = Segment(self.directory, prefix=self._prefix, serial=self._serial)
        self._serial += 1
        self._warcinfo_id = new_record_id()
        member = warcinfo_member(segment.name, self._warcinfo_id, {"description": _REBUILT, **self._info})
        try:
            segment.append(member)
        except StorageFullError:
            segment.discard()
            raise
        return segment


_REWRITTEN = frozenset(
    {
        "warc-type", "warc-record-id", "warc-date", "warc-target-uri", "warc-warcinfo-id", "warc-payload-digest",
        "warc-block-digest", "warc-filename", "warc-truncated", "content-type", "content-length",
    }
)  # fmt: skip
"""Fields that `write_copy` writes anew, since they speak of the file or of bytes that it changes."""


def _sizes(content_type: str, block: tuple[bytes, ...]) -> Fields:
    return (
        ("WARC-Block-Digest", sha256_digest(*block)),
        ("Content-Type", content_type),
        ("Content-Length", str(sum(map(len, block)))),
    )


def _concurrent(record_ids: str | Iterable[str] | None) -> Fields:
    ids = (record_ids,) if isinstance(record_ids, str) else tuple(record_ids or ())
    return tuple(("WARC-Concurrent-To", record_id) for record_id in ids)
