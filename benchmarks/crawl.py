"""What a page of a crawl costs, ours and its peers'. By hand: `python benchmarks/crawl.py [PAGES]`."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsarchive.demo.loadsite import Load, LoadSite
from newsarchive.project import project_root

CRAWLERS = Path(__file__).resolve().parent / "crawlers"
FULL, SMALL, START = 1_000, 200, 40
"""Pages in `make proof`, by hand and watched, and before the count begins: imports, processes, robots.txt."""
MARKS = (200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000)
NEWS_PLEASE = "NEWS_PLEASE_PYTHON"
"""Names the Python of a venv with news-please."""
FEW = 20
"""Pages for news-please, which needs fifty times as long for one."""

WATCH = {"CRAWL_PROBE_WATCH": "1"}
"""Has the probe watch the reactor."""

BARE, USUAL, WGET, PLEASE = "bare Scrapy", "Scrapy + warcio + trafilatura", "wget with WARC", "news-please"
OURS, ALONE, WORKERS = (
    "newsarchive, everything on",
    "newsarchive: crawling process",
    "newsarchive: extraction processes",
)
_ASKED = {ALONE: "WARC, frontier, news.db; at most 2.2 × is asked", OURS: "at most 0.33 × is asked"}

Row = dict[str, object]


@dataclass(frozen=True)
class Cost:
    """Of some pages, in seconds."""

    pages: int
    own: float
    """CPU of the crawling process."""
    others: float = 0.0
    """CPU of every process that it began."""
    wall: float = 0.0
    seen: Mapping[str, Any] = field(default_factory=dict)
    """What else the probe saw."""

    def per_page(self, seconds: float) -> float:
        """Milliseconds."""
        return 1000 * seconds / self.pages


def main(pages: int = FULL) -> list[Row]:
    """CPU of a page of 175 kB on loopback, all in one run; the first 40 of each, with all imports, do not count.

    Stalls come from runs of their own, since watching costs CPU.
    """
    with tempfile.TemporaryDirectory(prefix="newsarchive-crawl-") as folder:
        costs = _measure(Path(folder), pages)
        watched = _watch(Path(folder), min(pages, SMALL))
    ours = costs[OURS]
    return [
        _cpu(BARE, costs, None),
        _row(ALONE, ours.per_page(ours.own), "ms/page", BARE, note=_ASKED[ALONE]),
        _row(WORKERS, ours.per_page(ours.others), "ms/page", BARE, note="articles and links"),
        _cpu(USUAL, costs, BARE),
        _cpu(OURS, costs, USUAL, note=_ASKED[OURS]),
        _cpu(WGET, costs, BARE, missing="wget is not installed"),
        _cpu(PLEASE, costs, BARE, missing=f"{NEWS_PLEASE} names no Python that has it"),
        _row("newsarchive, by the clock", ours.pages / ours.wall, "pages/s", note="the site on the same machine"),
        *(tell_stall(name, cost) for name, cost in watched.items()),
    ]


def _measure(folder: Path, pages: int) -> dict[str, Cost]:
    """One run of each."""
    with LoadSite(Load(articles=pages, crawl_delay=0, listed="sitemap")) as site:
        told = _tell(folder, site)
        urls = Path(told["CRAWL_URLS"])
        costs = {
            BARE: _scrapy(folder, "bare.py", told, pages),
            OURS: crawl_ours(folder, site, pages),
            USUAL: _scrapy(folder, "usual.py", told, pages),
        }
        if shutil.which("wget"):
            costs[WGET] = _wget(folder, urls, pages)
        if os.environ.get(NEWS_PLEASE):
            costs[PLEASE] = _news_please(folder, site)
    return costs


def _watch(folder: Path, pages: int) -> dict[str, Cost]:
    """One watched run of each Scrapy."""
    with LoadSite(Load(articles=pages, crawl_delay=0, listed="sitemap"), newspaper="watchsite") as site:
        told = {**_tell(folder, site), **WATCH}
        return {
            OURS: crawl_ours(folder, site, pages, WATCH),
            BARE: _scrapy(folder, "bare.py", told, pages),
            USUAL: _scrapy(folder, "usual.py", told, pages),
        }


def _tell(folder: Path, site: LoadSite) -> dict[str, str]:
    """What the spiders of benchmarks/crawlers must know."""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(site.article_urls()) + "\n", encoding="utf-8")
    return {"CRAWL_URLS": str(urls), "CRAWL_WARC": str(folder / "usual.warc.gz")}


def crawl_ours(folder: Path, site: LoadSite, pages: int, told: Mapping[str, str] = {}) -> Cost:
    """A crawl of the whole site into an archive of its own; raises RuntimeError when an article is missing."""
    archive = folder / site.newspaper
    site.install_press(archive / "press")
    (archive / "archive.yml").write_text("contact: luutru@thuvien.example\n", encoding="utf-8")
    command = [sys.executable, "-m", "scrapy", "crawl", site.newspaper, "--archive", str(archive), "-L", "WARNING"]
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", "NEWSARCHIVE_PRESS": str(archive / "press")}
    cost = _probed(folder, command, {**settings, **told})
    status = [sys.executable, "-m", "newsarchive", "status", "--json", "--archive", str(archive)]
    stock = json.loads(subprocess.run(status, capture_output=True, check=True).stdout)
    _check("newsarchive", stock["articles"], pages)
    return cost


def _scrapy(folder: Path, spider: str, told: Mapping[str, str], pages: int) -> Cost:
    command = [sys.executable, "-m", "scrapy", "runspider", str(CRAWLERS / spider), "-L", "WARNING"]
    # Of Scrapy's defaults one differs: no listener that runs the Python it is sent.
    command += ["-s", "REMOTE_CONTROL_ENABLED=False", "-s", "TELNETCONSOLE_ENABLED=False"]
    cost = _probed(folder, command, told)
    _check(spider, cost.seen["pages"], pages)
    return cost


def _wget(folder: Path, urls: Path, pages: int) -> Cost:
    """By what the system says of ended children; its start is next to nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["wget", "-q", "-i", str(urls), "-O", os.devnull, "--no-hsts", f"--warc-file={folder / 'wget'}"]
    subprocess.run(command, cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(pages, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _news_please(folder: Path, site: LoadSite) -> Cost:
    few = folder / "few.txt"
    few.write_text("\n".join(site.article_urls()[: FEW + 1]), encoding="utf-8")
    found = _run(folder, [os.environ[NEWS_PLEASE], str(CRAWLERS / "press.py"), str(few)], {})
    _check(PLEASE, found["pages"], min(FEW, site.load.articles - 1))
    return Cost(found["pages"], found["cost"]["own"])


def _probed(folder: Path, command: Sequence[str], told: Mapping[str, str]) -> Cost:
    """Run a Scrapy with the probe in it."""
    probe = {"CRAWL_PROBE_MARKS": ",".join(map(str, MARKS)), "CRAWL_PROBE_START": str(START)}
    path = {"PYTHONPATH": os.pathsep.join((str(project_root()), str(CRAWLERS)))}
    found = _run(folder, [*command, "-s", 'EXTENSIONS={"probe.Probe": 0}'], {**told, **probe, **path})
    return Cost(found["pages"] - START, **found["cost"], seen=found)


def _run(folder: Path, command: Sequence[str], told: Mapping[str, str]) -> Any:
    """What the command wrote about itself. It has a session of its own, by which it knows its processes."""
    seen = folder / "probe.json"
    seen.unlink(missing_ok=True)
    environment = {**os.environ, **told, "CRAWL_PROBE": str(seen)}
    subprocess.run(command, cwd=folder, env=environment, check=True, start_new_session=True)
    return json.loads(seen.read_text(encoding="utf-8"))


def _check(what: str, found: int, pages: int) -> None:
    """A crawler that fetched less would look quick."""
    if found < pages:
        raise RuntimeError(f"{what} has {found} of {pages} pages")


def tell_stall(name: str, cost: Cost) -> Row:
    """How long the reactor of a watched run did nothing else."""
    none = dict.fromkeys(("wall", "process", "reactor"), 0.0)
    worst = {part: 1000 * max(stall[part] for stall in [none, *cost.seen["stalls"]]) for part in none}
    note = f"wall clock, with what else the machine does; at most {worst['reactor']:.0f} ms CPU in the reactor's thread"
    note += f", {worst['process']:.0f} ms in the process"
    return _row(f"longest stall of the reactor: {name}", worst["wall"], "ms", note=note)


def _cpu(name: str, costs: Mapping[str, Cost], baseline: str | None, *, note: str = "", missing: str = "") -> Row:
    if name not in costs:
        return {"what": name, "value": "-", "unit": "ms/page", "note": f"skipped: {missing}"}
    cost = costs[name]
    return _row(name, cost.per_page(cost.own + cost.others), "ms/page", baseline, **({"note": note} if note else {}))


def _row(what: str, value: float, unit: str, baseline: str | None = None, **more: object) -> Row:
    found = {"what": what, "value": round(value, 2), "unit": unit, **more}
    return found | {"baseline": baseline} if baseline else found


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:] or [SMALL])):
        print(found)
