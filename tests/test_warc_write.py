"""Writing segments: what peers read back, how much fits, what a full disk leaves behind."""

from __future__ import annotations

import errno
import gzip
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from newsarchive.exceptions import StorageFullError
from newsarchive.warc import (
    Damage,
    HttpHead,
    Record,
    SegmentWriter,
    open_records,
    read_record,
    read_records,
    segment_path,
)

CAPTURED = datetime(2026, 1, 8, 11, 21, 0, 250_000, tzinfo=UTC)
URI = "https://baobenloi.example/tin/1.html?x=1&y=2"
INFO = {"operator": "Thư viện tỉnh", "contact": "kho@thuvien.example", "robots": "obey"}
HEAD = HttpHead(
    200,
    "Rất tốt".encode().decode("iso-8859-1"),
    (("content-TYPE", "text/html"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("Transfer-Encoding", "chunked")),
)


def writer_in(directory: Path, **options: int) -> SegmentWriter:
    return SegmentWriter(directory, prefix="baobenloi", info=INFO, **options)


def write_every_kind(writer: SegmentWriter) -> None:
    """One record of each kind, a response first."""
    page = writer.write_response(URI, CAPTURED, HEAD, b"<p>Tin</p>", ip="203.0.113.7", protocols=("h2", "tls/1.3"))
    writer.write_request(URI, CAPTURED, b"GET /tin/1.html HTTP/1.1\r\nHost: x\r\n\r\n", concurrent_to=page.record_id)
    writer.write_revisit(
        URI,
        CAPTURED,
        HEAD,
        profile="identical-payload-digest",
        payload_digest=page.payload_digest,
        refers_to_id=page.record_id,
        refers_to_uri=URI,
        refers_to_date=CAPTURED,
    )
    writer.write_revisit(
        URI, CAPTURED, b"HTTP/1.1 304 Not Modified\r\n", profile="server-not-modified", refers_to_uri=URI
    )
    writer.write_resource("file:///luu/trang.html", CAPTURED, "text/html", b"<p>Trang</p>")
    writer.write_metadata(URI, CAPTURED, b"via: https://baobenloi.example/\r\n", refers_to_id=page.record_id)
    writer.write_conversion(URI, CAPTURED, "text/plain", b"Tin", refers_to_id=page.record_id)


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    """A closed segment with a record of each kind."""
    with writer_in(tmp_path) as writer:
        write_every_kind(writer)
    return writer.summaries[0].path


KINDS = ["warcinfo", "response", "request", "revisit", "revisit", "resource", "metadata", "conversion"]


def test_warcio_reads_every_kind_with_head_order_case_and_repeats(segment: Path) -> None:
    with segment.open("rb") as file:
        records = []
        for record in ArchiveIterator(file):
            records.append((record.rec_type, record.http_headers, record.content_stream().read()))
    assert [kind for kind, _, _ in records] == KINDS
    _, head, body = records[1]
    assert body == b"<p>Tin</p>"
    assert head.headers == [*HEAD.headers[:3], ("X-Archive-Orig-Transfer-Encoding", "chunked")]
    assert head.get_statuscode() == "200"


@pytest.mark.parametrize("tool", ["warcio", "fastwarc"])
def test_checkers_of_peers_pass(segment: Path, tool: str) -> None:
    command = Path(sys.executable).with_name(tool)
    done = subprocess.run([command, "check", str(segment)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "fail" not in done.stdout.lower()


def test_fastwarc_reads_every_kind(segment: Path) -> None:
    kinds = [record.headers.get("WARC-Type") for record in FastIterator(str(segment), parse_http=False)]
    assert kinds == KINDS


def test_we_read_back_every_field(segment: Path) -> None:
    items = list(read_records(segment))
    assert not [item for item in items if isinstance(item, Damage)]
    _, page, request, same, unchanged, *_ = items
    assert page.headers[:5] == (
        ("WARC-Type", "response"),
        ("WARC-Record-ID", page.record_id),
        ("WARC-Date", "2026-01-08T11:21:00.250000Z"),
        ("WARC-Target-URI", URI),
        ("WARC-Warcinfo-ID", items[0].record_id),
    )
    assert (page.date, page.get("WARC-IP-Address")) == (CAPTURED, "203.0.113.7")
    assert [value for name, value in page.headers if name == "WARC-Protocol"] == ["h2", "tls/1.3"]
    assert page.get("WARC-Payload-Digest") == page.payload_digest == f"sha256:{sha256(b'<p>Tin</p>').hexdigest()}"
    assert request.get("WARC-Concurrent-To") == page.record_id
    assert request.payload.startswith(b"GET /tin/1.html")
    assert same.refers_to == (URI, CAPTURED)
    assert same.get("WARC-Payload-Digest") == page.payload_digest
    assert same.get("WARC-Refers-To") == page.record_id
    assert unchanged.http.status == 304
    assert unchanged.get("WARC-Profile").endswith("/1.1/revisit/server-not-modified")


def test_block_digest_covers_the_block(segment: Path) -> None:
    with segment.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            told = record.rec_headers.get_header("WARC-Block-Digest")
            assert told == f"sha256:{sha256(record.raw_stream.read()).hexdigest()}"


def test_warcinfo_opens_the_segment_and_says_who_and_how(segment: Path) -> None:
    first = next(read_records(segment))
    assert (first.type, first.offset) == ("warcinfo", 0)
    assert first.get("WARC-Filename") == segment.name
    told = dict(line.split(": ", 1) for line in first.payload.decode().splitlines())
    assert told["software"].startswith("newsarchive/")
    assert told | INFO == told
    assert told["format"] == "WARC File Format 1.1"
    assert told["conformsTo"].endswith("/warc-1.1/")
    assert "rebuilt" in told["description"]


def test_names_locations_and_summary(tmp_path: Path) -> None:
    with writer_in(tmp_path) as writer:
        place = writer.write_resource("urn:x:1", CAPTURED, "text/plain", b"mot")
        writer.sync()
        still_open = segment_path(tmp_path, place.file)
        assert still_open.name == place.file + ".open"
        assert read_record(still_open, place.offset).payload == b"mot"
    closed = segment_path(tmp_path, place.file)
    assert closed.name == place.file
    assert re.fullmatch(r"baobenloi-\d{17}-\d{5}-[A-Za-z0-9.-]+\.warc\.gz", closed.name)
    (summary,) = writer.summaries
    data = closed.read_bytes()
    assert (summary.file, summary.bytes, summary.records) == (closed.name, len(data), 2)
    assert summary.sha256 == sha256(data).hexdigest()
    assert place.offset + place.length == len(data)


def test_nothing_is_created_before_the_first_record(tmp_path: Path) -> None:
    with writer_in(tmp_path / "warc") as writer:
        writer.sync()
    assert writer.close() is None
    assert not (tmp_path / "warc").exists()


def test_rotation_begins_each_segment_with_warcinfo(tmp_path: Path) -> None:
    with writer_in(tmp_path, max_bytes=1500) as writer:
        places = [writer.write_resource(f"urn:x:{n}", CAPTURED, "text/plain", b"%d" % n) for n in range(12)]
    assert len(writer.summaries) > 1
    assert sum(summary.records for summary in writer.summaries) == 12 + len(writer.summaries)
    for summary in writer.summaries:
        assert next(read_records(summary.path)).type == "warcinfo"
    for number, place in enumerate(places):
        assert read_record(tmp_path / place.file, place.offset).payload == b"%d" % number


def test_what_libdeflate_packs_zlib_unpacks(tmp_path: Path) -> None:
    with writer_in(tmp_path) as writer:
        write_every_kind(writer)
    path = writer.summaries[0].path
    assert [item.type for item in read_records(path)] == KINDS
    assert b"<p>Tin</p>" in gzip.decompress(path.read_bytes())


def test_two_writers_never_share_a_segment(tmp_path: Path) -> None:
    with writer_in(tmp_path) as one, writer_in(tmp_path) as other:
        files = {
            writer.write_resource("urn:x", CAPTURED, "text/plain", b"x").file for writer in (one, other) for _ in "ab"
        }
    assert len(files) == 2


TOKENS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=12)
VALUES = st.binary(max_size=40).map(lambda raw: re.sub(rb"[\r\n\0]", b"", raw).decode("iso-8859-1").strip(" \t"))


@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=2000), headers=st.lists(st.tuples(TOKENS, VALUES), max_size=6), status=st.integers(100, 999)
)
def test_any_body_and_headers_survive(tmp_path_factory, body: bytes, headers: list, status: int) -> None:
    headers = [(name, value) for name, value in headers if name.lower() != "transfer-encoding"]
    head = HttpHead(status, "OK", tuple(headers))
    with writer_in(tmp_path_factory.mktemp("any")) as writer:
        place = writer.write_response(URI, CAPTURED, head, body)
    path = writer.summaries[0].path
    record = read_record(path, place.offset)
    assert (record.http, record.payload, record.payload_digest) == (head, body, place.payload_digest)
    with path.open("rb") as file:
        _, theirs = (
            found.content_stream().read() if found.rec_type == "response" else b"" for found in ArchiveIterator(file)
        )
    coded = any(name.lower() == "content-encoding" for name, _ in headers)
    assert theirs == body or coded


