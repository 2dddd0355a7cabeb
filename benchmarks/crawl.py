"""A crawl of one generated newspaper, side by side with its peers; and crashes at full size."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive.demo.loadpage import article_path
from newsarchive.project import project_root

HERE = Path(__file__).resolve().parent
PAGES = int(os.environ.get("NEWSARCHIVE_BENCH_PAGES", "400"))
KILLS, KILLED_PAGES = 10, 2000
_TICK = os.sysconf("SC_CLK_TCK")
BARE, OURS, PEER, WGET = "bare Scrapy", "newsarchive, everything on", "Scrapy + warcio + trafilatura", "wget with WARC"

Row = dict[str, object]


@dataclass
class Used:
    """What a process and its descendants used."""

    own: float
    """CPU seconds of the process itself."""
    all: float
    """CPU seconds of its session, helpers included."""
    peak: int
    """Peak resident bytes of the process itself."""
    wall: float


def main() -> list[Row]:
    """CPU per page of one crawl of a generated newspaper (175 kB pages, loopback, one run each), and kill -9."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-crawl-") as folder:
        return [*_compare(Path(folder)), *_crash(Path(folder))]


def _compare(folder: Path) -> list[Row]:
    with _load_site(folder / "site", PAGES) as url:
        urls = [url + article_path(number) for number in range(1, PAGES + 1)]
        (folder / "urls.txt").write_text("\n".join(urls) + "\n", encoding="utf-8")
        bare = _run([sys.executable, __file__, "bare", str(folder / "urls.txt")], folder)
        peer = _run([sys.executable, __file__, "peer", str(folder / "urls.txt")], folder)
        rows = [_cpu(BARE, bare.all, None), _cpu(PEER, peer.all, BARE)]
        rows += _ours(folder)
        rows += _wget(folder)
    rows.append({"what": "news-please", "value": "-", "unit": "ms/page", "note": "skipped: not installed here"})
    return rows


def _ours(folder: Path) -> list[Row]:
    archive = folder / "kho"
    shutil.copytree(folder / "site" / "press", archive / "press")
    (archive / "archive.yml").write_text("contact: luutru@thuvien.example\n", encoding="utf-8")
    told = folder / "stalls.json"
    environment = {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": os.pathsep.join((str(project_root()), str(HERE))),
        "NEWSARCHIVE_STALLS": str(told),
    }
    command = [sys.executable, "-m", "scrapy", "crawl", "loadsite", "--archive", str(archive), "-L", "WARNING"]
    used = _run([*command, "-s", 'EXTENSIONS={"crawl.Stalls": 1}'], folder, environment)
    stalls = json.loads(told.read_text(encoding="utf-8"))
    return [
        _cpu(OURS, used.all, PEER),
        _cpu("newsarchive, the crawling process alone", used.own, BARE),
        {"what": "longest stretch of CPU in the reactor's thread", "value": round(stalls["cpu"] * 1000), "unit": "ms"},
        {"what": "longest wait of a timer in the reactor", "value": round(stalls["wall"] * 1000), "unit": "ms"},
        {"what": "peak memory of the crawling process", "value": used.peak >> 20, "unit": "MiB"},
        {"what": "pages per second, newsarchive", "value": round(PAGES / used.wall, 1), "unit": "pages/s"},
    ]


def _wget(folder: Path) -> list[Row]:
    if not shutil.which("wget"):
        return [{"what": WGET, "value": "-", "unit": "ms/page", "note": "skipped: wget is not installed"}]
    command = ["wget", "-q", "-i", str(folder / "urls.txt"), "-O", "/dev/null", f"--warc-file={folder / 'wget'}"]
    return [_cpu(WGET, _run(command, folder).all, BARE)]


def _crash(folder: Path) -> Iterator[Row]:
    sys.path.insert(0, str(HERE.parent / "tests"))
    from crawl_proof import kill_often  # noqa: PLC0415 - of the checkout's tests

    verdict, moments, _ = kill_often(folder / "killed", articles=KILLED_PAGES, kills=KILLS, seed=2)
    note = f"{KILLS} kills in a crawl of {KILLED_PAGES} pages, after {', '.join(map(str, moments))} requests"
    units = {"lost": verdict.lost, "doubled": verdict.doubled, "damaged records": verdict.damaged}
    units |= {"segments left open": verdict.open_segments, "unrecorded records": verdict.unrecorded}
    units |= {"databases not sound": verdict.not_sound}
    for unit, value in units.items():
        yield {"what": f"kill -9: {unit}", "value": value, "unit": unit, "note": note, "expected": 0}


