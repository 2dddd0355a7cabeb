"""kill -9 amid a crawl, ten times. By hand: `python benchmarks/crash.py [PAGES [KILLS [SEED]]]`."""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

PAGES, KILLS = 2_000, 10
_WORDS = {
    "lost": "articles lost",
    "doubled": "articles or revisions doubled",
    "damaged": "damaged WARC records",
    "open_segments": "WARC segments left open",
    "unrecorded": "WARC responses without a row in news.db",
    "not_sound": "databases that fail integrity_check",
}


def main(pages: int = PAGES, kills: int = KILLS, seed: int | None = None) -> list[dict[str, object]]:
    """The crawler is killed with SIGKILL at random moments of a crawl, started again each time, and let finish."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from crawl_proof import kill_often  # noqa: PLC0415 - the tests' helpers are found by then

    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="newsarchive-crash-") as folder:
        verdict, moments, _ = kill_often(Path(folder) / "archive", articles=pages, kills=kills, seed=seed)
    amid = sum(3 < moment < pages for moment in moments)
    note = f"after {', '.join(map(str, moments))} requests; seed {seed}"
    rows: list[dict[str, object]] = [
        {"what": "kills amid the crawl", "value": amid, "unit": f"of {pages} pages", "expected": kills, "note": note}
    ]
    counts = asdict(verdict)
    return rows + [{"what": what, "value": counts[key], "unit": "", "expected": 0} for key, what in _WORDS.items()]


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:])):
        print(found)
