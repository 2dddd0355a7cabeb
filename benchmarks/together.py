"""kill -9 of everything at once. By hand: `python benchmarks/together.py [ROUNDS [SEED]]`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

ROUNDS, PAGES = 100, 300


def main(rounds: int = ROUNDS, seed: int | None = None) -> list[dict[str, object]]:
    """Crawl, ingest, reextract, publish, rebuild and purge of one archive begun together and killed with SIGKILL at
    a random moment, round after round; then each is let finish, and the archive is judged."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from together_proof import kill_together  # noqa: PLC0415 - the tests' helpers are found by then

    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="newsarchive-together-") as folder:
        outcome = kill_together(Path(folder), rounds=rounds, crawled=PAGES, seed=seed)
    for problem in outcome.problems:
        print(problem, file=sys.stderr)
    rows: list[dict[str, object]] = [
        {"what": f"{name} killed", "value": outcome.killed[name], "unit": "times",
         "note": f"came to its end {outcome.done[name]} times, stood back {outcome.refused[name]} times"}
        for name in sorted({*outcome.killed, *outcome.done, *outcome.refused})
    ]  # fmt: skip
    what = "acknowledged and lost, doubled, findings of verify, purged and found"
    return [
        {"what": "rounds", "value": rounds, "unit": "", "note": f"seed {seed}; {outcome.purges} purges decided"},
        *rows,
        {"what": what, "value": len(outcome.problems), "unit": "", "expected": 0},
    ]


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:])):
        print(found)
