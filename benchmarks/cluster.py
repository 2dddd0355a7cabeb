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
        # The tests' helpers are found by then.
        from cluster_proof import kill_scheduler, kill_worker  # noqa: PLC0415
        from dask_cluster import running  # noqa: PLC0415
    except ImportError as error:
        return [{"what": "captures", "value": 0, "unit": "", "note": f"skipped: {error}"}]

    def kill_one_of_two_schedulers(folder: Path, articles: int) -> Any:
        (folder / "dask-2").mkdir()
        with running(folder / "dask-2", workers=2) as other:
            return kill_scheduler(folder, articles, other.address)

    rows: list[dict[str, object]] = []
    kills: tuple[tuple[str, Callable[[Path, int], Any]], ...] = (
        ("a worker", kill_worker),
        ("the scheduler", kill_one_of_two_schedulers),
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
