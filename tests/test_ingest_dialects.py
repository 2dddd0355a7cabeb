"""Peculiarities of the field's files, one by one: each gives its article or tells why not, and verify is clean."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter, zstd_train_dictionary_from_samples
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from conftest import ROOT
from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.ingest.summary import IngestSummary
from newsarchive.rebuild import rebuild
from test_ingest_field import (  # noqa: F401 - kho is a fixture
    AT,
    HEAD,
    LATER,
    PAGE,
    URL,
    browsertrix,
    heritrix,
    kho,
    record,
    response,
    sha1,
)

SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNCHANGED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"


def fetched(head: bytes = HEAD + b"\r\n", page: bytes = PAGE) -> bytes:
    return response(URL, head + page, page)


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def encoded(*lines: bytes) -> bytes:
    return HEAD + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


PACKED = gzip.compress(PAGE, mtime=0)
ONE_ARTICLE = {
    "h2 status line": fetched(HEAD.replace(b"HTTP/1.1 200 OK", b"HTTP/2 200") + b"\r\n"),
    "h2.0, blank reason": fetched(HEAD.replace(b"HTTP/1.1 200 OK", b"HTTP/2.0 200 ") + b"\r\n"),
    "h3 status line": fetched(HEAD.replace(b"HTTP/1.1 200 OK", b"HTTP/3 200") + b"\r\n"),
    "decoded, br left": fetched(encoded(b"Content-Encoding: br")),
    "decoded, gzip left": fetched(encoded(b"Content-Encoding: gzip")),
    "decoded, zstd left": fetched(encoded(b"content-encoding: zstd")),
    "unframed, chunked left": fetched(encoded(b"Transfer-Encoding: chunked")),
    "unframed and decoded, both left": fetched(encoded(b"Transfer-Encoding: chunked", b"Content-Encoding: br")),
    "framed and packed": fetched(encoded(b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"), chunked(PACKED)),
    "interim answer before": fetched(b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"\r\n"),
    "early hints before": fetched(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + HEAD + b"\r\n"),
    "folded header": fetched(encoded(b"X-Note: a", b"  b")),
    "identified type": response(URL, HEAD + b"\r\n" + PAGE, PAGE, ("WARC-Identified-Payload-Type", "text/html")),
    "page as resource": record("resource", URL, PAGE, ("Content-Type", "text/html")),
    "request behind": fetched() + record("request", URL, b"GET / HTTP/1.1\r\n\r\n",
                                         ("Content-Type", "application/http; msgtype=request")),
}  # fmt: skip


def take(kho: Path, path: Path) -> tuple[IngestSummary, list[tuple[str, str]]]:  # noqa: F811
    """What ingest says, and (record type, outcome) of every capture; the archive is whole afterwards."""
    with Archive.open(kho, create=True, workers=0) as archive:
        summary = archive.ingest(path)
        rows = archive.store.connection.execute("select record_type, outcome from capture order by id").fetchall()
    assert verify(kho).problems == []
    return summary, [(row[0], row[1]) for row in rows]


def body_of(kho: Path) -> list[str]:  # noqa: F811
    with Archive.open(kho, workers=0) as archive:
        article = archive.article(URL)
        assert article is not None
        return article.body


@pytest.mark.parametrize("dialect", list(ONE_ARTICLE))
def test_a_dialect_gives_its_article(kho: Path, tmp_path: Path, dialect: str) -> None:  # noqa: F811
    path = tmp_path / "x.warc.gz"
    path.write_bytes(ONE_ARTICLE[dialect])
    summary, captures = take(kho, path)
    assert summary.damages == 0
    assert [outcome for _, outcome in captures] == ["stored"]
    assert len(body_of(kho)) == 4


REVISITS = {
    "no block": record("revisit", URL, b"", ("WARC-Profile", SAME), ("WARC-Payload-Digest", sha1(PAGE)),
                       ("WARC-Refers-To-Target-URI", URL), ("WARC-Refers-To-Date", AT), date=LATER),
    "unchanged by the server": record(
        "revisit", URL, b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", ("WARC-Profile", UNCHANGED),
        ("WARC-Refers-To-Target-URI", URL), ("WARC-Refers-To-Date", AT), date=LATER),
    "of another address": record(
        "revisit", f"{URL}?utm_source=x", HEAD + b"\r\n", ("WARC-Profile", SAME), ("WARC-Refers-To-Target-URI", URL),
        ("WARC-Payload-Digest", sha1(PAGE)), ("WARC-Refers-To-Date", AT), date=LATER),
}  # fmt: skip


@pytest.mark.parametrize("dialect", list(REVISITS))
def test_a_revisit_leads_to_its_original(kho: Path, tmp_path: Path, dialect: str) -> None:  # noqa: F811
    path = tmp_path / "rec.warc.gz"
    path.write_bytes(fetched() + REVISITS[dialect])
    assert take(kho, path)[1] == [("response", "stored"), ("revisit", "same")]


@pytest.mark.parametrize("why", ["length", "time", "disconnect", "unspecified"])
def test_a_truncated_page_is_no_article(kho: Path, tmp_path: Path, why: str) -> None:  # noqa: F811
    path = tmp_path / "WEB-1.warc.gz"
    path.write_bytes(response(URL, HEAD + b"\r\n" + PAGE[:600], PAGE[:600], ("WARC-Truncated", why)))
    assert take(kho, path)[1] == [("response", "error")]


@pytest.mark.parametrize("shape", ["plain", "one gzip member"])
def test_heritrix_without_members(kho: Path, tmp_path: Path, shape: str) -> None:  # noqa: F811
    data = b"".join(map(gzip.decompress, heritrix()))
    path = tmp_path / ("WEB.warc" if shape == "plain" else "WEB.warc.gz")
    path.write_bytes(data if shape == "plain" else gzip.compress(data))
    summary, captures = take(kho, path)
    assert captures == [("response", "resource"), ("response", "stored"), ("revisit", "same")]
    assert summary.passed_over == {"warcinfo record": 1, "metadata record": 1}


def test_text_extracted_elsewhere_is_counted_and_passed_over(kho: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "CC-NEWS.warc.wet.gz"
    path.write_bytes(record("conversion", URL, "Thông xe cầu".encode(), ("Content-Type", "text/plain")))
    summary, captures = take(kho, path)
    assert (captures, summary.passed_over) == ([], {"conversion record": 1})


@pytest.mark.parametrize("uri", [f"urn:textFinal:{URL}", f"urn:view:{URL}", "data:text/html,x", f"screenshot:{URL}"])
def test_what_a_crawler_notes_of_a_page_is_no_page(kho: Path, tmp_path: Path, uri: str) -> None:  # noqa: F811
    path = tmp_path / "rec.warc.gz"
    path.write_bytes(fetched() + record("resource", uri, PAGE, ("Content-Type", "text/html")))
    assert take(kho, path)[1] == [("response", "stored"), ("resource", "resource")]


def framed(dialect: str) -> bytes:
    """A WARC file in Zstandard frames, a record in each, with or without a dictionary in front."""
    records = [gzip.decompress(one) for one in (*browsertrix(), fetched())]
    dictionary = None
    if "dictionary" in dialect:
        samples = [b"%d %s" % (number, one) for number in range(40) for one in records]
        dictionary = zstd_train_dictionary_from_samples(samples, 4096)
    out = io.BytesIO()
    for number, one in enumerate(records):
        frame = io.BytesIO()
        options = {"dictionary": dictionary, "compress_dictionary_frame": "packed" in dialect} if dictionary else {}
        writer = ZstdWriter(frame, **options)
        writer.write(one)
        writer.close()
        data = frame.getvalue()
        if number and data.startswith(b"\x5d\x2a\x4d\x18"):  # the dictionary stands in front of the first frame alone
            data = data[8 + int.from_bytes(data[4:8], "little") :]
        out.write(data)
    return out.getvalue()


@pytest.mark.parametrize("dialect", ["frames", "dictionary", "packed dictionary"])
def test_zstandard_frames_are_read(kho: Path, tmp_path: Path, dialect: str) -> None:  # noqa: F811
    path = tmp_path / "x.warc.zst"
    path.write_bytes(framed(dialect))
    assert path.read_bytes().startswith(b"\x5d\x2a\x4d\x18") == ("dictionary" in dialect)
    summary, captures = take(kho, path)
    assert summary.damages == 0
    assert ("response", "stored") in captures
    assert len(body_of(kho)) == 4
    with Archive.open(kho, workers=0) as archive:
        assert archive.ingest(path).known_files == 1
    assert rebuild(kho, workers=0).is_equal


@pytest.mark.parametrize("damage", ["torn", "no dictionary", "torn dictionary", "flipped"])
def test_damaged_frames_are_told_and_lose_nothing_before(kho: Path, tmp_path: Path, damage: str) -> None:  # noqa: F811
    data = bytearray(framed("dictionary" if "dictionary" in damage else "frames"))
    if damage == "torn":
        del data[-20:]
    elif damage == "no dictionary":
        del data[: 8 + int.from_bytes(data[4:8], "little")]
    elif damage == "torn dictionary":
        del data[2000:]
    else:
        data[-40] ^= 0xFF
    path = tmp_path / "x.warc.zst"
    path.write_bytes(data)
    summary, captures = take(kho, path)
    assert summary.damages >= 1
    assert any("Zstandard" in finding.reason for finding in summary.damage)
    assert bool(captures) == ("dictionary" not in damage)


def package(*members: tuple[str, bytes], how: int = zipfile.ZIP_STORED, profile: str = "data-package") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, data in members:
            written.writestr(name, data, how)
        written.writestr("datapackage.json", json.dumps({"profile": profile, "wacz_version": "1.1.1", "resources": []}))
    return out.getvalue()


CRAWL = package(("archive/rec-1.warc.gz", b"".join(browsertrix())))


@pytest.mark.parametrize("folder", ["", "archive/", "crawls/"])
def test_packages_in_a_package_are_read_in_place(kho: Path, tmp_path: Path, folder: str) -> None:  # noqa: F811
    other = package(("archive/rec-2.warc.gz", fetched(page=PAGE.replace(b"1", b"2"))))
    path = tmp_path / "collection.wacz"
    members = (f"{folder}one.wacz", CRAWL), (f"{folder}two.wacz", other)
    path.write_bytes(package(*members, profile="multi-wacz-package"))
    summary, captures = take(kho, path)
    assert summary.damages == 0
    assert [kind for kind, _ in captures] == ["response", "resource", "resource", "response"]
    assert len(body_of(kho)) == 4
    with Archive.open(kho, workers=0) as archive:  # found again by their offsets, not rewritten
        files = archive.store.connection.execute("select distinct warc_file from capture").fetchall()
        assert [row[0].endswith("collection.wacz") for row in files] == [True]
    assert rebuild(kho, workers=0).is_equal


def test_a_package_that_cannot_be_read_in_place_is_told(kho: Path, tmp_path: Path) -> None:  # noqa: F811
    deep = CRAWL
    for _ in range(4):
        deep = package(("in.wacz", deep))
    for name, data, words in (
        ("deflated.wacz", package(("one.wacz", CRAWL), how=zipfile.ZIP_DEFLATED), "take it in by itself"),
        ("deep.wacz", deep, "nested too deep"),
        ("torn.wacz", package(("one.wacz", CRAWL[:-30])), "no whole zip file"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        summary, captures = take(kho, path)
        assert captures == []
        assert [words in finding.reason for finding in summary.damage] == [True]


def test_frames_in_a_package_are_read(kho: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "zst.wacz"
    path.write_bytes(package(("archive/rec.warc.zst", framed("dictionary"))))
    summary, captures = take(kho, path)
    assert summary.damages == 0
    assert ("response", "stored") in captures


def test_a_file_of_warcio(kho: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "warcio.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("warcio.warc.gz", {"software": "warcio"}))
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        first = writer.create_warc_record(URL, "response", payload=io.BytesIO(PAGE), http_headers=head)
        writer.write_record(first)
        digest, date = (first.rec_headers.get_header(name) for name in ("WARC-Payload-Digest", "WARC-Date"))
        writer.write_record(writer.create_revisit_record(URL, digest, URL, date, http_headers=head))
    assert take(kho, path)[1] == [("response", "stored"), ("revisit", "same")]


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(chunked(PAGE))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/thoi-su/thong-xe-cau-1.html"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_of_wget(kho: Path, tmp_path: Path, site: str, compressed: bool) -> None:  # noqa: F811
    command = ["wget", "-q", "-O", str(tmp_path / "out"), f"--warc-file={tmp_path / 'x'}", "--no-config", site]
    subprocess.run([*command, *([] if compressed else ["--no-warc-compression"])], check=True, timeout=60)
    path = tmp_path / ("x.warc.gz" if compressed else "x.warc")
    summary, captures = take(kho, path)
    assert summary.damages == 0
    assert captures[0] == ("response", "stored")
    assert {outcome for _, outcome in captures[1:]} <= {"resource"}


WACZ = ROOT / ".venv-tools" / "bin" / "wacz"


@pytest.mark.skipif(not WACZ.exists(), reason="py-wacz is not installed (make tools)")
def test_a_package_of_py_wacz(kho: Path, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "rec.warc.gz").write_bytes(b"".join(browsertrix()))
    path = tmp_path / "made.wacz"
    command = [WACZ, "create", "-f", tmp_path / "rec.warc.gz", "-o", path, "--detect-pages", "--text"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    summary, captures = take(kho, path)
    assert summary.damages == 0
    assert captures[0] == ("response", "stored")
