"""A purge killed 100 times and readers who ask 200 times while what was withheld is published away."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import canary_archive
from newsarchive.publish import publish
from withhold_proof import ask_while_publishing, count_steps, kill_at

KILLS, REQUESTS, CLIENTS = 100, 200, 8


def main() -> list[dict[str, object]]:
    """One article, captured seven times in five files, with a canary in every field, its address and its pictures."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-withhold-") as name:
        folder = Path(name)
        kho = canary_archive.build(folder)
        publish(kho)
        (folder / "count").mkdir()
        steps = count_steps(kho, folder / "count")
        moments = [*range(1, steps + 1), *random.choices(range(1, steps + 1), k=KILLS)]
        found = [problem for step in moments[:KILLS] for problem in kill_at(kho, folder / "killed", step)]
        answers, problems = ask_while_publishing(kho, REQUESTS, CLIENTS)
    note = f"each of {steps} steps once, the rest at random; the run that goes on is killed too"
    return [
        {"what": "kills amid a purge", "value": KILLS, "unit": "kills", "note": note},
        {"what": "canaries left, findings of verify, purges not done", "value": len(found), "unit": "", "expected": 0},
        {"what": "answers while releases were exchanged", "value": answers, "unit": f"from {CLIENTS} clients"},
        {"what": "of them with the canary or a wrong status", "value": len(problems), "unit": "", "expected": 0},
    ]


if __name__ == "__main__":
    for row in main():
        print(row)
