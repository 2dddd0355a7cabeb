"""The reading room over a million generated articles, beside stock Datasette on the same file in the same run.

`PROOF_ARTICLES=20000 python benchmarks/reading_room.py` is a small one. `PROOF_RELEASE=FILE` keeps the release for the
next run, with what building it cost beside it; building a million takes a quarter of an hour.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from press.articles import generate, generated_papers  # noqa: E402

from newsarchive.publish.build import write_release  # noqa: E402
from newsarchive.publish.select import Selected  # noqa: E402
from serving_process import Served, serving  # noqa: E402

Row = dict[str, object]

ARTICLES = 1_000_000
ROUNDS = 9
CLIENTS = 8
SECONDS = 10.0
PAGE, ANALYSIS = "at most 100 asked", "at most 250 asked"
SUBJECT, COMMON = quote('"dân ca quan họ"'), quote('"phát triển"')
ARTICLE = "g000000000005000"
PAGES = {
    "home": ("/", PAGE),
    "article": (f"/bai/{ARTICLE}", PAGE),
    "rare phrase": ("/tim-kiem?q={rare}", PAGE),
    "phrase of a subject": (f"/tim-kiem?q={SUBJECT}", PAGE),
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
    "stock Datasette: _search, rare phrase": ("/public/articles?_search={rare}&_searchmode=raw", "rare phrase"),
    "stock Datasette: _search, three syllables": ("/public/articles?_search=cai+cach+hanh", "three bare syllables"),
}
SIGNED_IN = {"Cookie": "not=kept"}
"""Who sends a cookie gets nothing out of the page cache."""


def main() -> list[Row]:
    """Warm medians over kept connections, page cache passed by unless said otherwise; 8 clients ask all in turn."""
    with tempfile.TemporaryDirectory(dir=_beside_release()) as folder:
        archive = Path(folder)
        built = _place(archive)
        rare = quote(f'"{_rare_phrase(archive / "public.db")}"')
        with serving(archive) as served:
            pages = {what: (path.format(rare=rare), note) for what, (path, note) in PAGES.items()}
            ours = [*_medians(served, pages), *_under_load(served.port, [path for path, _ in pages.values()])]
            memory = _memory(served.process.pid)
            ours.append(_row("memory of the server, highest", memory, "MiB", note="at most 500 asked"))
        with _stock(archive / "public.db") as port:
            stock = [
                _row(what, _median(port, path.format(rare=rare), {}, rounds=3), "ms", baseline=beside)
                for what, (path, beside) in STOCK.items()
            ]
    return [*built, *ours, *stock]


def _medians(served: Served, pages: dict[str, tuple[str, str]]) -> list[Row]:
    """By the clock, and what of it was work of the server's: the rest is waiting for a busy machine."""
    rows: list[Row] = []
    for what, (path, note) in pages.items():
        before = _worked(served.process.pid)
        median = _median(served.port, path, SIGNED_IN)
        work = 1000 * (_worked(served.process.pid) - before) / (ROUNDS + 1)
        rows += [_row(what, median, "ms", note=note), _row(f"{what}, CPU of the server", work, "ms", baseline=what)]
    again = "three bare syllables"
    return [*rows, _row(f"{again}, kept page", _median(served.port, pages[again][0], {}), "ms", baseline=again)]


def _worked(supervisor: int) -> float:
    """Seconds of CPU time of the server's processes so far."""
    stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _processes(supervisor))
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _processes(supervisor: int) -> list[int]:
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
    return [supervisor, *map(int, children)]


def _under_load(port: int, paths: list[str]) -> list[Row]:
    cases = (("kept pages", {}, "at least 50 asked"), ("page cache passed by", SIGNED_IN, "at least 10 asked"))
    return [
        _row(f"{CLIENTS} clients, {what}", _throughput(port, paths, headers), "requests/s", note=note)
        for what, headers, note in cases
    ]


def _beside_release() -> Path | None:
    """Where a release that is kept lies: there it is linked, not copied."""
    kept = os.environ.get("PROOF_RELEASE")
    return Path(kept).parent if kept else None


def _place(archive: Path) -> list[Row]:
    """A release in the folder, built now or kept from an earlier run, and what building it cost."""
    target = archive / "public.db"
    if not (kept := os.environ.get("PROOF_RELEASE")):
        return _build(target)
    release, costs = Path(kept), Path(f"{kept}.json")
    if not costs.exists():
        release.unlink(missing_ok=True)
        costs.write_text(json.dumps(_build(release)), encoding="utf-8")
    try:
        os.link(release, target)
    except OSError:  # another file system
        shutil.copy(release, target)
    rows: list[Row] = json.loads(costs.read_text(encoding="utf-8"))
    return rows


def _build(target: Path) -> list[Row]:
    articles, papers = int(os.environ.get("PROOF_ARTICLES", ARTICLES)), generated_papers()
    generated = _Timed(generate(articles, papers))
    began, used = time.monotonic(), time.process_time()
    write_release(target, generated, papers, (), ledger_head="", now=datetime.now(UTC))
    by_the_clock, spent = time.monotonic() - began, time.process_time() - used
    per_article = (spent - generated.seconds) / articles
    return [
        _row("articles", articles, "articles"),
        _row("building, generator and all", by_the_clock / 60, "minutes by the clock"),
        _row(
            "writing the articles to be published (the generator's part)",
            generated.seconds / articles * 1000,
            "ms/article",
        ),
        _row("building", per_article * 1000, "ms/article"),
        _row("building", 1 / per_article, "articles/s", note="CPU time, one core"),
        _row("size", target.stat().st_size / articles / 1024, "KiB/article"),
    ]


class _Timed:
    """An iterator that knows how much CPU time what is behind it takes."""

    def __init__(self, items: Iterator[Selected]) -> None:
        self._items, self.seconds = items, 0.0

    def __iter__(self) -> Iterator[Selected]:
        return self

    def __next__(self) -> Selected:
        began = time.process_time()
        try:
            return next(self._items)
        finally:
            self.seconds += time.process_time() - began


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


def _rare_phrase(release: Path) -> str:
    """Three syllables that stand side by side in an article by chance."""
    with closing(sqlite3.connect(f"file:{release}?mode=ro", uri=True)) as db:
        query = "SELECT t.body FROM texts AS t JOIN articles AS a ON a.id = t.id WHERE a.uid = ?"
        words = re.findall(r"[^\W_]+", db.execute(query, (ARTICLE,)).fetchone()[0])
    return " ".join(words[40:43])


def _throughput(port: int, paths: list[str], headers: dict[str, str]) -> float:
    """Requests answered a second while all clients ask the pages in turn, each beginning with another; warm."""
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
    status = (Path(f"/proc/{pid}/status").read_text() for pid in _processes(supervisor))
    peaks = (re.search(r"VmHWM:\s+(\d+)", text) for text in status)
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
