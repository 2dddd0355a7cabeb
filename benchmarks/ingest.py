"""Ingest: pages per second, memory against the size of the file, and what a kill -9 costs."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsarchive.warc import HttpHead, SegmentWriter

CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
HEAD = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
SENTENCE = "Sáng {0}/1, Uỷ ban nhân dân huyện Đông Hải tổ chức lễ thông xe cầu Bến Vạn số {0}, nối hai bờ sông Vạn. "
SMALL, LARGE = 250, 1_500
KILLS = 3

INGEST = """
import json, resource, sys, time
from pathlib import Path
from newsarchive.archive import Archive
begun = time.perf_counter()
with Archive.open(sys.argv[1], create=True, workers=int(sys.argv[3])) as archive:
    summary = archive.ingest(sys.argv[2], progress=lambda path, done, total: print(done, flush=True))
who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
cpu = sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, who))
found = {"seconds": time.perf_counter() - begun, "cpu": cpu, "mib": resource.getrusage(who[0]).ru_maxrss / 1024}
print(json.dumps(found | {"articles": summary.recorded.articles, "known": summary.known_files}))
"""


def main() -> list[dict[str, object]]:
    """Invented article pages of about 30 kB from one WARC file into a new archive, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        small, large = write_pages(root / "small", SMALL), write_pages(root / "large", LARGE)
        serial = ingest(root / "a", small, workers=0)
        again = ingest(root / "a", small, workers=0)
        few = ingest(root / "b", small, workers=2)
        many = ingest(root / "c", large, workers=2)
        killed = [kill_and_resume(root / f"k{number}", small, (number + 1) / (KILLS + 1)) for number in range(KILLS)]
    return [
        row("extracted in the same process", SMALL / serial["cpu"], "pages per CPU second"),
        row("two workers", LARGE / many["seconds"], "pages/s", note="wall time; two shared cores"),
        row(
            "the same file again",
            1000 * again["seconds"],
            "ms",
            note="wall time from opening to closing; nothing is written",
        ),
        row(f"memory for {SMALL} pages", few["mib"], "MiB", note="peak of the writing process"),
        row(f"memory for {LARGE} pages", many["mib"], "MiB", f"memory for {SMALL} pages"),
        row("pages lost", LARGE - many["articles"], "pages", expected=0),
        row(f"lost after kill -9, {KILLS} times", sum(lost for lost, _ in killed), "pages", expected=0),
        row(f"doubled after kill -9, {KILLS} times", sum(doubled for _, doubled in killed), "revisions", expected=0),
    ]


def row(what: str, value: float, unit: str, baseline: str | None = None, **more: object) -> dict[str, object]:
    found = {"what": what, "value": round(value, 1), "unit": unit, **more}
    return found | {"baseline": baseline} if baseline else found


def write_pages(folder: Path, count: int) -> Path:
    with SegmentWriter(folder, prefix="bench", info={}) as writer:
        for number in range(count):
            url = f"https://baodonghai.example/thoi-su/thong-xe-cau-{number}.html"
            writer.write_response(url, CAPTURED + timedelta(seconds=number), HEAD, make_page(number))
        summary = writer.close()
    assert summary is not None
    return summary.path


def make_page(number: int) -> bytes:
    body = "".join(f"<p>{SENTENCE.format(number + line)}</p>" for line in range(12))
    menu = "".join(f'<li><a href="/muc-{line}">Mục {line}</a></li>' for line in range(400))
    title = f"Thông xe cầu Bến Vạn số {number}"
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{title}"></head>'
        f'<body><ul class="menu">{menu}</ul><article><h1>{title}</h1><div class="content">{body}</div></article>'
        f"</body></html>"
    ).encode()


def ingest(archive: Path, warc: Path, *, workers: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", INGEST, str(archive), str(warc), str(workers)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def kill_and_resume(archive: Path, warc: Path, part: float) -> tuple[int, int]:
    """(pages lost, revisions too many) after a SIGKILL with `part` of the file read, and a second run."""
    size = warc.stat().st_size
    command = [sys.executable, "-c", INGEST, str(archive), str(warc), "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip().isdigit() and int(line) > part * size:
                break
        process.send_signal(signal.SIGKILL)
    time.sleep(0.2)
    ingest(archive, warc, workers=2)
    with sqlite3.connect(archive / "data/news.db") as news:
        articles, revisions = (news.execute(f"select count(*) from {t}").fetchone()[0] for t in ("article", "revision"))
    return SMALL - articles, revisions - articles


if __name__ == "__main__":
    for found in main():
        print(found)
