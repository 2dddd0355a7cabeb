"""Proof that something was held on a day: a Merkle root of each day's captures, timestamps over it, and inclusion.

A root is a line of the ledger; the hashes it was made of lie in data/proof and stay when a capture is purged.
"""

from newsarchive.proof.check import Flaw, check_roots, purged_leaves
from newsarchive.proof.inclusion import Proven, check_proof, find_root, prove
from newsarchive.proof.leaf import Key
from newsarchive.proof.records import records_of
from newsarchive.proof.root import FOLDER, ROOT, Root, last_roots, roots
from newsarchive.proof.seal import Pending, keys, pending, seal, seal_yesterday
from newsarchive.proof.stamp import TIMESTAMP, Answer, Stamp, attach, request_for, stamps, stamps_of

__all__ = [
    "FOLDER",
    "ROOT",
    "TIMESTAMP",
    "Answer",
    "Flaw",
    "Key",
    "Pending",
    "Proven",
    "Root",
    "Stamp",
    "attach",
    "check_proof",
    "check_roots",
    "find_root",
    "keys",
    "last_roots",
    "pending",
    "prove",
    "purged_leaves",
    "records_of",
    "request_for",
    "roots",
    "seal",
    "seal_yesterday",
    "stamps",
    "stamps_of",
]