@pytest.mark.parametrize(
    "raw", [b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\n", b"HTTP/1.1 200 OK\nA: 1\n", b"HTTP/1.1 200 OK\r\nA: 1"]
)
def test_raw_heads_are_closed_by_one_blank_line(tmp_path: Path, raw: bytes) -> None:
    with writer_in(tmp_path) as writer:
        place = writer.write_response(URI, CAPTURED, raw, b"\r\n\r\nbody")
    record = read_record(writer.summaries[0].path, place.offset)
    assert (record.http.headers, record.payload) == ((("A", "1"),), b"\r\n\r\nbody")


def test_values_cannot_smuggle_header_lines(tmp_path: Path) -> None:
    evil = "https://a.example/\r\nWARC-Type: warcinfo\r\n\r\nx"
    with writer_in(tmp_path) as writer:
        place = writer.write_response(evil, CAPTURED, HttpHead(200, "OK\r\nX: y", (("A", "b\r\nC: d"),)), b"x")
    record = read_record(writer.summaries[0].path, place.offset)
    assert record.type == "response"
    assert [name for name, _ in record.headers].count("WARC-Type") == 1
    assert [name for name, _ in record.http.headers] == ["A"]


def test_naive_dates_are_refused(tmp_path: Path) -> None:
    with writer_in(tmp_path) as writer, pytest.raises(ValueError, match="zone"):
        writer.write_resource("urn:x", datetime(2026, 1, 1), "text/plain", b"x")


def test_a_revisit_by_digest_needs_the_digest(tmp_path: Path) -> None:
    with writer_in(tmp_path) as writer, pytest.raises(ValueError, match="digest"):
        writer.write_revisit(URI, CAPTURED, HEAD, profile="identical-payload-digest")


def test_copies_keep_id_date_and_fields(segment: Path, tmp_path: Path) -> None:
    originals = [item for item in open_records(segment) if isinstance(item, Record) and item.type != "warcinfo"]
    with writer_in(tmp_path / "copy") as writer:
        for record in originals:
            writer.write_copy(record)
    copies = [item for item in read_records(writer.summaries[0].path) if item.type != "warcinfo"]
    for copy, record in zip(copies, originals, strict=True):
        assert (copy.type, copy.uri, copy.date, copy.record_id) == (
            record.type,
            record.uri,
            record.date,
            record.record_id,
        )
        assert (copy.http, copy.payload) == (record.http, record.payload)
        assert dict(copy.headers) == dict(record.headers) | {"WARC-Warcinfo-ID": copy.get("WARC-Warcinfo-ID")}


@contextmanager
def space_for(size: int) -> Iterator[None]:
    """Files may grow to `size` bytes: the kernel writes what fits and refuses the rest, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    writer = writer_in(tmp_path)
    kept = writer.write_resource("urn:x:1", CAPTURED, "text/plain", b"mot")
    end = kept.offset + kept.length
    with space_for(end + 100), pytest.raises(StorageFullError, match="cannot be written") as told:
        writer.write_resource("urn:x:2", CAPTURED, "application/octet-stream", os.urandom(5000))
    assert told.value.exit_code == 4
    assert segment_path(tmp_path, kept.file).stat().st_size == end
    later = writer.write_resource("urn:x:3", CAPTURED, "text/plain", b"ba")
    summary = writer.close()
    assert later.offset == end
    assert [item.payload for item in read_records(summary.path)][1:] == [b"mot", b"ba"]
    assert summary.sha256 == sha256(summary.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_failing_sync_is_told(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = writer_in(tmp_path)
    writer.write_resource("urn:x:1", CAPTURED, "text/plain", b"mot")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(StorageFullError, match=os.strerror(number)):
        patch.setattr(os, "fsync", refuse)
        writer.sync()
    writer.close()


def test_a_read_only_directory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patch, pytest.raises(StorageFullError, match="Read-only file system"):
        patch.setattr(os, "open", refuse)
        writer_in(tmp_path).write_resource("urn:x", CAPTURED, "text/plain", b"x")


def test_a_file_in_place_of_the_directory_is_told(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("not a folder")
    with pytest.raises(StorageFullError, match="File exists"):
        writer_in(tmp_path / "warc").write_resource("urn:x", CAPTURED, "text/plain", b"x")
