"""Texts that several newspapers printed: found by MinHash, verified word by word, grouped into clusters."""

from newsarchive.reprints.clusters import Cluster, cluster
from newsarchive.reprints.found import find_reprints
from newsarchive.reprints.records import Found, Likeness, Pair, Print, Progress, Synced
from newsarchive.reprints.sketches import SKETCHES_NAME, forget
from newsarchive.reprints.source import read_prints

__all__ = [
    "SKETCHES_NAME",
    "Cluster",
    "Found",
    "Likeness",
    "Pair",
    "Print",
    "Progress",
    "Synced",
    "cluster",
    "find_reprints",
    "forget",
    "read_prints",
]
