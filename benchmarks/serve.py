"""The reading room while releases are exchanged under it, and how long its pages take."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote_plus

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from newsarchive.publish import publish  # noqa: E402
from reading_room import STORIES, Story, add_stories, build_archive  # noqa: E402
from serving_process import Readers, Served, publish_before, serving  # noqa: E402

ARTICLES = 2_000
REQUESTS = 200
ROUNDS = 20
ONSETS = ("b", "c", "ch", "d", "đ", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "s", "t", "th", "tr", "v", "x")
RIMES = ("a", "ai", "ành", "áo", "âm", "ân", "ất", "ến", "iệp", "iều", "inh", "oàn", "ội", "ông", "ủy", "ương", "ước")
SYLLABLES = tuple(onset + rime for rime in RIMES for onset in ONSETS)
WEIGHTS = tuple(1 / (rank + 3) for rank in range(len(SYLLABLES)))
PAGES = {
    "home": "/",
    "a phrase": "/tim-kiem?q=%22cai+cach+hanh+chinh%22",
    "three bare syllables": "/tim-kiem?q=" + quote_plus(" ".join(SYLLABLES[40:43])),
    "a common syllable": f"/tim-kiem?q={quote_plus(SYLLABLES[0])}",
    "article": "/bai/aaaaaaaaaaaaaaa1",
    "Datasette's table of articles": "/public/articles",
}


def main() -> list[dict[str, object]]:
    """2,000 generated articles; 8 clients on kept connections ask four pages while two more releases are published."""
    with tempfile.TemporaryDirectory() as folder:
        archive = build_archive(Path(folder), [*STORIES, *generate()])
        started = time.process_time()
        first = publish(archive)
        building = (time.process_time() - started) / ARTICLES * 1000
        with serving(archive) as served:
            pages = [row(what, median_ms(served, path), "ms, warm median") for what, path in PAGES.items()]
            readers = Readers(served.port, releases={first.release.id: first.release.articles})
            with readers.asking():
                for number in range(2):
                    readers.wait_for(len(readers.seen) + REQUESTS)
                    add_stories(archive, [replace(STORIES[2], uid=f"dddddddddddddd{number:02d}")])
                    served.wait_for(publish_before(archive, readers), 60)
                readers.wait_for(len(readers.seen) + REQUESTS)
        return [
            {**row("requests answered over two publishes", len(readers.seen), "requests"), "note": "8 clients"},
            {**row("wrong answers or errors", len(readers.problems), "requests"), "expected": 0},
            {**row("releases that answered", len(set(readers.seen)), "releases"), "expected": 3},
            row("building a release", building, "ms/article"),
            row("size of a release", first.bytes / first.release.articles / 1024, "KiB/article"),
            *pages,
        ]


def generate() -> list[Story]:
    """Articles of about 400 syllables over twelve years."""
    chance = random.Random(7)
    words = iter(chance.choices(SYLLABLES, WEIGHTS, k=ARTICLES * 420))

    def text(length: int) -> str:
        return " ".join(next(words) for _ in range(length)).capitalize() + "."

    return [
        Story(
            f"m{number:015d}", text(9), tuple(text(65) for _ in range(6)), lead=text(20),
            newspaper=chance.choice(("bacninh", "cantho")), published=date(2012, 1, 1) + timedelta(days=number * 2),
        )
        for number in range(ARTICLES)
    ]  # fmt: skip


def median_ms(served: Served, path: str) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        status, _, _ = served.get(path)
        times.append(1000 * (time.perf_counter() - started))
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
    return statistics.median(times)


def row(what: str, value: float, unit: str) -> dict[str, object]:
    return {"what": what, "value": round(value, 2), "unit": unit}


if __name__ == "__main__":
    for line in main():
        print(line)
