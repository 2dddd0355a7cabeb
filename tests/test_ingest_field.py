"""Files of the field's makers, written here in their dialects: CC-NEWS, Heritrix, wget, browsertrix and pywb."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import pressroom
from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.rebuild import rebuild

AT, LATER = "2026-01-08T11:21:00Z", "2026-01-08T12:21:00Z"
URL, OTHER = pressroom.article_url(1), "https://baokhac.example/thoi-su/tin-2.html"
PAGE = pressroom.article_page(1)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_SAME = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
_PAPER = "name: Báo Đông Hải\nkind: national\nhost: baodonghai.example\narticles:\n  - path: -(?P<id>\\d+)\\.html$\n"

Field = tuple[str, str]


def sha1(data: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(data).digest()).decode()}"


def record(kind: str, uri: str | None, block: bytes, *fields: Field, date: str = AT, version: str = "1.0") -> bytes:
    """One record as its maker lays it out, as a gzip member."""
    number = hashlib.md5(f"{kind} {uri} {date} {len(block)}".encode()).hexdigest()
    record_id = f"<urn:uuid:{number[:8]}-{number[8:12]}-4{number[13:16]}-8{number[17:20]}-{number[20:]}>"
    told = [("WARC-Type", kind), ("WARC-Record-ID", record_id), ("WARC-Date", date)]
    told += [("WARC-Target-URI", uri)] if uri else []
    lines = [f"{name}: {value}" for name, value in (*told, *fields, ("Content-Length", str(len(block))))]
    head = "\r\n".join([f"WARC/{version}", *lines, "", ""]).encode()
    return gzip.compress(head + block + b"\r\n\r\n", 1)


def response(uri: str, block: bytes, payload: bytes, *fields: Field, date: str = AT, version: str = "1.0") -> bytes:
    told = (("Content-Type", "application/http; msgtype=response"), ("WARC-Payload-Digest", sha1(payload)), *fields)
    return record("response", uri, block, *told, date=date, version=version)


def revisit(uri: str, *fields: Field, version: str = "1.0") -> bytes:
    told = (
        ("Content-Type", "application/http; msgtype=response"), ("WARC-Profile", _SAME),
        ("WARC-Payload-Digest", sha1(PAGE)), *fields,
    )  # fmt: skip
    return record("revisit", uri, HEAD + b"\r\n", *told, date=LATER, version=version)


def cc_news() -> Iterator[bytes]:
    """Common Crawl's news crawler: all outlets in one segment, bodies decoded, the old header renamed."""
    yield record("warcinfo", None, b"isPartOf: CC-NEWS\r\nsoftware: StormCrawler\r\n",
                 ("Content-Type", "application/warc-fields"))  # fmt: skip
    head = HEAD + b"X-Crawler-Content-Encoding: gzip\r\nX-Crawler-Content-Length: 812\r\n\r\n"
    for uri in (URL, OTHER, "https://example.net/a/b"):
        page = PAGE.replace(URL.encode(), uri.encode())
        yield record("request", uri, b"GET / HTTP/1.1\r\n\r\n", ("Content-Type", "application/http; msgtype=request"))
        yield response(uri, head + page, page, ("WARC-IP-Address", "203.0.113.7"))


def heritrix() -> Iterator[bytes]:
    """Heritrix 3: chunk framing kept, dns records, metadata, revisits that call themselves truncated."""
    yield record("warcinfo", None, b"software: Heritrix/3.4.0\r\nformat: WARC File Format 1.0\r\n",
                 ("Content-Type", "application/warc-fields"), ("WARC-Filename", "WEB-00000.warc.gz"))  # fmt: skip
    yield record("response", "dns:baodonghai.example", b"20260108112100\nbaodonghai.example. 60 IN A 203.0.113.7\n",
                 ("Content-Type", "text/dns"))  # fmt: skip
    half = len(PAGE) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:half], PAGE[half:])) + b"0\r\n\r\n"
    yield response(URL, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks, chunks)
    yield record("metadata", URL, b"via: https://baodonghai.example/\r\nhopsFromSeed: L\r\nfetchTimeMs: 84\r\n",
                 ("Content-Type", "application/warc-fields"))  # fmt: skip
    declared = ("WARC-Payload-Digest", sha1(chunks))
    yield record("revisit", URL, HEAD + b"\r\n", ("WARC-Profile", _SAME), ("WARC-Truncated", "length"),
                 ("WARC-Refers-To-Target-URI", URL), ("WARC-Refers-To-Date", AT), declared,
                 ("Content-Type", "application/http; msgtype=response"), date=LATER)  # fmt: skip


