"""The frontier: links taken in, leases and done-marks a second."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from newsarchive.frontier import End, Frontier
from newsarchive.link import Link
from newsarchive.press import Newspaper

PAPER = Newspaper(id="donghai", name="Báo Đông Hải", host="baodonghai.example", hosts=("baodonghai.example",))
URLS, PAGE = 40_000, 200
BATCHES = (1, 16, 200)
MARKED = 8_000


def main() -> list[dict[str, object]]:
    """40,000 article URLs, 200 a transaction as a section page gives them; wall time, in the temporary folder."""
    with tempfile.TemporaryDirectory() as folder, Frontier(Path(folder) / "frontier.db") as frontier:
        links = [Link(f"https://baodonghai.example/tin-so-{n}-a{n}.html", "article", "sitemap") for n in range(URLS)]
        rows = [row("new links", URLS / add(frontier, links), "links/s")]
        rows.append(row("known links", URLS / add(frontier, links), "links/s", "new links"))
        for batch in BATCHES:
            count = min(MARKED, batch * 200)
            rate = count / lease_and_mark(frontier, batch, count)
            rows.append(row(f"leased and marked, {batch} a transaction", rate, "URLs/s"))
        begun = time.perf_counter()
        left = frontier.counts("donghai")
        rows.append(row("counts of a newspaper", (time.perf_counter() - begun) * 1000, "ms"))
    marked = sum(min(MARKED, batch * 200) for batch in BATCHES)
    rows.append(row("URLs without a place", left.total - left.due - left.later, "URLs", expected=0))
    return [*rows, row("URLs lost", URLS - left.due - marked, "URLs", expected=0)]


def row(what: str, value: float, unit: str, baseline: str | None = None, **more: object) -> dict[str, object]:
    found = {"what": what, "value": round(value, 1), "unit": unit, **more}
    return found | {"baseline": baseline} if baseline else found


def add(frontier: Frontier, links: list[Link]) -> float:
    begun = time.perf_counter()
    for start in range(0, len(links), PAGE):
        frontier.add(PAPER, links[start : start + PAGE], found_on="https://baodonghai.example/thoi-su/")
    return time.perf_counter() - begun


def lease_and_mark(frontier: Frontier, batch: int, count: int) -> float:
    with frontier.crawl("donghai") as crawl:
        begun = time.perf_counter()
        done = 0
        while done < count:
            done += crawl.done([End(lease.id, "stored", 200, etag='"x"') for lease in crawl.lease(batch)])
        return time.perf_counter() - begun


if __name__ == "__main__":
    for found in main():
        print(found)
