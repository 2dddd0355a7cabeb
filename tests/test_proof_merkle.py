"""Merkle trees against the numbers that Certificate Transparency's own tests use, and their rules at every size."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.proof.merkle import leaf_hash, path_of, root_by, root_of

DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(one)) for one in DATA]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""From the reference tests of google/certificate-transparency: the tree of eight leaves and its beginnings."""


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


def _slow_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return hashlib.sha256(b"\x01" + _slow_root(leaves[:cut]) + _slow_root(leaves[cut:])).digest()


@given(st.integers(1, 200), st.data())
def test_every_leaf_leads_to_the_root_and_nothing_else_does(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    root = root_of(leaves)
    assert root == _slow_root(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = path_of(leaves, index)
    assert root_by(leaves[index], index, size, path) == root
    assert root_by(leaf_hash(b"another"), index, size, path) != root
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        forged = [*path[:at], leaf_hash(b"forged"), *path[at + 1 :]]
        assert root_by(leaves[index], index, size, forged) != root
        assert root_by(leaves[index], index, size, path[:-1]) != root
    assert root_by(leaves[index], index, size, [*path, root]) is None
    assert root_by(leaves[index], size, size, path) is None
    with pytest.raises(IndexError):
        path_of(leaves, size)


def test_a_node_does_not_pass_for_a_leaf() -> None:
    two = root_of(LEAVES[:2])
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != two
