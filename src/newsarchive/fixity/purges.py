"""Purges that have not come to their end: what they left half done is told as such, not as damage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsarchive.fixity.problem import Kind, Problem, shown_name
from newsarchive.store import Ledger
from newsarchive.store.withholding import PURGE_FILE, PURGED, WITHHOLD

_HALF_DONE: frozenset[Kind] = frozenset({"foreign file", "missing file", "missing record", "missing row"})
"""What a file looks like between two steps of `withhold.rewrite`. Bytes that do not fit a digest are never among it."""


@dataclass(slots=True)
class UnfinishedPurge:
    """A purge without the line that ends it: killed, or going on."""

    decision: int
    """Ledger line that asked for it."""
    uid: str
    files: set[str] = field(default_factory=set)
    """Those it writes anew or removes, by their old name and their new one, as problems name them."""


def unfinished_purges(ledger: Ledger, mirrored: int | None) -> list[UnfinishedPurge]:
    """Every one, oldest first, as the ledger tells it: news.db may not have seen its last lines.

    `mirrored` is the last line that news.db saw, None without a news.db; an end that it did not see is none yet.
    """
    found: dict[int, UnfinishedPurge] = {}
    for line in ledger.lines():
        if line.kind == WITHHOLD and line.detail.get("level") == "purge":
            found[line.seq] = UnfinishedPurge(line.seq, line.subject)
        elif line.kind == PURGE_FILE and line.detail["decision"] in found:
            names = (line.subject, line.detail["path"])
            found[line.detail["decision"]].files.update(shown_name(name) for name in names if name)
        elif line.kind == PURGED and (mirrored is None or line.seq <= mirrored):
            found.pop(line.detail["decision"], None)
    return list(found.values())


def without_half_done(problems: Iterable[Problem], purges: list[UnfinishedPurge]) -> list[Problem]:
    """One problem a purge, then those that no purge explains."""
    files = set[str]().union(*(purge.files for purge in purges))
    return [*_told(purges), *(one for one in problems if one.file not in files or one.kind not in _HALF_DONE)]


def _told(purges: Iterable[UnfinishedPurge]) -> Iterator[Problem]:
    for purge in purges:
        reason = (
            f"the purge of {purge.uid}, asked for by line {purge.decision}, has not come to its end; "
            "`newsarchive status` goes on with it, then verify again"
        )
        yield Problem("unfinished purge", "ledger.jsonl", reason)
