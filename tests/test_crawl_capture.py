"""What a hostile server sent, byte by byte, and what the WARC holds of it."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawl_proof import Verdict, examine
from crawl_site import Asked, Site, answer, article, crawl, make_archive, robots
from newsarchive.warc import Record, read_records

brotli = pytest.importorskip("brotli")
zstd = pytest.importorskip("backports.zstd")

_HEAD = (
    b"HTTP/1.1 200 Duoc Roi\r\ncOnTeNt-tYpE: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\n"
    b"X-Odd:   blanks  \r\nset-cookie: b=2\r\n"
)
PAGES: dict[str, tuple[bytes, bytes]] = {}
"""Path → (head as sent without its blank line, body as sent without chunk framing)."""


def _page(path: str, body: bytes, *fields: bytes) -> None:
    head = _HEAD + b"".join(field + b"\r\n" for field in fields)
    PAGES[path] = (head, body)


def _sized(path: str, body: bytes, *fields: bytes) -> None:
    _page(path, body, *fields, b"content-length: %d" % len(body))


_TEXT = {n: article(n).encode() for n in range(10)}
_sized("/bai/hoa-thuong-post1.html", _TEXT[1])
_sized("/bai/cau-hoi-post2.html?x=1&y=%C3%A1&x=2", _TEXT[2])
_page("/bai/tung-khuc-post3.html", _TEXT[3], b"Transfer-Encoding: chunked")
_sized("/bai/nen-gzip-post4.html", gzip.compress(_TEXT[4]), b"Content-Encoding: gzip")
_sized("/bai/nen-br-post5.html", brotli.compress(_TEXT[5]), b"Content-Encoding: br")
_sized("/bai/nen-zstd-post6.html", zstd.compress(_TEXT[6]), b"Content-Encoding: zstd")
_page("/bai/khuc-nen-post7.html", gzip.compress(_TEXT[7]), b"tRaNsFeR-eNcOdInG: chunked", b"Content-Encoding: gzip")
_sized("/bai/bom-post8.html", gzip.compress(_TEXT[8][:-30] + b" " * 60_000_000), b"Content-Encoding: gzip")
_REDIRECT = b"HTTP/1.1 301 Da Doi Cho\r\nLocation: /bai/hoa-thuong-post1.html\r\nContent-Length: 3\r\n"
_MISSING = b"HTTP/1.1 404 Mat Roi\r\nContent-Type: text/html\r\nContent-Length: 8\r\n"
OTHERS = {"/bai/cu-post90.html": (_REDIRECT, b"day"), "/bai/mat-post91.html": (_MISSING, b"khong co")}
_TOO_BIG = "/bai/qua-to-post92.html"


def _chunked(body: bytes) -> bytes:
    parts = [body[at : at + 700] for at in range(0, len(body), 700)]
    return b"".join(b"%x;khuc=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nX-Trailer: co\r\n\r\n"


def _respond(asked: Asked) -> bytes:
    if asked.target == "/robots.txt":
        return robots()
    if asked.target == _TOO_BIG:
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 40000000\r\nConnection: close\r\n\r\n"
            + b"x" * 9999
        )
    found = (PAGES | OTHERS).get(asked.target)
    if found is None:
        return answer("không", status="404 Not Found")
    head, body = found
    return head + b"\r\n" + (_chunked(body) if b"chunked" in head.lower() else body)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    """The hostile site, crawled once."""
    with Site(_respond).serving() as site:
        archive = make_archive(tmp_path_factory.mktemp("hostile") / "kho", suoiloc=site)
        urls = [f"--url={site.url}{path}" for path in (*PAGES, *OTHERS, _TOO_BIG)]
        done = crawl(archive, "suoiloc", *urls)
        assert done.returncode == 0, done.stderr
    return site, archive


def _records(archive: Path) -> list[Record]:
    paths = sorted((archive / "data" / "warc").glob("*.warc.gz"))
    items = [item for path in paths for item in read_records(path)]
    assert all(isinstance(item, Record) for item in items)
    return [item for item in items if isinstance(item, Record)]


def _block(archive: Path, record: Record) -> bytes:
    """The record's block as it lies in the file."""
    path = next((archive / "data" / "warc").glob("*.warc.gz"))
    member = path.read_bytes()[record.offset : (record.offset or 0) + (record.length or 0)]
    return gzip.decompress(member).partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")


