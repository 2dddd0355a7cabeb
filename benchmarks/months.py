"""Simulated months, their truth planted. By hand: `python benchmarks/months.py [SEEDS [FIRST]]`."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from newsarchive.article import VIETNAM

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from months_designs import DESIGNS, REDESIGNS
from months_proof import Seen, live_apart, planted
from months_site import Months, Plan

SEEDS = 10
"""Newspapers a scenario."""
Row = dict[str, object]
Lived = Sequence[tuple[Months, Seen]]
Job = tuple[str, Plan, int]
_DIES, _ON = 14, 10
_TET = datetime(2026, 1, 26, tzinfo=VIETNAM)
_QUIET = {
    "no paper at weekends, a torn feed": Plan(24, a_day=4, rests=(5, 6), torn=(8, 9, 15)),
    "Tết": Plan(30, first=_TET, a_day=4, pause=tuple(range(20, 28))),
    **{f"wearing {design!r}": Plan(20, a_day=5, worn=design) for design in DESIGNS},
}
_EDITED = {
    "edited": Plan(26, a_day=4, edits=14, pulled=6, off=(14, 15, 16)),
    "returned": Plan(26, a_day=4, edits=7, pulled=6, returned=6),
}
_GONE = {"to its articles": Plan(17, a_day=5, dies=_DIES), "home": Plan(17, a_day=5, dies=_DIES, moves_to="/")}
_REDESIGNED = {design: Plan(15, a_day=6, redesign=_ON, design=design) for design in REDESIGNS}


def main(seeds: int = SEEDS, first: int | None = None) -> list[Row]:
    """Quiet weeks; edits of every class, removals, some taken back, and days without a crawl; a redesign into each of
    several designs; a host that moves away. Ten newspapers each, shared among the variants of a scenario, crawled twice
    a day, of seeds drawn anew at each run."""
    first = random.SystemRandom().randrange(1_000_000) if first is None else first
    scenarios = (_QUIET, _EDITED, _REDESIGNED, _GONE)
    lived = _live([job for variants in scenarios for job in _jobs(variants, seeds, first)])
    quiet, edited = ([one for name in variants for one in lived[name]] for variants in (_QUIET, _EDITED))
    rows = [*_quiet(quiet), *_edited(edited)]
    for design in _REDESIGNED:
        rows += _redesigned(design, lived[design])
    rows += _gone(lived)
    rows[0]["note"] = f"seeds {first} to {first + seeds - 1}"
    return rows


def _jobs(variants: Mapping[str, Plan], seeds: int, first: int) -> Iterator[Job]:
    """Every variant once at least, and as many in all as there are seeds."""
    names = list(variants)
    for at in range(max(seeds, len(names))):
        yield names[at % len(names)], variants[names[at % len(names)]], first + at


def _live(jobs: Sequence[Job]) -> dict[str, Lived]:
    """Each newspaper in a long-lived process, one a processor: what a life costs is its pages, not its imports."""
    found: dict[str, list[tuple[Months, Seen]]] = {name: [] for name, *_ in jobs}
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        lives = pool.map(live_apart, [plan for _, plan, _ in jobs], [seed for *_, seed in jobs])
        for at, ((name, *_), life) in enumerate(zip(jobs, lives, strict=True), 1):
            found[name].append(life)
            print(f"months: {at} of {len(jobs)} newspapers", file=sys.stderr, flush=True)
    return dict(found)


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
    back = [{story.number for story in site.stories.values() if story.back} for site, _ in lived]
    found = sum(len(seen.back & there) for (_, seen), there in zip(lived, back, strict=True))
    yield _row("removals taken back, told as that", found, sum(map(len, back)))
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


def _gone(lived: Mapping[str, Lived]) -> Iterator[Row]:
    every = [seen for name in _GONE for _, seen in lived[name]]
    told = sum(min(seen.endangered, default=-1) == min(seen.alarms, default=-1) == _DIES for seen in every)
    yield _row("hosts that moved away told on the day, with an alarm", told, len(every))
    pulled = sum(len(seen.gone) for _, seen in lived["to its articles"])
    yield _row("articles told as pulled whose addresses lead to them elsewhere", pulled, 0)
    lost = sum(set(seen.gone.values()) == {"redirect to a front page or section"} for _, seen in lived["home"])
    yield _row("newspapers whose articles lead to another's front page, told as removals", lost, len(lived["home"]))


def _row(what: str, value: int, expected: int | None = None) -> Row:
    told: dict[str, Any] = {} if expected is None else {"expected": expected}
    return {"what": what, "value": value, "unit": "", **told}


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:])):
        print(found)
