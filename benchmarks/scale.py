"""What a capture, a page, an article, a query and a stored byte cost here, and what that comes to for many.

By hand: `python benchmarks/scale.py [PAGES]`.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).resolve().parent)]

from scaling.simulate import Measured, hours, rate, simulate_day, useful_workers, visits_of_first_year  # noqa: E402

from newsarchive.archive import Archive  # noqa: E402
from newsarchive.demo.loadpage import article_path, print_article  # noqa: E402
from newsarchive.demo.loadsite import published  # noqa: E402
from newsarchive.ingest.keep import hash_file  # noqa: E402
from newsarchive.press import newspapers  # noqa: E402
from newsarchive.publish import publish  # noqa: E402
from newsarchive.reading.match import SearchRequest  # noqa: E402
from newsarchive.reading.search import search  # noqa: E402
from newsarchive.sending.target import Target, holds, put  # noqa: E402
from newsarchive.warc import HttpHead, SegmentWriter  # noqa: E402

Row = dict[str, object]

PAGES, PAGE_BYTES, WARM = 240, 60_000, 24
HOST = "https://thutai.example"
CAPTURED = datetime(2026, 1, 8, 11, 21, tzinfo=UTC)
HEAD = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
PRESS = """\
name: Báo Thử Tải
kind: national
host: thutai.example
layouts: [epi]
articles:
  - path: -(?P<id>post\\d+)\\.html$
"""
QUERIES = ("cong trinh", "Cây cầu", '"người dân"', "truong hoc")
MILLION = 1_000_000


def main(pages: int = PAGES) -> list[Row]:
    """Pages of 60 kB from one WARC file, read by the pool and by a Dask cluster of one and two workers on this machine;
    published, searched, sent to a folder and read back. Then arithmetic over these figures: all newspapers of a
    province as they were before July 2025, and 10 and 100 million captures."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-scale-") as folder:
        root = Path(folder)
        warc, warm = write_pages(root / "warc", pages), write_pages(root / "warm", WARM, first=pages + 1)
        pool = {workers: ingest(root / f"pool-{workers}", warm, warc, workers=workers) for workers in (0, 1, 2)}
        cluster = on_cluster(root, warm, warc)
        ingest(root / "few", warm, warm, workers=0)
        rows, cost = tell_costs(root, pages, warc, pool, cluster)
    note = f"load average {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    for workers in (1, 2):
        told = row(f"pool, {named(workers)}", pages / pool[workers].wall, "pages/s", note, digits=1)
        rows.append(told if workers == 1 else told | {"baseline": "pool, 1 worker"})
        rows.append(row(f"pool, {named(workers)}: all", pool[workers].all / pages * 1e3, "CPU ms a page", digits=1))
    for workers, spent in cluster.items():
        of_pool = f"pool, {named(workers)}"
        told = row(f"cluster, {named(workers)}", pages / spent.wall, "pages/s", note, digits=1)
        rows.append(told | {"baseline": of_pool})
        told = row(f"cluster, {named(workers)}: all", spent.all / pages * 1e3, "CPU ms a page", digits=1)
        rows.append(told | {"baseline": f"{of_pool}: all"})
    if not cluster:
        rows.append(row("cluster", 0, "", "skipped: distributed is not installed"))
    return [*rows, *tell_days(cost), *tell_millions(cost)]


class Spent:
    """What an ingest took: seconds by the clock, CPU seconds of the process that writes, and of all there are."""

    wall = 0.0
    own = 0.0
    all = 0.0


def ingest(archive: Path, warm: Path, warc: Path, *, workers: int | None = None, cluster: str | None = None) -> Spent:
    """Take a file in, after a small one that brings the workers to life."""
    (archive / "press" / "newspapers").mkdir(parents=True)
    (archive / "press" / "newspapers" / "thutai.yml").write_text(PRESS, encoding="utf-8")
    spent = Spent()
    with Archive.open(archive, create=True, workers=workers, cluster=cluster) as opened:
        opened.ingest(warm)
        everyone, own, began = cpu_of_all(), time.process_time(), time.monotonic()
        opened.ingest(warc)
        spent.wall, spent.own = time.monotonic() - began, time.process_time() - own
        spent.all = cpu_of_all() - everyone
    return spent


