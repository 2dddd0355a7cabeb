"""Re-extraction on a Dask cluster that loses a machine, and one that loses its scheduler, beside a single machine.

By hand: `python benchmarks/cluster.py [CAPTURES]`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

CAPTURES = 2_000


def main(captures: int = CAPTURES) -> list[dict[str, object]]:
    """Two machines read captures of an earlier extractor again; one is killed when a third is done, or the scheduler,
    after which the same command goes on with another cluster. Held against one machine, revision by revision."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    try:
        from cluster_proof import kill_scheduler, kill_worker  # noqa: PLC0415 - the tests' helpers are found by then
    except ImportError as error:
        return [{"what": "captures", "value": 0, "unit": "", "note": f"skipped: {error}"}]
    rows: list[dict[str, object]] = []
    kills: tuple[tuple[str, Callable[[Path, int], Any]], ...] = (
        ("a worker", kill_worker),
        ("the scheduler", kill_scheduler),
    )
    for who, kill in kills:
        with tempfile.TemporaryDirectory(prefix="newsarchive-cluster-") as folder:
            found = kill(Path(folder), captures)
        words = f"{who} killed"
        rows += [
            {"what": f"{words}: captures read again", "value": found.captures, "unit": "", "expected": captures},
            {"what": f"{words}: killed", "value": found.killed, "unit": "", "expected": 1},
            {"what": f"{words}: failed", "value": found.failed, "unit": "captures", "expected": 0},
            {"what": f"{words}: other than on one machine", "value": found.other, "unit": "revisions", "expected": 0},
        ]
    return rows


if __name__ == "__main__":
    for row in main(*map(int, sys.argv[1:])):
        print(row)
