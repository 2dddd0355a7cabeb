"""WARC records written and read per CPU second, beside warcio and FastWARC."""

from __future__ import annotations

import io
import random
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import deflate
from fastwarc.warc import ArchiveIterator as FastIterator
from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsarchive.warc import HttpHead, Record, SegmentWriter, read_records
from newsarchive.warc.checked import check_records

PAGES = 150
PAGE_BYTES = 175_000
CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"), ("Set-Cookie", "a=1"))
ONSETS = ("b", "c", "ch", "d", "đ", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "s", "t", "th", "tr", "v", "x")
RIMES = ("a", "ai", "ành", "áo", "âm", "ân", "ất", "ến", "iệp", "iều", "inh", "oàn", "ội", "ông", "ủy", "ương", "ước")
SYLLABLES = tuple(onset + rime for rime in RIMES for onset in ONSETS)
WEIGHTS = tuple(1 / (rank + 3) for rank in range(len(SYLLABLES)))
CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
ROUNDS = 9
_PIECE = 1 << 16
"""Bytes handed to an inflater at once: what it has not used it copies."""


def main() -> list[dict[str, object]]:
    """150 news pages of about 175 kB as response records: best of nine rounds, warcio with its own defaults."""
    pages, origin = make_pages()
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = Path(folder) / "warcio.warc.gz", Path(folder) / "ours"
        write_warcio, write_ours = fastest(
            lambda: write_with_warcio(theirs, pages),
            lambda: write_with_us(ours, pages),
        )
        segment = sorted(ours.iterdir())[-1]
        places = [(one.offset or 0, one.length or 0) for one in read_records(segment) if isinstance(one, Record)]
        growth = 100 * (segment.stat().st_size / theirs.stat().st_size - 1)
        read_warcio, read_fastwarc, read_ours, inflate, inflate_isal, inflate_whole = fastest(
            lambda: read_with_warcio(segment),
            lambda: read_with_fastwarc(segment),
            lambda: read_with_us(segment),
            lambda: inflate_members(segment, zlib.decompressobj),
            lambda: inflate_members(segment, isal_zlib.decompressobj),
            lambda: inflate_known(segment, places),
        )
        check_warcio, check_ours = fastest(
            lambda: read_with_warcio(segment, check_digests=True), lambda: check_with_us(segment)
        )
    ours_write, ours_read = "written by newsarchive", "read by newsarchive"
    return [
        row("written by warcio", PAGES / write_warcio, note=f"{origin}; sha1 of block and payload, zlib level 9"),
        row(
            ours_write,
            PAGES / write_ours,
            "written by warcio",
            "libdeflate; sha256 of block and payload; 3 × is asked",
        ),
        {"what": "file size against warcio", "value": round(growth, 2), "unit": "%", "note": "at most 1 is asked"},
        row("read by warcio", PAGES / read_warcio, note="payload read, no digest"),
        row("read by FastWARC", PAGES / read_fastwarc, "read by warcio", "does not tell a torn file"),
        row(ours_read, PAGES / read_ours, "read by warcio", "no digest; 1.9 × is asked; every member checked"),
        row("read and digests checked by warcio", PAGES / check_warcio, note="sha256 of block and payload"),
        row("read and digests checked by newsarchive", PAGES / check_ours, "read and digests checked by warcio"),
        row("inflated by zlib alone", PAGES / inflate, "read by warcio", "members only, no records"),
        row("inflated by ISA-L alone", PAGES / inflate_isal, "read by warcio", "members only, no records"),
        row(
            "inflated by libdeflate alone",
            PAGES / inflate_whole,
            "read by warcio",
            "the limit: where each member ends is known, no records",
        ),
    ]


def row(what: str, value: float, baseline: str | None = None, note: str = "") -> dict[str, object]:
    """A row of rates; without a baseline it is one."""
    told: dict[str, object] = {"what": what, "value": round(value), "unit": "records/CPU s", "note": note}
    return {**told, "baseline": baseline} if baseline else told


def fastest(*actions: Callable[[], object]) -> list[float]:
    """CPU seconds of the fastest run of each, run in turn: what else the machine does then falls on all of them."""
    seconds = [[_seconds(action) for action in actions] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*seconds, strict=True)]


def _seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def make_pages() -> tuple[list[bytes], str]:
    """News pages and in words where they come from: real ones of the shared corpus, made-up ones in a lone clone."""
    files = sorted(CORPUS.rglob("page.html")) + sorted(CORPUS.glob("templates/**/*.html"))
    real = [file.read_bytes() for file in files if 60_000 < file.stat().st_size < 600_000]
    if not real:
        return [make_page(number) for number in range(PAGES)], "made-up pages (no shared corpus here)"
    return [real[number % len(real)] for number in range(PAGES)], f"{len(real)} real pages of the shared corpus"


def make_page(number: int) -> bytes:
    """A page whose markup repeats, as a content system's does, and whose text follows Zipf's law."""
    source = random.Random(number)
    parts = ["<!doctype html><html lang='vi'><head><meta charset='utf-8'><title>Tin</title></head><body>"]
    size = 0
    while size < PAGE_BYTES:
        words = source.choices(SYLLABLES, WEIGHTS, k=source.randrange(8, 60))
        link = f"/{'-'.join(words[:8])}-{source.randrange(10**6)}.html"
        parts.append(
            f'<div class="story__item col-md-4"><a class="story__link" href="{link}">{" ".join(words)}</a></div>\n'
        )
        size += len(parts[-1].encode())
    return "".join(parts).encode()


def write_with_warcio(path: Path, pages: list[bytes]) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, page in enumerate(pages):
            head = StatusAndHeaders("200 OK", list(HEADERS), protocol="HTTP/1.1")
            uri = f"https://bao.example/{number}"
            date = CAPTURED.isoformat().replace("+00:00", "Z")
            record = writer.create_warc_record(
                uri, "response", payload=io.BytesIO(page), http_headers=head, warc_headers_dict={"WARC-Date": date}
            )
            writer.write_record(record)


def write_with_us(folder: Path, pages: list[bytes]) -> None:
    head = HttpHead(200, "OK", HEADERS)
    with SegmentWriter(folder, prefix="bench", info={"operator": "benchmark"}) as writer:
        for number, page in enumerate(pages):
            writer.write_response(f"https://bao.example/{number}", CAPTURED, head, page)


def read_with_warcio(path: Path, *, check_digests: bool = False) -> int:
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests=check_digests)
        return sum(len(record.content_stream().read()) for record in records)


def read_with_fastwarc(path: Path) -> int:
    return sum(len(record.reader.read()) for record in FastIterator(str(path), parse_http=True))


def read_with_us(path: Path) -> int:
    return sum(len(item.payload) for item in read_records(path) if isinstance(item, Record))


def check_with_us(path: Path) -> int:
    return sum(len(item.payload) for item in check_records(path) if isinstance(item, Record))


def inflate_known(path: Path, places: list[tuple[int, int]]) -> int:
    data = memoryview(path.read_bytes())
    return sum(len(deflate.gzip_decompress(data[at : at + length])) for at, length in places)


def inflate_members(path: Path, new: Callable[[int], Any]) -> int:
    data, at, size = memoryview(path.read_bytes()), 0, 0
    while at < len(data):
        stream = new(31)
        while not stream.eof:
            piece = data[at : at + _PIECE]
            size += len(stream.decompress(piece, 1 << 20))
            at += len(piece) - len(stream.unused_data if stream.eof else stream.unconsumed_tail)
    return size


if __name__ == "__main__":
    for measured in main():
        print(measured)
