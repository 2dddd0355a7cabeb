"""MinHash signatures (rensa) and the bands that find like ones in an index."""

from __future__ import annotations

import operator
import sys
from array import array
from collections.abc import Iterable

BANDS, ROWS = 42, 3
"""Two texts share a band with probability 1 - (1 - j³)⁴² for a Jaccard likeness j: 0.94 at 0.4, 0.68 at 0.3, 0.04 at
0.1."""
PERMUTATIONS = BANDS * ROWS
_SEED = 2025
SIGNED_AS = f"rensa 2, {BANDS} x {ROWS}, runs of 3"
"""What a stored signature depends on, first the version of rensa's algorithm; others cannot be compared with it."""


def sign(runs: Iterable[str]) -> bytes:
    """The signature of a set of runs, each told once or more: PERMUTATIONS numbers of 32 bits, little end first."""
    from rensa import RMinHash  # type: ignore[import-untyped]  # noqa: PLC0415 - whoever only reads never loads it

    sketch = RMinHash(PERMUTATIONS, _SEED)
    sketch.update(runs)
    numbers = array("I", sketch.digest())
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def bands(signature: bytes) -> list[int]:
    """A key for each band, equal where its numbers are: the lower halves of the three, under the band's own number.

    The upper halves of a minimum over hundreds of hashes are nearly all zero.
    """
    halves = array("H", signature)[::2] if sys.byteorder == "little" else array("H", signature)[1::2]
    keys = array("H", bytes(8 * BANDS))
    for row in range(ROWS):
        keys[row::4] = halves[row::ROWS]
    keys[ROWS::4] = array("H", range(BANDS))
    return [int(key) for key in memoryview(keys).cast("B").cast("q")]


def estimate(one: bytes, other: bytes) -> float:
    """The Jaccard likeness as far as two signatures tell it, give or take 0.04."""
    equal = map(operator.eq, memoryview(one).cast("I"), memoryview(other).cast("I"))
    return sum(map(int, equal)) / PERMUTATIONS
