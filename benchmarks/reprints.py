"""Reprints: texts read a second against 100,000 stored ones, memory, and what is found of planted pairs."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from newsarchive.reprints import SKETCHES_NAME, find_reprints
from newsarchive.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
import reprint_proof

STORED, ORDINARY, EACH = 100_000, 5_000, 100
"""Articles of their own that are stored first, and that are added to them; planted pairs of each edit, and texts alike
of each kind."""


def main() -> list[dict[str, object]]:
    """100,000 generated articles of 30 newspapers, 5,000 more, then pairs edited in nine ways and texts only alike."""
    return measure(STORED, ORDINARY, EACH)


def measure(stored: int, ordinary: int, each: int) -> list[dict[str, object]]:
    """The rows, at a size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = reprint_proof.Writer(3)
        reprint_proof.add_articles(folder, (writer.article() for _ in range(stored)))
        first = _run(folder)
        reprint_proof.add_articles(folder, (writer.article() for _ in range(ordinary)))
        more = _run(folder)
        planting = reprint_proof.build(folder, fillers=0, each=each, seed=4, first=stored + ordinary + 1)
        second, again = _run(folder), _run(folder)
        size = (folder / "data" / SKETCHES_NAME).stat().st_size
    rows = [
        _row("texts read while the index grows from none", first["texts"] / first["cpu"], "articles/s"),
        _row(f"texts read against {stored:,} stored", more["texts"] / more["cpu"], "articles/s",
             note=f"1,000 asked; {more['texts']} articles of their own"),
        _row("the same, nearly all of them reprints", second["texts"] / second["cpu"], "articles/s",
             note=f"1,000 asked; {second['texts']} texts, most of them in pairs, each compared word by word"),
        _row("nothing new", again["wall"] * 1000, "ms by the clock"),
        _row("peak memory of the process", max(first["rss"], more["rss"], second["rss"]), "MiB"),
        _row("reprints.db", size / (stored + ordinary + second["texts"]), "bytes/text"),
    ]  # fmt: skip
    found = {frozenset(pair) for pair in second["pairs"]}
    return [*rows, *_recall(planting, found), *_precision(planting, found)]


def _recall(planting: reprint_proof.Planting, found: set[frozenset[str]]) -> list[dict[str, object]]:
    planted, told = Counter[str](), Counter[str]()
    for edit, one, other in (*planting.reprints, *planting.doubles):
        planted[edit] += 1
        told[edit] += frozenset((one, other)) in found
    return [_row(f"recall: {edit}", 100 * told[edit] / count, "%") for edit, count in planted.items()]


def _precision(planting: reprint_proof.Planting, found: set[frozenset[str]]) -> list[dict[str, object]]:
    wrong = Counter(kind for kind, one, other, _ in planting.decoys if frozenset((one, other)) in found)
    rows = [_row(f"told wrongly: {kind}", wrong[kind], "pairs", expected=0) for kind in reprint_proof.DECOYS]
    return [*rows, _row("told wrongly in all", len(found - planting.true_pairs), "pairs", expected=0)]


def _row(what: str, value: float, unit: str, **more: object) -> dict[str, object]:
    return {"what": what, "value": round(value, 1), "unit": unit, **more}


def _run(folder: Path) -> dict[str, Any]:
    """One run in a process of its own, whose memory is nobody else's."""
    command = [sys.executable, str(Path(__file__).resolve()), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _child(folder: Path) -> dict[str, object]:
    with closing(Store(folder / "data" / "news.db")) as store:
        cpu, wall = time.process_time(), time.perf_counter()
        found = find_reprints(folder / "data", store.connection)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = [(pair.one, pair.other) for pair in found.pairs]
    return {"texts": found.synced.added, "cpu": cpu, "wall": wall, "rss": rss, "pairs": pairs}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_child(Path(sys.argv[1]))))
    else:
        for row in main():
            print(row)
