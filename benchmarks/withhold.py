"""A purge killed 100 times and readers who ask 200 times while what was withheld is published away.

By hand: `python benchmarks/withhold.py [KILLS [SEED]]`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import canary_archive
from newsarchive.publish import publish
from newsarchive.releases import write_release_files
from withhold_proof import ask_while_publishing, count_steps, kill_at

KILLS, REQUESTS, CLIENTS = 100, 200, 8


def main(kills: int = KILLS, seed: int | None = None) -> list[dict[str, object]]:
    """One article, captured seven times in five files, with a canary in every field, its address and its pictures,
    and in a release written as files."""
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    rolls = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="newsarchive-withhold-") as name:
        folder = Path(name)
        kho = canary_archive.build(folder)
        publish(kho)
        write_release_files(kho, kho / "ban")
        (folder / "count").mkdir()
        steps = count_steps(kho, folder / "count")
        # Each step once when there are kills enough, the rest at random.
        moments = rolls.sample(range(1, steps + 1), min(kills, steps))
        moments += rolls.choices(range(1, steps + 1), k=kills - len(moments))
        found = [problem for step in moments for problem in kill_at(kho, folder / "killed", step)]
        answers, problems = ask_while_publishing(kho, REQUESTS, CLIENTS)
    for problem in (*found, *problems):
        print(problem, file=sys.stderr)
    note = f"seed {seed}, {steps} steps, none twice before each was once; the run that goes on is killed too"
    return [
        {"what": "kills amid a purge", "value": kills, "unit": "kills", "note": note},
        {"what": "canaries left, findings of verify, purges not done", "value": len(found), "unit": "", "expected": 0},
        {"what": "answers while releases were exchanged", "value": answers, "unit": f"from {CLIENTS} clients"},
        {"what": "of them with the canary or a wrong status", "value": len(problems), "unit": "", "expected": 0},
    ]


if __name__ == "__main__":
    for row in main(*map(int, sys.argv[1:])):
        print(row)