def _response(kept: tuple[Site, Path], path: str) -> Record:
    site, archive = kept
    found = [r for r in _records(archive) if r.type == "response" and r.uri == site.url + path]
    return found[0]


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_the_warc_holds_what_was_sent(kept: tuple[Site, Path], path: str) -> None:
    head, body = (PAGES | OTHERS)[path]
    name = b"X-Archive-Orig-Transfer-Encoding"
    declared = head.replace(b"Transfer-Encoding", name).replace(b"tRaNsFeR-eNcOdInG", name)
    assert _block(kept[1], _response(kept, path)) == declared + b"\r\n" + body


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_each_answer_has_its_request_beside_it(kept: tuple[Site, Path], path: str) -> None:
    site, archive = kept
    response = _response(kept, path)
    requests = [
        r for r in _records(archive) if r.type == "request" and r.get("WARC-Concurrent-To") == response.record_id
    ]
    assert len(requests) == 1
    assert requests[0].payload.startswith(f"GET {path} HTTP/1.1\r\n".encode())
    assert b"Host: " + site.authority.encode() in requests[0].payload
    assert response.get("WARC-IP-Address") == requests[0].get("WARC-IP-Address") == "127.0.0.1"
    assert response.get("WARC-Protocol") == "http/1.1"


def test_the_robots_file_is_a_record_of_its_own(kept: tuple[Site, Path]) -> None:
    assert _response(kept, "/robots.txt").payload.startswith(b"User-agent: *")


def test_every_compressed_article_is_read_and_the_bomb_is_kept_as_sent(kept: tuple[Site, Path]) -> None:
    base = sqlite3.connect(kept[1] / "data" / "news.db")
    keys = {key for (key,) in base.execute("select key from article")}
    base.close()
    assert keys >= {f"suoiloc/post{n}" for n in range(1, 8)}
    bomb = _response(kept, "/bai/bom-post8.html")
    assert len(bomb.payload) < 100_000


def test_the_answer_that_is_too_big_is_dropped_with_a_reason(kept: tuple[Site, Path]) -> None:
    base = sqlite3.connect(kept[1] / "data" / "frontier.db")
    outcome, detail = base.execute("select outcome, detail from url where url like '%post92%'").fetchone()
    base.close()
    assert outcome == "dropped"
    assert "too large" in detail


def test_warcio_finds_nothing_wrong(kept: tuple[Site, Path]) -> None:
    warcio = pytest.importorskip("warcio")
    assert warcio
    for path in (kept[1] / "data" / "warc").glob("*.warc.gz"):
        # warcio 1.8.1 breaks on a br body with brotli 1.2 ("no attribute 'unused_data'"); without it br is left alone.
        code = "import sys; sys.modules['brotli'] = None; from warcio.cli import main; main()"
        command = [sys.executable, "-c", code, "check", "-v", str(path)]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout
        assert "fail" not in checked.stdout.lower()


def test_the_archive_is_whole(kept: tuple[Site, Path]) -> None:
    articles = 8 if _has_bomb(kept[1]) else 7
    assert examine(kept[1], articles) == Verdict(0, 0, 0, 0, 0, 0)


def _has_bomb(archive: Path) -> bool:
    base = sqlite3.connect(archive / "data" / "news.db")
    found = base.execute("select count(*) from article where key like '%post8'").fetchone()[0]
    base.close()
    return bool(found)


def test_the_second_crawl_asks_conditionally_and_writes_revisits(tmp_path: Path) -> None:
    page, plain = article(1).encode(), article(2).encode()

    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots()
        if asked.target.endswith("post2.html"):
            return answer(plain)
        if asked.headers.get("if-none-match") == '"v1"':
            return b'HTTP/1.1 304 Nhu Cu\r\nETag: "v1"\r\n\r\n'
        return answer(page, extra='ETag: "v1"\r\n')

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        urls = [f"--url={site.url}/bai/mot-post{n}.html" for n in (1, 2)]
        crawl(archive, "suoiloc", *urls)
        base = sqlite3.connect(archive / "data" / "frontier.db")
        with base:
            base.execute("update url set done_at = done_at - 100000")
        base.close()
        again = crawl(archive, "suoiloc", *urls)
    assert again.returncode == 0, again.stderr
    first = {r.uri: r for r in _records(archive) if r.type == "response" and "/bai/" in (r.uri or "")}
    revisits = {r.uri: r for r in _records(archive) if r.type == "revisit" and "/bai/" in (r.uri or "")}
    assert len(first) == len(revisits) == 2
    for url, revisit in revisits.items():
        profile = "server-not-modified" if url and url.endswith("post1.html") else "identical-payload-digest"
        assert (revisit.get("WARC-Profile") or "").endswith(profile)
        assert revisit.refers_to == (url, first[url].date)
        assert revisit.get("WARC-Refers-To") == first[url].record_id
    base = sqlite3.connect(archive / "data" / "news.db")
    outcomes = base.execute(
        "select outcome, count(*) from capture where url like '%/bai/%' group by outcome"
    ).fetchall()
    base.close()
    assert dict(outcomes) == {"stored": 2, "same": 2}
    assert examine(archive, 2) == Verdict(0, 0, 0, 0, 0, 0)
