"""Answers that are not whole: what came is kept as WARC 1.1 has it, and is never read as an article."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawl_proof import Verdict, examine
from crawl_site import Asked, Site, answer, article, begin_crawl, make_archive, robots
from newsarchive.archive import Archive
from newsarchive.warc import Record, read_records
from newsarchive.warc.digest import sha256_digest
from waiting import PATIENCE

CAP = 50_000
_PAGE = article(1).encode()
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_CLOSED = b"Connection: close\r\n\r\n"
_CHUNKED = b"Transfer-Encoding: chunked\r\n" + _CLOSED
_LONG = _PAGE.ljust(CAP + 30_000)
_PACKED = gzip.compress(_PAGE)
_BOMB = gzip.compress(_PAGE[:-30].ljust(60_000_000))

TORN = {
    "/bai/giua-chung-post1.html": (_HEAD + b"Content-Length: 40000\r\n" + _CLOSED + _PAGE, _PAGE),
    "/bai/giua-khuc-post2.html": (_HEAD + _CHUNKED + b"ffff\r\n" + _PAGE, _PAGE),
    "/bai/thieu-khuc-cuoi-post3.html": (_HEAD + _CHUNKED + b"%x\r\n%s\r\n" % (len(_PAGE), _PAGE), _PAGE),
    "/bai/goi-do-dang-post4.html": (
        _HEAD + b"Content-Encoding: gzip\r\nContent-Length: 9000\r\n" + _CLOSED + _PACKED[:-40],
        _PACKED[:-40],
    ),
}
"""Path → (what is sent before the connection ends, the body in it)."""
LARGE = {
    "/bai/bao-truoc-post5.html": (_HEAD + b"Content-Length: %d\r\n" % len(_LONG) + _CLOSED + _LONG, b""),
    "/bai/tung-khuc-post6.html": (_HEAD + _CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(_LONG), _LONG), _LONG[:CAP]),
    "/bai/den-het-post7.html": (_HEAD + _CLOSED + _LONG, _LONG[:CAP]),
    "/bai/bom-qua-co-post8.html": (
        _HEAD + b"Content-Encoding: gzip\r\n" + _CLOSED + _BOMB,
        _BOMB[:CAP],
    ),
}
LATE = {
    "/bai/dung-lai-post10.html": (_HEAD + b"Content-Length: 40000\r\n\r\n" + _PAGE, _PAGE),
    "/bai/khuc-dung-post11.html": (_HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + _PAGE, _PAGE),
    "/bai/chi-dau-post12.html": (_HEAD + b"Content-Length: 40000\r\n\r\n", b""),
}
"""Path → (what is sent before nothing more comes, the body in it)."""
WHOLE = "/bai/vua-khit-post9.html"
_EXACT = _PAGE.ljust(CAP)


def _respond(asked: Asked) -> bytes:
    if asked.target == "/robots.txt":
        return robots()
    if asked.target == WHOLE:
        return answer(_EXACT, extra="Connection: close\r\n")
    return (TORN | LARGE)[asked.target][0]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site crawled once with a limit of 50,000 bytes; its addresses are the paths."""
    with Site(_respond).serving() as site:
        folder = make_archive(tmp_path_factory.mktemp("dodang") / "kho", suoiloc=site)
        urls = [f"--url={site.url}{path}" for path in (WHOLE, *LARGE, *TORN)]
        crawler = begin_crawl(folder, "suoiloc", *urls, "-s", f"DOWNLOAD_MAXSIZE={CAP}")
        _, told = crawler.communicate(timeout=PATIENCE)
        assert crawler.returncode == 0, told
    yield folder


def _records(archive: Path) -> list[Record]:
    found = [item for path in (archive / "data" / "warc").glob("*.warc.gz") for item in read_records(path)]
    assert all(isinstance(item, Record) for item in found)
    return [item for item in found if isinstance(item, Record)]


def _response(archive: Path, path: str) -> Record:
    """The first: what was torn is asked for again, by a slow run within the same."""
    return next(r for r in _records(archive) if r.type == "response" and (r.uri or "").endswith(path))


def _rows(archive: Path, base: str, columns: str, table: str, path: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "data" / base)) as connection:
        return connection.execute(f"select {columns} from {table} where url like ?", (f"%{path}",)).fetchall()


@pytest.mark.parametrize("path", [*TORN, *LARGE])
def test_what_came_is_a_response_that_says_why_it_is_not_whole(archive: Path, path: str) -> None:
    record = _response(archive, path)
    body = (TORN | LARGE)[path][1]
    assert record.payload == body
    assert record.get("WARC-Truncated") == ("disconnect" if path in TORN else "length")
    assert record.get("WARC-Payload-Digest") == sha256_digest(body)
    assert record.get("WARC-IP-Address") == "127.0.0.1"
    requests = [r for r in _records(archive) if r.get("WARC-Concurrent-To") == record.record_id]
    assert [r.type for r in requests] == ["request"]


