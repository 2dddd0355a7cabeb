"""Merkle trees as in RFC 6962, section 2.1: leaves are hashed behind a byte 0, nodes behind a byte 1.

The two bytes keep a node from passing for a leaf. Of n leaves the left branch has the largest power of two below n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_LEAF, _NODE = b"\x00", b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf, 32 bytes.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(_LEAF + data).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in their order; of none it is the hash of nothing. Memory grows with their logarithm.

    >>> root_of([]).hex()[:16], root_of([b"a"]) == b"a"
    ('e3b0c44298fc1c14', True)
    """
    peaks: list[tuple[int, bytes]] = []  # (how many leaves, root), each fewer than the one before
    for leaf in leaves:
        peaks.append((1, leaf))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (count, right), (_, left) = peaks.pop(), peaks.pop()
            peaks.append((2 * count, _node(left, right)))
    if not peaks:
        return hashlib.sha256().digest()
    root = peaks.pop()[1]
    while peaks:
        root = _node(peaks.pop()[1], root)
    return root


def path_of(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes with which the leaf at `index` gives the root, from the leaf upwards; raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    cut = _left(len(leaves))
    if index < cut:
        return [*path_of(leaves[:cut], index), root_of(leaves[cut:])]
    return [*path_of(leaves[cut:], index - cut), root_of(leaves[:cut])]


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path give (RFC 9162, 2.1.3.2); None when the path does not fit index and size."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for other in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            root = _node(other, root)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            root = _node(root, other)
        at, last = at // 2, last // 2
    return root if last == 0 else None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def _left(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
