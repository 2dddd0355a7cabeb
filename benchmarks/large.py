"""A file larger than the memory allowed, taken in with --only-known, killed half way, and gone on with."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.press import newspaper
from newsarchive.warc import HttpHead, SegmentWriter

FILMS, OTHERS, ARTICLES = 18_000, 3_000, 300
FILM_BYTES = 64_000
LIMIT = 512 << 20
"""Bytes of address space that each process gets, libraries and stacks included: less than half of the file."""
CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
_PAPER = "cantho"
_HTML = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
_FILM = HttpHead(200, "OK", (("Content-Type", "video/mp4"),))
_TEXT = "Sáng {0}/1, Uỷ ban nhân dân huyện Đông Hải tổ chức lễ thông xe cầu Bến Vạn số {0}, nối hai bờ sông Vạn. "

_RUN = """
import json, re, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]),) * 2)
from newsarchive.archive import Archive
with Archive.open(sys.argv[1], create=True, workers=0) as archive:
    summary = archive.ingest(sys.argv[2], only_known=True, progress=lambda path, done, total: print(done, flush=True))
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps({"kib": peak}))
"""


def main() -> list[dict[str, object]]:
    """Films, pages of newspapers that nobody registered and articles of one that is, in one WARC file."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = write(root / "source")
        size = path.stat().st_size
        first_read = _kill_half_way(root / "kho", path, size)
        began, peak, seconds = _finish(root / "kho", path)
        with closing(sqlite3.connect(root / "kho" / "data" / "news.db")) as news:
            count = news.execute
            films, articles, doubled = (
                count(f"select count(*) from {what}").fetchone()[0]
                for what in (
                    "capture where url like '%.mp4'",
                    "article",
                    "(select 1 from capture group by url having count(*) > 1)",
                )
            )
            strangers = count("select count(*) from capture where url like '%khac.example%'").fetchone()[0]
    mib = 2**20
    records, other = FILMS + OTHERS + ARTICLES, f"{OTHERS} were in it"
    return [
        {"what": "the file", "value": round(size / mib), "unit": "MiB", "note": f"{records} records"},
        {"what": "address space allowed", "value": LIMIT // mib, "unit": "MiB", "baseline": "the file"},
        {
            "what": "memory of the second run",
            "value": peak >> 10,
            "unit": "MiB",
            "note": "peak",
            "baseline": "the file",
        },
        {"what": "read when killed", "value": round(first_read / mib), "unit": "MiB"},
        {"what": "where the second run began", "value": round(began / mib), "unit": "MiB", "note": f"{seconds:.0f} s"},
        {"what": "films lost", "value": FILMS - films, "unit": "", "expected": 0},
        {"what": "articles lost", "value": ARTICLES - articles, "unit": "", "expected": 0},
        {"what": "captures doubled", "value": doubled, "unit": "", "expected": 0},
        {"what": "captures of other newspapers", "value": strangers, "unit": "", "note": other, "expected": 0},
    ]


def write(folder: Path) -> Path:
    host = newspaper(_PAPER).hosts[0]
    noise = random.Random(7)
    with SegmentWriter(folder, prefix="CC-NEWS", info={}, max_bytes=1 << 40) as writer:
        for number, (url, head, body) in enumerate(_records(host, noise)):
            writer.write_response(url, CAPTURED + timedelta(seconds=number), head, body)
    return writer.summaries[0].path


def _records(host: str, noise: random.Random) -> Iterator[tuple[str, HttpHead, bytes]]:
    every = FILMS // ARTICLES
    for number in range(FILMS):
        yield f"https://{host}/phim/{number}.mp4", _FILM, noise.randbytes(FILM_BYTES)
        if number < OTHERS:
            yield f"https://khac.example/tin-{number}.html", _HTML, _page(number)
        if number % every == 0 and number // every < ARTICLES:
            yield f"https://{host}/thong-xe-cau-a{100_000 + number // every}.html", _HTML, _page(number)


def _page(number: int) -> bytes:
    body = "".join(f"<p>{_TEXT.format(number + line)}</p>" for line in range(6))
    title = f"Thông xe cầu Bến Vạn số {number}"
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}"></head>'
        f'<body><article><h1>{title}</h1><div class="content">{body}</div></article></body></html>'
    ).encode()


def _begin(archive: Path, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(archive), str(path), str(LIMIT)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _kill_half_way(archive: Path, path: Path, size: int) -> int:
    with _begin(archive, path) as process:
        assert process.stdout is not None
        read = next(int(line) for line in process.stdout if line.strip().isdigit() and int(line) > size / 2)
        process.send_signal(signal.SIGKILL)
    return read


def _finish(archive: Path, path: Path) -> tuple[int, int, float]:
    """(byte where it began, peak of memory in KiB, seconds by the clock)."""
    begun = time.monotonic()
    with _begin(archive, path) as process:
        told = process.communicate()[0].splitlines()
    if process.returncode:
        raise RuntimeError(f"the second run ended with {process.returncode}")
    return int(told[0]), int(json.loads(told[-1])["kib"]), time.monotonic() - begun


if __name__ == "__main__":
    for found in main():
        print(found)
