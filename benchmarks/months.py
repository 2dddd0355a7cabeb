"""Simulated months, their truth planted. By hand: `python benchmarks/months.py [SEEDS [FIRST]]`."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from months_designs import REDESIGNS
from months_proof import Seen, live, planted
from months_site import Months, Plan

SEEDS = 10
"""Newspapers a scenario."""
Row = dict[str, object]
Lived = list[tuple[Months, Seen]]
_QUIET = Plan(20, a_day=5)
_EDITED = Plan(26, a_day=4, edits=14, pulled=6, off=(14, 15, 16))
_GONE = Plan(17, a_day=5, dies=14)
_REDESIGNED, _ON = 16, 10


def main(seeds: int = SEEDS, first: int | None = None) -> list[Row]:
    """Quiet weeks; edits of every class, removals and days without a crawl; a redesign into each of several designs; a
    host that moves away. Ten newspapers each, crawled twice a day, of seeds drawn anew at each run."""
    first = random.SystemRandom().randrange(1_000_000) if first is None else first
    each = range(first, first + seeds)
    rows = [*_quiet(_live(_QUIET, each)), *_edited(_live(_EDITED, each))]
    for at, design in enumerate(REDESIGNS):
        plan = Plan(_REDESIGNED, a_day=6, redesign=_ON, design=design)
        rows += _redesigned(design, _live(plan, each[at :: len(REDESIGNS)]))
    rows += _gone(_live(_GONE, each))
    rows[0]["note"] = f"seeds {first} to {first + seeds - 1}"
    return rows


def _live(plan: Plan, seeds: range) -> Lived:
    lived = []
    for seed in seeds:
        with tempfile.TemporaryDirectory(prefix="newsarchive-months-") as folder:
            lived.append(live(Path(folder), plan, seed))
    return lived


def _quiet(lived: Lived) -> Iterator[Row]:
    yield _row("looks at unchanged articles", sum(seen.revisits for _, seen in lived))
    yield _row("false revisions of these", sum(len(seen.edits) for _, seen in lived), 0)
    yield _row("false alarms in quiet weeks", sum(len(seen.alarms) for _, seen in lived), 0)
    yield _row("false gaps and removals in quiet weeks", sum(len(seen.gaps) + len(seen.gone) for _, seen in lived), 0)


def _edited(lived: Lived) -> Iterator[Row]:
    told = [(seen, *planted(site)) for site, seen in lived]
    edits = [(number, kind, seen) for seen, edits, _, _ in told for number, kind in edits.items()]
    yield _row(
        "planted edits told with their class", sum(kind in seen.edits.get(n, ()) for n, kind, seen in edits), len(edits)
    )
    yield _row("edits told that none are", sum(len(seen.edits.keys() - edits.keys()) for seen, edits, _, _ in told), 0)
    pulled = sum(seen.gone == gone for seen, _, gone, _ in told)
    yield _row("newspapers whose removals are told as planted", pulled, len(told))
    days = sum(len(off) for *_, off in told)
    yield _row("planted gaps found", sum(len(seen.gaps & off) for seen, _, _, off in told), days)
    yield _row("gaps told that none are", sum(len(seen.gaps - off) for seen, _, _, off in told), 0)
    yield _row("false alarms beside them", sum(len(seen.alarms) for seen, *_ in told), 0)


def _redesigned(design: str, lived: Lived) -> Iterator[Row]:
    every = len(lived)
    noticed = sum(list(seen.alarms) == [_ON] for _, seen in lived)
    yield _row(f"redesign into {design!r}: noticed in its first run, and nothing else", noticed, every)
    yield _row(f"redesign into {design!r}: every field back", sum(seen.restored is True for _, seen in lived), every)
    false = sum(len(seen.edits) + seen.fetched_to_restore for _, seen in lived)
    yield _row(f"redesign into {design!r}: false edits, and requests to mend it", false, 0)


def _gone(lived: Lived) -> Iterator[Row]:
    plan = _GONE.dies
    on_the_day = sum(min(seen.endangered, default=-1) == min(seen.alarms, default=-1) == plan for _, seen in lived)
    yield _row("hosts that moved away told on the day, with an alarm", on_the_day, len(lived))
    yield _row("articles told as pulled, which they are not", sum(len(seen.gone) for _, seen in lived), 0)


def _row(what: str, value: int, expected: int | None = None) -> Row:
    told: dict[str, Any] = {} if expected is None else {"expected": expected}
    return {"what": what, "value": value, "unit": "", **told}


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:])):
        print(found)
