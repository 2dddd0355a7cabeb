"""A crawl replayed by somebody else's program: pywb, in a venv of its own."""

from __future__ import annotations

import gzip
import http.client
import importlib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from extractors.environment import NoPeerError, python_with

from newsarchive.demo.picture import draw
from newsarchive.warc import Damage, Record, read_records

TESTS = Path(__file__).resolve().parent.parent / "tests"
PYWB = "PYWB_PYTHON"
"""Names the Python of a venv with pywb; without it one is made, which takes a minute and a package index."""
PACKAGES = ("pywb>=2.10,<2.11", "setuptools<81")
"""pywb 2.10 reads its own files by pkg_resources, which newer setuptools no longer bring."""
SECONDS = 60
_ENCODINGS = {1: None, 2: "gzip", 3: "br", 4: "zstd"}
_PICTURE, _SAME_PICTURE = "/hinh/cau.png", "/hinh/cau-ban-sao.png"
_MOVED, _GONE, _TORN = "/bai/cu-post90.html", "/bai/mat-post91.html", "/bai/dut-post92.html"
_QUESTION = "?x=1&y=%C3%A1&x=2"

Row = dict[str, object]


@dataclass(frozen=True)
class Shown:
    """What pywb answered."""

    status: int
    headers: Message
    body: bytes


def main() -> list[Row]:
    """Two crawls of a site with every kind of record; pywb is asked for each record by its address and second."""
    sys.path.insert(0, str(TESTS))
    with tempfile.TemporaryDirectory(prefix="newsarchive-replay-") as folder:
        root = Path(folder)
        try:
            python = python_with(PACKAGES, root / "venv", PYWB)
            warcs = _crawl_twice(root / "archive")
            with _replay(python, root / "replay", warcs) as collection:
                return _compare(_captures(warcs), collection)
        except NoPeerError as error:
            return [{"what": "records replayed by pywb", "value": "-", "unit": "", "note": f"skipped: {error}"}]


def _compare(records: list[Record], collection: str) -> list[Row]:
    originals = {(record.uri, record.date): record for record in records if record.type == "response"}
    wrong: list[str] = []
    read = restored = 0
    for record in records:
        uri, date = record.refers_to
        source = originals[uri, date] if record.type == "revisit" and date else record
        shown = _ask(f"{collection}/{record.date:%Y%m%d%H%M%S}id_/{record.uri}")
        if _is_304(record):
            restored += not list(_differences(shown, source))
            source = record
        wrong += [f"{record.uri}: {why}" for why in _differences(shown, source)]
        read += _reads_well(record, source, collection)
    kept = ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(map(_kind, records)).items()))
    return [
        _row("records asked for", len(records), "records", note=kept),
        _row("other status or body than was sent", len(wrong), "records", expected=0, note="; ".join(wrong)[:300]),
        _row(
            "304 answered with the page they stand for",
            restored,
            f"of {sum(map(_is_304, records))}",
            note="pywb shows a revisit whose status is 3xx as it was sent, without the body it refers to",
        ),
        _row(
            "articles that read well when rewritten for a browser",
            read,
            f"of {sum(map(_is_article, records))}",
            note="pywb 2.10 does not undo zstd: it sends the bytes without their Content-Encoding",
        ),
    ]


def _row(what: str, value: int, unit: str, **more: object) -> Row:
    return {"what": what, "value": value, "unit": unit, **more}


def _differences(shown: Shown, source: Record) -> Iterator[str]:
    assert source.http is not None
    if shown.status != source.http.status:
        yield f"{shown.status}, not {source.http.status}"
    encoded = shown.headers.get("Content-Encoding")
    if shown.body != (source.payload if encoded else source.content()):
        yield f"{len(shown.body)} other bytes"


def _reads_well(record: Record, source: Record, collection: str) -> bool:
    """Whether a browser gets the text with its links rewritten."""
    if not _is_article(record):
        return False
    shown = _ask(f"{collection}/{record.date:%Y%m%d%H%M%S}mp_/{record.uri}")
    headline = source.content().partition(b"<h1>")[2].partition(b"</h1>")[0]
    text = gzip.decompress(shown.body) if shown.headers.get("Content-Encoding") == "gzip" else shown.body
    return shown.status == 200 and bool(headline) and headline in text


def _is_article(record: Record) -> bool:
    return (
        record.type == "response"
        and record.http is not None
        and record.http.status == 200
        and "post" in (record.uri or "")
        and not record.get("WARC-Truncated")
    )


def _is_304(record: Record) -> bool:
    return record.type == "revisit" and record.http is not None and record.http.status == 304


def _kind(record: Record) -> str:
    assert record.http is not None
    if record.type == "revisit":
        return "revisit by 304" if _is_304(record) else "revisit by digest"
    told = (record.http.get("Content-Encoding"), "truncated" if record.get("WARC-Truncated") else None)
    return " ".join([f"{record.http.status} {record.mime}", *filter(None, told)])


def _captures(warcs: list[Path]) -> list[Record]:
    items = [item for path in warcs for item in read_records(path)]
    damaged = [item.reason for item in items if isinstance(item, Damage)]
    if damaged:
        raise ValueError(damaged)
    return [item for item in items if isinstance(item, Record) and item.type in {"response", "revisit"}]