def wget() -> Iterator[bytes]:
    """wget: addresses in angle brackets, revisits that name a record id, its log as resources of its own."""
    yield record("warcinfo", None, b"software: Wget/1.21.3 (linux-gnu)\r\nwget-arguments: --warc-file=x\r\n",
                 ("Content-Type", "application/warc-fields"), ("WARC-Filename", "x.warc.gz"))  # fmt: skip
    yield record("request", f"<{URL}>", b"GET / HTTP/1.1\r\n\r\n", ("Content-Type", "application/http;msgtype=request"))
    yield response(f"<{URL}>", HEAD + b"\r\n" + PAGE, PAGE, ("WARC-IP-Address", "203.0.113.7"))
    yield revisit(f"<{URL}>", ("WARC-Refers-To", "<urn:uuid:0>"), ("WARC-Truncated", "length"))
    yield record("metadata", "<metadata://gnu.org/software/wget/warc/MANIFEST.txt>", b"<urn:uuid:1>\n",
                 ("Content-Type", "text/plain"))  # fmt: skip
    yield record("resource", "<metadata://gnu.org/software/wget/warc/wget.log>", b"--2026-01-08--\n",
                 ("Content-Type", "text/plain"))  # fmt: skip


def pywb() -> Iterator[bytes]:
    """pywb's recorder: WARC 1.1 with fractions of a second, the way it came by the record."""
    yield record("warcinfo", None, b"software: pywb 2.10.0\r\nisPartOf: kho\r\n",
                 ("Content-Type", "application/warc-fields"), version="1.1")  # fmt: skip
    moment = "2026-01-08T11:21:00.123456Z"
    via = (("WARC-Source-URI", URL), ("WARC-Creation-Date", AT))
    yield response(URL, HEAD + b"\r\n" + PAGE, PAGE, *via, date=moment, version="1.1")
    refers = (("WARC-Refers-To-Target-URI", URL), ("WARC-Refers-To-Date", moment))
    yield revisit(URL, *refers, version="1.1")


def browsertrix() -> Iterator[bytes]:
    """Browsertrix: pages as a browser got them, its own notes as urn: resources and thumbnails."""
    yield record("warcinfo", None, b"software: Browsertrix-Crawler 1.5.0\r\n",
                 ("Content-Type", "application/warc-fields"), version="1.1")  # fmt: skip
    told = (("WARC-Page-ID", "8c9a"), ("WARC-Resource-Type", "document"), ("WARC-Protocol", "h2"))
    head = HEAD + b"x-orig-content-encoding: br\r\n\r\n"
    yield response(URL, head + PAGE, PAGE, *told, date="2026-01-08T11:21:00.123Z", version="1.1")
    notes = json.dumps({"pageid": "8c9a", "url": URL, "urls": {URL: {"status": 200}}}).encode()
    yield record("resource", f"urn:pageinfo:{URL}", notes, ("Content-Type", "application/json"), version="1.1")
    yield record("resource", f"urn:thumbnail:{URL}", b"\x89PNG", ("Content-Type", "image/png"), version="1.1")


MAKERS = {"CC-NEWS-20260108112100-00001.warc.gz": cc_news, "WEB-00000.warc.gz": heritrix, "x.warc.gz": wget,
          "rec-kho.warc.gz": pywb, "bao.wacz": browsertrix, "bao-pywb.wacz": pywb}  # fmt: skip


def written(folder: Path, name: str) -> Path:
    """The file as its maker would leave it."""
    data = b"".join(MAKERS[name]())
    path = folder / name
    if path.suffix != ".wacz":
        path.write_bytes(data)
        return path
    described = {"profile": "data-package", "wacz_version": "1.1.1", "resources": []}
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/rec-0001.warc.gz", data)
        package.writestr("indexes/index.cdx", "", zipfile.ZIP_DEFLATED)
        package.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n', zipfile.ZIP_DEFLATED)
        package.writestr("datapackage.json", json.dumps(described), zipfile.ZIP_DEFLATED)
    return path


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """An archive that knows one newspaper of its own."""
    (tmp_path / "kho" / "press" / "newspapers").mkdir(parents=True)
    (tmp_path / "kho" / "press" / "newspapers" / "donghai.yml").write_text(_PAPER, encoding="utf-8")
    return tmp_path / "kho"


