"""How the memory of a long crawl grows. By hand: `python benchmarks/memory.py [PAGES]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from crawl import OURS, WATCH, Row, crawl_ours, tell_stall

from newsarchive.demo.loadsite import Load, LoadSite

PAGES, SMALL = 20_000, 1_000
BASELINE, MOST = 1_000, 150


def main(pages: int = PAGES) -> list[Row]:
    """Resident memory of the crawling process, everything on, over many pages of 175 kB on loopback."""
    load = Load(articles=pages, crawl_delay=0, listed="sitemap")
    with tempfile.TemporaryDirectory(prefix="newsarchive-memory-") as folder, LoadSite(load) as site:
        cost = crawl_ours(Path(folder), site, pages, WATCH)
    marks = {int(mark): float(mib) for mark, mib in cost.seen["rss"].items()} | {pages: float(cost.seen["rss_end"])}
    baseline = f"at request {BASELINE:,}"
    rows: list[Row] = [
        {"what": f"at request {mark:,}", "value": round(mib, 2), "unit": "MiB", "baseline": baseline}
        for mark, mib in sorted(marks.items())
    ]
    rows[-1]["note"] = f"at most {MOST} MiB, and 1.15 × of request {BASELINE:,} at request {PAGES:,}, are asked"
    speed = {"what": "by the clock", "value": round(cost.pages / cost.wall, 2), "unit": "pages/s"}
    return [*rows, {**speed, "note": "the site on the same machine"}, tell_stall(OURS, cost)]


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:] or [SMALL])):
        print(found)
