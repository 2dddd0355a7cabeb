"""400 random damages to an archive. By hand: `python benchmarks/damage.py [COUNT [SEED]]`."""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

COUNT = 400


def main(count: int = COUNT, seed: int | None = None) -> list[dict[str, object]]:
    """Bits flipped, bytes gone, files cut, overwritten, removed or foreign, rows and ledger lines gone or changed."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from damage_proof import judge, make_whole  # noqa: PLC0415 - the tests' helpers are found by then

    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="newsarchive-damage-") as folder:
        whole = make_whole(Path(folder))
        (Path(folder) / "copy").mkdir()
        judged = [judge(whole, Path(folder) / "copy", seed + number) for number in range(count)]
    kinds = Counter(one.harm.what for one in judged)
    amiss = [one.harm for one in judged if not (one.found and one.named) or one.lost]
    note = f"seed {seed}; " + ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    return [
        {"what": "damages", "value": len(judged), "unit": "", "expected": count, "note": note},
        {"what": "found by verify", "value": sum(one.found for one in judged), "unit": "", "expected": count},
        {
            "what": "named: the file, and the record's byte where one was damaged",
            "value": sum(one.named for one in judged),
            "unit": "",
            "expected": count,
            "note": "; ".join(map(str, amiss[:3])),
        },
        {
            "what": "whole records that salvage left behind",
            "value": sum(one.lost for one in judged),
            "unit": "",
            "expected": 0,
        },
    ]


if __name__ == "__main__":
    for found in main(*map(int, sys.argv[1:])):
        print(found)
