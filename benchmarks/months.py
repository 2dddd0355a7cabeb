"""Three simulated months, their truth planted. By hand: `python benchmarks/months.py [DAYS [A_DAY [SEED]]]`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

DAYS, A_DAY = 90, 12


def main(days: int = DAYS, a_day: int = A_DAY, seed: int | None = None) -> list[dict[str, object]]:
    """A quiet stretch; edits of every class, removals and days without a crawl; a redesign; a host that moves away."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from months_proof import live, planted  # noqa: PLC0415 - the tests' helpers are found by then
    from months_site import Plan  # noqa: PLC0415

    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    middle = days // 2
    plans = {
        "quiet": Plan(days, a_day=a_day),
        "edited": Plan(days, a_day=a_day, edits=days, pulled=days // 3, off=(middle, middle + 1, middle + 2)),
        "redesigned": Plan(middle, a_day=a_day, redesign=middle - 6),
        "gone": Plan(middle, a_day=a_day, dies=middle - 3),
    }
    lived = {}
    for at, (name, plan) in enumerate(plans.items()):
        with tempfile.TemporaryDirectory(prefix="newsarchive-months-") as folder:
            lived[name] = live(Path(folder), plan, seed + at)
    quiet, edited, redesigned, gone = (lived[name][1] for name in plans)
    edits, removals, off = planted(lived["edited"][0])
    right = sum(kind in edited.edits.get(number, ()) for number, kind in edits.items())
    return [
        {"what": "looks at unchanged articles", "value": quiet.revisits, "unit": "", "note": f"seed {seed}"},
        {"what": "false revisions in a quiet time", "value": len(quiet.edits), "unit": "", "expected": 0},
        {"what": "false alarms in a quiet time", "value": len(quiet.alarms), "unit": "", "expected": 0},
        {"what": "planted edits found with their class", "value": right, "unit": "", "expected": len(edits)},
        {"what": "articles told as edited", "value": len(edited.edits), "unit": "", "expected": len(edits)},
        {"what": "removals as planted", "value": int(edited.gone == removals), "unit": "", "expected": 1},
        {"what": "gaps as planted", "value": int(edited.gaps == off), "unit": "", "expected": 1},
        {
            "what": "day of the redesign's alarm",
            "value": min(redesigned.alarms, default=-1),
            "unit": "",
            "expected": middle - 6,
        },
        {"what": "fields restored from the WARC", "value": int(bool(redesigned.restored)), "unit": "", "expected": 1},
        {"what": "edits told of the redesign", "value": len(redesigned.edits), "unit": "", "expected": 0},
        {
            "what": "day on which the host is endangered",
            "value": min(gone.endangered, default=-1),
            "expected": middle - 3,
        },
    ]


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:])):
        print(found)
