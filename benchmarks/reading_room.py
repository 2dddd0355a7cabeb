"""The reading room over a million generated articles, beside stock Datasette on the same file in the same run.

`PROOF_ARTICLES=20000 python benchmarks/reading_room.py` is a small one; `PROOF_RELEASE=FILE` measures a file there is.
"""

from __future__ import annotations

import http.client
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from press.articles import generate, generated_papers  # noqa: E402

from newsarchive.publish.build import write_release  # noqa: E402
from serving_process import serving  # noqa: E402

Row = dict[str, object]

ARTICLES = 1_000_000
ROUNDS = 9
CLIENTS = 8
SECONDS = 10.0
PAGE, ANALYSIS = "at most 100 asked", "at most 250 asked"
RARE, COMMON = quote('"dân ca quan họ"'), quote('"phát triển"')
PAGES = {
    "home": ("/", PAGE),
    "article": ("/bai/g000000000005000", PAGE),
    "rare phrase": (f"/tim-kiem?q={RARE}", PAGE),
    "three bare syllables": ("/tim-kiem?q=cai+cach+hanh", PAGE),
    "common word, one newspaper": (f"/tim-kiem?q={quote('của')}&bao=angiang", PAGE),
    "page 100 of a phrase": (f"/tim-kiem?q={COMMON}&trang=100&xep=newest", PAGE),
    "coverage": ("/do-phu", PAGE),
    "timeline, three phrases, by month": (
        "/dong-thoi-gian?q=cai+cach+hanh+chinh&q2=nuoc+sach&q3=ma+tuy&buoc=month",
        ANALYSIS,
    ),
    "concordance": ("/ngu-canh?q=cai+cach&xep=right", ANALYSIS),
}
STOCK = {
    "stock Datasette: table": ("/public/articles", "home"),
    "stock Datasette: _search, rare phrase": (f"/public/articles?_search={RARE}&_searchmode=raw", "rare phrase"),
    "stock Datasette: _search, three syllables": ("/public/articles?_search=cai+cach+hanh", "three bare syllables"),
}
SIGNED_IN = {"Cookie": "not=kept"}
"""Who sends a cookie gets nothing out of the page cache."""


def main() -> list[Row]:
    """Warm medians over kept connections, page cache passed by unless said otherwise; 8 clients ask 9 pages in turn."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder)
        rows = _place(archive)
        with serving(archive) as served:
            medians = {what: _median(served.port, path, SIGNED_IN) for what, (path, _) in PAGES.items()}
            rows += [_row(what, medians[what], "ms", note=note) for what, (_, note) in PAGES.items()]
            kept = _median(served.port, PAGES["three bare syllables"][0], {})
            rows.append(_row("three bare syllables, kept page", kept, "ms", baseline="three bare syllables"))
            for what, headers, note in (
                ("kept pages", {}, "at least 50 asked"),
                ("page cache passed by", SIGNED_IN, "at least 10 asked"),
            ):
                answered = _throughput(served.port, headers)
                rows.append(_row(f"{CLIENTS} clients, {what}", answered, "requests/s", note=note))
            memory = _memory(served.process.pid)
            rows.append(_row("memory of the server, highest", memory, "MiB", note="at most 500 asked"))
        with _stock(archive / "public.db") as port:
            for what, (path, beside) in STOCK.items():
                rows.append(_row(what, _median(port, path, {}, rounds=3), "ms", baseline=beside))
    return rows


def _place(archive: Path) -> list[Row]:
    """A release in the folder: built there, or a link to one there is."""
    ready, target = os.environ.get("PROOF_RELEASE"), archive / "public.db"
    if ready:
        shutil.copy(ready, target)
        return [_row("size of the release", target.stat().st_size / 2**20, "MiB", note=f"{ready}, built before")]
    articles, papers = int(os.environ.get("PROOF_ARTICLES", ARTICLES)), generated_papers()
    began, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    write_release(target, generate(articles, papers), papers, (), ledger_head="", now=datetime.now(UTC))
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return [
        _row("articles", articles, "articles"),
        _row("building, generator and all", (time.monotonic() - began) / 60, "minutes by the clock"),
        _row("building, generator and all", spent / articles * 1000, "ms CPU/article"),
        _row("size", target.stat().st_size / articles / 1024, "KiB/article"),
    ]


def _median(port: int, path: str, headers: dict[str, str], rounds: int = ROUNDS) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        times.append(1000 * (time.perf_counter() - began))
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
    return statistics.median(times[1:])


def _throughput(port: int, headers: dict[str, str]) -> float:
    """Requests answered a second while all clients ask the pages in turn, each beginning with another; warm."""
    paths = [path for path, _ in PAGES.values()]
    for path in paths:
        _median(port, path, headers, rounds=1)
    answered = [0] * CLIENTS
    until = time.monotonic() + SECONDS

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.monotonic() < until:
            connection.request("GET", paths[(client + answered[client]) % len(paths)], headers=headers)
            connection.getresponse().read()
            answered[client] += 1

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    began = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(answered) / (time.monotonic() - began)


def _memory(supervisor: int) -> float:
    """Highest resident memory of the supervisor and its children, MiB."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
    peaks = (re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in (supervisor, *children))
    return sum(int(peak[1]) for peak in peaks if peak) / 1024


@contextmanager
def _stock(release: Path) -> Iterator[int]:
    """Datasette on the file as `datasette -i FILE` gives it; only its time limit is raised, else it answers nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "datasette", "-i", str(release), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--setting", "sql_time_limit_ms", "60000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _row(what: str, value: float, unit: str, **more: object) -> Row:
    return {"what": what, "value": round(value, 2), "unit": unit, **more}


if __name__ == "__main__":
    for line in main():
        print(line)
