"""MinHash signatures (rensa) and the bands that find like ones in an index."""

from __future__ import annotations

import operator
import sys
from array import array

BANDS, ROWS = 42, 3
"""Two texts share a band with probability 1 - (1 - j³)⁴² for a Jaccard likeness j: 0.94 at 0.4, 0.68 at 0.3, 0.04 at
0.1."""
PERMUTATIONS = BANDS * ROWS
_TEXT_BITS = 26
MOST_TEXTS = (1 << _TEXT_BITS) - 1
"""67 million: the ids that have room below a band in the 63 bits of a row's key."""
_BITS = 63 - _TEXT_BITS - BANDS.bit_length()
_MASK = (1 << _BITS) - 1
"""Two texts in a million that share no band have a key in common by chance; the estimate sorts them out."""
_PLACES = [at << _BITS + _TEXT_BITS for at in range(BANDS)]
_SEED = 2025
SIGNED_AS = f"rensa 2, {BANDS} x {ROWS}, runs of 3 in 61-bit words, {sys.byteorder}"
"""What a stored signature depends on, first the version of rensa's algorithm; others cannot be compared with it."""


def sign(runs: array[int]) -> bytes:
    """The signature of a set of runs (64 bits each, told once or more): PERMUTATIONS numbers of 32 bits."""
    from rensa import RMinHash  # type: ignore[import-untyped]  # noqa: PLC0415 - whoever only reads never loads it

    ends = array("Q", (0, len(runs)))
    (numbers,) = RMinHash.digest_matrix_from_flat_token_hashes(runs, ends, PERMUTATIONS, _SEED).to_rows()
    return array("I", numbers).tobytes()


def bands(signature: bytes) -> list[int]:
    """A key for each band, equal where its three numbers are: one upon the other, under its place.

    The bits of MOST_TEXTS are left free. The upper halves of a minimum over hundreds of hashes are nearly all zero, so
    each number is shifted by a part of a half.
    """
    numbers = memoryview(signature).cast("I").tolist()
    rows = zip(_PLACES, numbers[::ROWS], numbers[1::ROWS], numbers[2::ROWS], strict=True)
    return [place | ((one ^ two << 10 ^ three << 20) & _MASK) << _TEXT_BITS for place, one, two, three in rows]


def estimate(one: bytes, other: bytes) -> float:
    """The Jaccard likeness as far as two signatures tell it, give or take 0.04."""
    equal: int = sum(map(operator.eq, memoryview(one).cast("I"), memoryview(other).cast("I")))
    return equal / PERMUTATIONS