@pytest.mark.parametrize("name", list(MAKERS))
def test_every_maker_is_read(kho: Path, tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)
    with Archive.open(kho, create=True, workers=0) as archive:
        summary = archive.ingest(path)
        article = archive.article(URL)
        shown = archive.store.article_captures(archive.uid(URL))
        assert archive.ingest(path).recorded.captures == 0
    assert (summary.damages, summary.files) == (0, 1)
    assert article is not None
    assert article.headline == "Thông xe cầu Bến Vạn số 1"
    assert len(article.body) == 4
    expected = ["response", "revisit"] if MAKERS[name] in {heritrix, wget, pywb} else ["response"]
    assert [capture.record_type for capture in shown] == expected
    assert {capture.outcome for capture in shown} == {"stored", "same"} if len(expected) == 2 else {"stored"}
    assert verify(kho).problems == []
    assert rebuild(kho, workers=0).is_equal


@pytest.mark.parametrize("name", ["CC-NEWS-20260108112100-00001.warc.gz", "bao.wacz", "whole.warc.gz"])
def test_only_known_counts_and_passes_over_other_newspapers(kho: Path, tmp_path: Path, name: str) -> None:
    if name == "whole.warc.gz":  # what has no offsets is rewritten, and then only the known part of it
        path = pressroom.pack_whole(written(tmp_path, "CC-NEWS-20260108112100-00001.warc.gz"), tmp_path / name)
    else:
        path = written(tmp_path, name)
    with Archive.open(kho, create=True, workers=0) as archive:
        summary = archive.ingest(path, only_known=True)
        others = 2  # two outlets, or two notes of a browser
        assert summary.passed_over["capture of another newspaper"] == others
        assert summary.recorded.captures == 1
        assert [row["id"] for row in archive.store.connection.execute("select id from newspaper")] == ["donghai"]
        again = archive.ingest(path, only_known=True)
        assert (again.known_files, again.records) == (1, 0)
    assert verify(kho).problems == []
    assert rebuild(kho, workers=0).captures == 1
    with Archive.open(kho, workers=0) as archive:  # changed one's mind: the rest comes now
        rest = archive.ingest(path)
        assert rest.recorded.captures == others
        assert archive.ingest(path, only_known=True).known_files == 1
    assert verify(kho).problems == []
    assert rebuild(kho, workers=0).captures == 1 + others


def test_a_row_missing_from_a_file_of_which_others_were_passed_over_is_found(kho: Path, tmp_path: Path) -> None:
    more = [response(pressroom.article_url(n), HEAD + b"\r\n" + pressroom.article_page(n), b"") for n in (8, 9)]
    path = tmp_path / "CC-NEWS-2.warc.gz"
    path.write_bytes(b"".join([*cc_news(), *more]))
    with Archive.open(kho, create=True, workers=0) as archive:
        archive.ingest(path, only_known=True)
        with archive.store.connection as db:
            db.execute("pragma foreign_keys = off")
            db.execute("delete from capture where url = ?", (pressroom.article_url(9),))
    found = verify(kho).problems
    missing = [problem.reason for problem in found if problem.kind == "missing row"]
    assert len(missing) == 1
    assert pressroom.article_url(9) in missing[0]


_BIG = """
import re, sys
from pathlib import Path
from newsarchive.archive import Archive
def peak():  # of this process since it began; ru_maxrss is inherited from the one before exec
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
with Archive.open(sys.argv[1], create=True, workers=0) as archive:
    archive.ingest(sys.argv[2])
    before = peak()
    archive.ingest(sys.argv[3], progress=lambda path, done, total: print(done, flush=True))
    print("grown", peak() - before)
"""


def test_a_file_larger_than_memory_goes_on_where_it_was_killed(kho: Path, tmp_path: Path) -> None:
    """Memory stays far below the size of the file, and the second run begins at the checkpoint of the first."""
    records, size = 1_200, 60_000
    film = random.Random(7).randbytes(size)
    path, small = tmp_path / "WEB-big.warc.gz", written(tmp_path, "x.warc.gz")
    with path.open("wb") as file:
        for number in range(records):
            head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n%d" % number
            file.write(response(f"{pressroom.HOST}/phim/{number}.mp4", head + film, film))
    command = [sys.executable, "-c", _BIG, str(kho), str(small), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        next(line for line in first.stdout if int(line) > path.stat().st_size * 0.4)
        first.kill()
    second = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert 0 < len(second) - 1 < records  # it read only what the first had not noted
    assert int(second[-1].removeprefix("grown ")) * 1024 < path.stat().st_size / 4
    with Archive.open(kho, workers=0) as archive:
        assert archive.status().stock.unfinished == ()
        films = archive.store.connection.execute("select count(*) from capture where url like '%.mp4'").fetchone()[0]
    assert films == records