def _crawl_twice(archive: Path) -> list[Path]:
    """The crawl's files; the second finds all as it was: the section by 304, the rest by digest."""
    site_module = importlib.import_module("crawl_site")
    with site_module.Site(_newspaper(site_module)).serving() as site:
        site_module.make_archive(archive, suoiloc=site)
        site_module.write_paper(archive, "suoiloc", site, f'feeds: ["{site.url}/rss"]\n')
        for _ in range(2):
            done = site_module.crawl(archive, "suoiloc")
            if done.returncode:
                raise RuntimeError(done.stderr)
            _let_a_day_pass(archive)
    return sorted((archive / "data" / "warc").glob("*.warc.gz"))


def _let_a_day_pass(archive: Path) -> None:
    """Everything is due again; a second later, since pywb tells captures apart by their second."""
    with closing(sqlite3.connect(archive / "data" / "frontier.db")) as frontier, frontier:
        frontier.execute("update url set due_at = 0, done_at = done_at - 100000 where due_at is not null")
    time.sleep(1.1)


def _newspaper(site: Any) -> Callable[[Any], bytes]:
    pages = {site.article_path(n): _encode(site.article(n, inside=_inside(n)).encode(), n) for n in _ENCODINGS}
    question = site.article_path(5)
    links = [*pages, question + _QUESTION, _MOVED, _GONE, _TORN]
    items = "".join(f'<li><h3><a href="{link.replace("&", "&amp;")}">{link}</a></h3></li>' for link in links)
    section = f"<!DOCTYPE html><html><head><title>Thời sự</title></head><body><ul>{items}</ul></body></html>"
    feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Suối Lộc</title></channel></rss>'

    def respond(asked: Any) -> bytes:
        fixed: dict[str, Callable[[], Any]] = {
            "/robots.txt": site.robots,
            "/rss": lambda: site.answer(feed, "application/rss+xml"),
            question + _QUESTION: lambda: site.answer(site.article(5)),
            _MOVED: lambda: site.answer("", status="301 Da Doi Cho", extra=f"Location: {site.article_path(1)}\r\n"),
            _PICTURE: lambda: site.answer(draw("cau"), "image/png"),
            _SAME_PICTURE: lambda: site.answer(draw("cau"), "image/png"),
            "/thoi-su/": lambda: _unless_known(site, asked, section),
        }
        if asked.target in pages:
            body, encoding = pages[asked.target]
            return bytes(site.answer(body, extra=f"Content-Encoding: {encoding}\r\n" if encoding else ""))
        if asked.target == _TORN:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
            return head + b"Content-Length: 90000\r\n\r\n" + bytes(site.article(6).encode())
        make: Callable[[], Any] = fixed.get(asked.target, lambda: site.answer("không có", status="404 Mat Roi"))
        return bytes(make())

    return respond


def _unless_known(site: Any, asked: Any, section: str) -> bytes:
    if asked.headers.get("if-none-match") == '"muc"':
        return b'HTTP/1.1 304 Nhu Cu\r\nETag: "muc"\r\n\r\n'
    return bytes(site.answer(section, extra='ETag: "muc"\r\n'))


def _inside(number: int) -> str:
    source = {1: _PICTURE, 2: _SAME_PICTURE}.get(number)
    return f'<figure><img src="{source}"><figcaption>Cầu Bến Vạn.</figcaption></figure>' if source else ""


def _encode(body: bytes, number: int) -> tuple[bytes, str | None]:
    encoding = _ENCODINGS[number]
    if encoding == "gzip":
        return gzip.compress(body), encoding
    if encoding == "br":
        return bytes(importlib.import_module("brotli").compress(body)), encoding
    if encoding == "zstd":
        return bytes(importlib.import_module("backports.zstd").compress(body)), encoding
    return body, None


@contextmanager
def _replay(python: str, folder: Path, warcs: list[Path]) -> Iterator[str]:
    """pywb over these files; yields the address of the collection."""
    folder.mkdir()
    manager = [python, "-m", "pywb.manager.manager"]
    for arguments in (["init", "kho"], ["add", "kho", *map(str, warcs)]):
        subprocess.run([*manager, *arguments], cwd=folder, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    start = "from pywb.apps.cli import wayback; wayback()"
    command = [python, "-c", start, "-p", str(port), "-b", "127.0.0.1"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server:
        try:
            _wait(port, server, folder / "log")
            yield f"http://127.0.0.1:{port}/kho"
        finally:
            server.terminate()


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    raise NoPeerError(f"pywb does not start: {''.join(last)}")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a redirect is a record too."""

    def redirect_request(self, *_arguments: Any) -> None:
        """None: let it be."""


def _ask(url: str) -> Shown:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, br, zstd"})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            try:
                body = answer.read()
            except http.client.IncompleteRead as torn:  # its head tells the length it would have had
                body = torn.partial
            return Shown(answer.status, answer.headers, body)
    except urllib.error.HTTPError as error:
        return Shown(error.code, error.headers, error.read())


if __name__ == "__main__":
    for found in main():
        print(found)