@pytest.mark.parametrize("path", [*TORN, *LARGE])
def test_it_is_an_error_with_its_reason_and_no_article(archive: Path, path: str) -> None:
    body = (TORN | LARGE)[path][1]
    words = "the connection ended amid the answer" if path in TORN else "larger than was taken"
    rows = _rows(archive, "news.db", "status, outcome, reason, payload_bytes, revision_id", "capture", path)
    assert set(rows) == {(200, "error", f"not whole: {words}; {len(body)} bytes are held", len(body), None)}


@pytest.mark.parametrize("path", [*TORN, *LARGE])
def test_the_frontier_knows_how_it_ended(archive: Path, path: str) -> None:
    ((outcome, detail),) = _rows(archive, "frontier.db", "outcome, detail", "url", path)
    assert outcome == ("error" if path in TORN else "dropped")
    assert str(detail).startswith("the connection ended amid" if path in TORN else "too large:")


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of answers that never end, crawled once; more time than a busy machine needs to take in what comes."""
    with Site(lambda asked: robots() if asked.target == "/robots.txt" else LATE[asked.target][0]).serving() as site:
        folder = make_archive(tmp_path_factory.mktemp("muon") / "kho", suoiloc=site)
        urls = [f"--url={site.url}{path}" for path in LATE]
        crawler = begin_crawl(folder, "suoiloc", *urls, "-s", "DOWNLOAD_TIMEOUT=5")
        _, told = crawler.communicate(timeout=PATIENCE)
        assert crawler.returncode == 0, told
    return folder


@pytest.mark.parametrize("path", LATE)
def test_what_came_before_the_time_was_up_is_kept(late: Path, path: str) -> None:
    body = LATE[path][1]
    record = _response(late, path)
    assert (record.payload, record.get("WARC-Truncated")) == (body, "time")
    assert record.get("WARC-Payload-Digest") == sha256_digest(body)
    rows = _rows(late, "news.db", "status, outcome, reason, revision_id", "capture", path)
    assert set(rows) == {(200, "error", f"not whole: it took too long; {len(body)} bytes are held", None)}
    assert _rows(late, "frontier.db", "outcome, detail", "url", path) == [("error", "no answer in time")]
    assert examine(late, 0) == Verdict(0, 0, 0, 0, 0, 0)


def test_an_answer_of_just_the_limit_is_whole(archive: Path) -> None:
    record = _response(archive, WHOLE)
    assert record.payload == _EXACT
    assert record.get("WARC-Truncated") is None
    assert _rows(archive, "news.db", "outcome", "capture", WHOLE) == [("stored",)]
    assert examine(archive, 1) == Verdict(0, 0, 0, 0, 0, 0)


def test_warcio_finds_nothing_wrong(archive: Path) -> None:
    pytest.importorskip("warcio")
    for path in (archive / "data" / "warc").glob("*.warc.gz"):
        command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout
        assert "fail" not in checked.stdout.lower()


def test_another_archive_reads_the_records_as_this_one_did(archive: Path, tmp_path: Path) -> None:
    (segment,) = (archive / "data" / "warc").glob("*.warc.gz")
    with Archive.open(tmp_path / "kho", create=True, workers=0) as other:
        other.ingest(segment)
    columns = "outcome, reason, payload_digest"
    for path in (*TORN, *LARGE):
        assert _rows(tmp_path / "kho", "news.db", columns, "capture", path) == _rows(
            archive, "news.db", columns, "capture", path
        )


def test_the_whole_page_is_no_revisit_of_the_part(tmp_path: Path) -> None:
    """A server that tells a wrong length sends the same bytes when it is mended."""
    length = [len(_PAGE) + 500]

    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots()
        return _HEAD + b"Content-Length: %d\r\n" % length[0] + _CLOSED + _PAGE

    with Site(respond).serving() as site:
        folder = make_archive(tmp_path / "kho", suoiloc=site)
        for length[0] in (len(_PAGE) + 500, len(_PAGE)):
            crawler = begin_crawl(folder, "suoiloc", f"--url={site.url}/bai/do-dai-sai-post1.html")
            assert crawler.wait(PATIENCE) == 0
            with closing(sqlite3.connect(folder / "data" / "frontier.db")) as base, base:
                base.execute("update url set done_at = done_at - 100000, due_at = due_at - 100000")
    assert _rows(folder, "news.db", "record_type, outcome", "capture", "post1.html") == [
        ("response", "error"),
        ("response", "stored"),
    ]