def _cpu(what: str, seconds: float, baseline: str | None) -> Row:
    row: Row = {"what": what, "value": round(seconds / PAGES * 1000, 2), "unit": "ms/page"}
    return row | ({"baseline": baseline} if baseline else {})


@contextmanager
def _load_site(folder: Path, pages: int) -> Iterator[str]:
    folder.mkdir()
    command = [sys.executable, "-m", "newsarchive.demo.loadsite", str(folder), "--articles", str(pages)]
    command += ["--crawl-delay", "0", "--listed", "sitemap"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdout is not None
        try:
            yield site.stdout.readline().strip()
        finally:
            site.terminate()


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Used:
    """Run to the end; the CPU of helpers is read from /proc while they live, ten times a second."""
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    seen: dict[int, float] = {}
    peak = 0
    while process.poll() is None:
        for pid, seconds in _session(process.pid):
            seen[pid] = seconds
        peak = max(peak, _peak(process.pid))
        time.sleep(0.1)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Used(seen.get(process.pid, 0.0), sum(seen.values()), peak, time.monotonic() - began)


def _session(session: int) -> Iterator[tuple[int, float]]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield int(entry.name), (int(fields[11]) + int(fields[12])) / _TICK


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM")), 0)


class Stalls:
    """A Scrapy extension: how long the reactor's thread was busy, or a timer late, at most."""

    def __init__(self, crawler: Any) -> None:
        from scrapy import signals  # noqa: PLC0415

        crawler.signals.connect(self.start, signals.engine_started)
        crawler.signals.connect(self.stop, signals.spider_closed)
        self._wall = self._cpu = 0.0

    @classmethod
    def from_crawler(cls, crawler: Any) -> Stalls:
        """For Scrapy."""
        return cls(crawler)

    def start(self) -> None:
        """Begin after the first second: imports are no stall of a crawl."""
        self._task = asyncio.ensure_future(self._watch())

    def stop(self) -> None:
        """Write what was seen."""
        self._task.cancel()
        told = {"wall": self._wall, "cpu": self._cpu}
        Path(os.environ["NEWSARCHIVE_STALLS"]).write_text(json.dumps(told), encoding="utf-8")

    async def _watch(self) -> None:
        await asyncio.sleep(1)
        wall, cpu = time.monotonic(), time.thread_time()
        while True:
            await asyncio.sleep(0.002)
            now, used = time.monotonic(), time.thread_time()
            self._wall, self._cpu = max(self._wall, now - wall - 0.002), max(self._cpu, used - cpu)
            wall, cpu = now, used


def _peer(urls: Path, *, full: bool) -> None:
    """Fetch the addresses with stock Scrapy; `full`: each into a WARC by warcio and through trafilatura."""
    from scrapy import Spider  # noqa: PLC0415
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415

    keep = _keeper() if full else None

    class Peer(Spider):
        name = "peer"
        start_urls = urls.read_text(encoding="utf-8").split()

        def parse(self, response: Any) -> None:
            if keep:
                keep(response)

    settings = {"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    settings |= {"COOKIES_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "ROBOTSTXT_OBEY": False}
    settings |= {"DOWNLOAD_DELAY": 0}
    process = CrawlerProcess(settings)
    process.crawl(Peer)
    process.start()


def _keeper() -> Any:
    from io import BytesIO  # noqa: PLC0415

    import trafilatura  # noqa: PLC0415
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415

    writer = WARCWriter(Path("peer.warc.gz").open("wb"), gzip=True)  # noqa: SIM115 - for the life of the process

    def keep(response: Any) -> None:
        fields = [(name.decode(), value.decode()) for name, values in response.headers.items() for value in values]
        head = StatusAndHeaders(f"{response.status} OK", fields, protocol="HTTP/1.1")
        record = writer.create_warc_record(response.url, "response", payload=BytesIO(response.body), http_headers=head)
        writer.write_record(record)
        trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)

    return keep


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _peer(Path(sys.argv[2]), full=sys.argv[1] == "peer")
    else:
        for row in main():
            print(row)
