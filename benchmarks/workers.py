"""Two machines on one frontier, switched off ten times. By hand: `python benchmarks/workers.py [ARTICLES [KILLS]]`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

ARTICLES, KILLS = 400, 10
_WORDS = {
    "lost": "articles that no machine holds",
    "leased": "addresses left on lease",
    "damaged": "damaged records, unsound databases, doubled revisions",
    "together": "times that two machines were at one newspaper",
}


def main(articles: int = ARTICLES, kills: int = KILLS, seed: int | None = None) -> list[dict[str, object]]:
    """Two workers with archives of their own crawl two newspapers from a frontier in PostgreSQL; either is killed with
    all its processes at random moments and started again."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from postgres_server import find_programs, running  # noqa: PLC0415 - the tests' helpers are found by then
    from workers_proof import kill_workers  # noqa: PLC0415

    programs = find_programs()
    if programs is None:
        return [{"what": "kills", "value": 0, "unit": "", "note": "skipped: no PostgreSQL server to start here"}]
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="newsarchive-workers-") as folder, running(programs) as server:
        found = kill_workers(Path(folder), server.fresh(), articles=articles, kills=kills, seed=seed)
    rows: list[dict[str, object]] = [
        {"what": "kills", "value": kills, "unit": f"of {2 * articles} pages", "note": f"seed {seed}"}
    ]
    rows += [{"what": word, "value": getattr(found, key), "unit": "", "expected": 0} for key, word in _WORDS.items()]
    rows.append({"what": "articles fetched more than once", "value": found.again, "unit": "", "note": "on their way"})
    rows.append({"what": "newspapers handed over", "value": found.handed_over, "unit": "times"})
    return rows


if __name__ == "__main__":
    for row in main(*map(int, sys.argv[1:])):
        print(row)