def cpu_of_all() -> float:
    """CPU seconds of this process and of those that it began, their own ones too."""
    here = psutil.Process()
    times = [one.cpu_times() for one in (here, *here.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def on_cluster(root: Path, warm: Path, warc: Path) -> dict[int, Spent]:
    """Workers → what it took; none where Dask is not installed."""
    try:
        import distributed  # noqa: F401, PLC0415 - an extra

        from dask_cluster import running  # noqa: PLC0415 - the tests' helper
    except ImportError:
        return {}
    found: dict[int, Spent] = {}
    for workers in (1, 2):
        folder = root / f"dask-{workers}"
        folder.mkdir()
        with running(folder, workers=workers) as cluster:
            found[workers] = ingest(root / f"cluster-{workers}", warm, warc, cluster=cluster.address)
    return found


def tell_costs(
    root: Path, pages: int, warc: Path, pool: dict[int, Spent], cluster: dict[int, Spent]
) -> tuple[list[Row], Measured]:
    """Costs one by one."""
    many, few = build(root / "pool-1"), build(root / "few")
    sent, remote = send_file(root), cluster.get(1, pool[1])
    cost = Measured(
        # Workers come from a fork server, so that nobody counts their CPU as ours: with none, all is this process's.
        extract=(pool[0].own - pool[1].own) / pages,
        read=(remote.all - remote.own) / pages,
        write=remote.own / pages,
        warc=warc.stat().st_size / pages,
        # What every release has (provinces, tables) counts for none: the difference between two of them.
        news=(many.news - few.news) / pages,
        public=(many.public - few.public) / pages,
        publish=(many.cpu - few.cpu) / pages,
    )
    return [
        row("a page read", cost.extract * 1e3, "CPU ms", "what a worker does", digits=2),
        row("a page read by a cluster", cost.read * 1e3, "CPU ms", "worker, its pool and scheduler", digits=2),
        row("a capture written", pool[1].own / pages * 1e3, "CPU ms", "by the one process that writes", digits=2),
        row("a capture written, the cluster's client", cost.write * 1e3, "CPU ms", "the same and Dask's", digits=2),
        row("an article published", cost.publish * 1e3, "CPU ms", "build, indexes, self-test", digits=2),
        row("a query", ask(root / "pool-1" / "public.db") * 1e3, "CPU ms", f"{pages + WARM} articles", digits=2),
        row("a page in WARC", cost.warc, "bytes", f"of {PAGE_BYTES:,} as sent"),
        row("a capture in news.db", cost.news, "bytes"),
        row("an article in public.db", cost.public, "bytes"),
        row("a gigabyte sent and read back", sent, "CPU s", "to a folder; hashed, no network", digits=1),
    ], cost


def tell_days(cost: Measured) -> list[Row]:
    """All newspapers for a day."""
    papers = sum(1 for one in newspapers() if one.kind == "provincial")
    rows = [
        row("newspapers", papers, "", "provincial ones of the registry"),
        row("requests for an article in its first year", visits_of_first_year(), "", "by the ladder"),
    ]
    for articles in (50, 100, 200):
        day = simulate_day(cost, papers, articles, delay=1.0, pictures=2, picture=80_000)
        slow = simulate_day(cost, papers, articles, delay=10.0, pictures=2, picture=80_000)
        what = f"{articles} articles a day each"
        rows += [
            row(f"{what}: requests", day.requests, "a day and newspaper", "2 pictures of 80 kB each, assumed"),
            row(f"{what}: time asked, 1 s apart", day.busy * 100, "% of the day", digits=1),
            row(f"{what}: time asked, Crawl-delay 10", slow.busy * 100, "% of the day", digits=1),
            row(f"{what}: extraction", day.cores, "cores, all newspapers", digits=4),
            row(f"{what}: WARC", day.bytes * 365 / 1e12, "TB a year, all newspapers", digits=2),
        ]
    return rows


def tell_millions(cost: Measured) -> list[Row]:
    """Many captures."""
    rows = [
        row("one writer's ceiling", 1 / cost.write, "captures/s"),
        row("workers until one writer is the limit", useful_workers(cost), ""),
    ]
    for millions in (10, 100):
        captures, what = millions * MILLION, f"{millions} million captures"
        for workers in (1, 2, 8, 32, 128):
            note = "the writer is the limit" if rate(cost, workers) >= 1 / cost.write else ""
            rows.append(row(f"{what}, {named(workers)}", hours(cost, captures, workers), "hours", note, digits=1))
        rows += [
            row(f"{what}: WARC", captures * cost.warc / 1e12, "TB", digits=2),
            row(f"{what}: news.db", captures * cost.news / 1e9, "GB"),
            row(f"{what}: public.db", captures * cost.public / 1e9, "GB", "each an article of its own"),
            row(f"{what}: a build of it", captures * cost.publish / 3600, "hours", digits=1),
        ]
    return rows


def row(what: str, value: float, unit: str, note: str = "", *, digits: int = 0) -> Row:
    """A row of results.md; `digits` behind the point."""
    return {"what": what, "value": round(value, digits) if digits else round(value), "unit": unit, "note": note}


def named(workers: int) -> str:
    """In words."""
    return f"{workers} worker{'s' if workers > 1 else ''}"


@dataclass(frozen=True)
class Built:
    """A release of an archive."""

    cpu: float
    news: int
    public: int


def build(archive: Path) -> Built:
    """Publish it; its newspaper is known to the archive alone."""
    cpu = timed(lambda: publish(archive))
    news = sum(path.stat().st_size for path in (archive / "data").glob("news.db*"))
    return Built(cpu, news, (archive / "public.db").stat().st_size)


def send_file(root: Path) -> float:
    """CPU seconds for a gigabyte, from a file of 64 MB."""
    source, disk = root / "64.warc.gz", root / "elsewhere"
    source.write_bytes(os.urandom(64 << 20))
    disk.mkdir()
    away = Target(str(disk), None).place(source.name, source.stat().st_size, f"sha256:{hash_file(source)}")
    sent: list[int] = []
    seconds = timed(lambda: (put(source, away, sent.append), holds(away, sent.append)))
    return seconds / away.bytes * 1e9


def ask(release: Path) -> float:
    """Median CPU seconds of a page of results."""
    with closing(sqlite3.connect(f"file:{release}?mode=ro", uri=True)) as db:
        return statistics.median(timed(lambda text=text: search(db, SearchRequest(text))) for text in QUERIES * 9)


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of this process, which does all of it."""
    began = time.process_time()
    work()
    return time.process_time() - began


def write_pages(folder: Path, count: int, first: int = 1) -> Path:
    """A WARC file of so many articles."""
    with SegmentWriter(folder, prefix="bench", info={}) as writer:
        for number in range(first, first + count):
            body = print_article(number, PAGE_BYTES, published(number), picture=False)
            writer.write_response(HOST + article_path(number), CAPTURED + timedelta(seconds=number), HEAD, body)
    return writer.summaries[0].path


if __name__ == "__main__":
    for measured in main(*map(int, sys.argv[1:])):
        print(measured)
