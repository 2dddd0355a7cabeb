"""Pairs grouped into clusters: one text, the newspapers that printed it, and which of them came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsarchive.reprints.records import Print

_REPEATS = 0.45
"""Jaccard likeness to the first print that makes another the same story: half of it, or all of it and as much again. A
round-up of two stories and one of them have a third in common."""
_SAME = 0.7
"""Likeness to any print of the cluster that does as well: the text as it is, with a few words changed."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The prints of one text in at least two newspapers, in order of publication."""

    prints: tuple[Print, ...]

    @property
    def first(self) -> Print:
        """The earliest, as far as the pages tell."""
        return self.prints[0]

    @property
    def is_first_sure(self) -> bool:
        """Whether the pages tell it: another of the same day makes it doubtful unless both print a time."""
        first = self.first
        if first.day is None:
            return False
        same_day = [one for one in self.prints[1:] if one.day in (first.day, None)]
        return all(
            one.day and "T" in (first.published or "") and "T" in (one.published or "")
            and one.published != first.published
            for one in same_day
        )  # fmt: skip

    @property
    def newspapers(self) -> int:
        """How many printed it."""
        return len({one.newspaper for one in self.prints})


def cluster(prints: Mapping[str, Print], linked: Iterable[tuple[str, str, float]]) -> list[Cluster]:
    """The clusters of articles that are linked in pairs (uid, uid, Jaccard likeness), in order of publication.

    One after the other each article joins the cluster to most of whose prints it is linked, or whose first print it
    mostly repeats, or one of whose prints it repeats nearly whole. A link to any one of them is not enough: a round-up
    that holds two stories would make them one.
    """
    links: dict[str, dict[str, float]] = {}
    for one, other, likeness in linked:
        links.setdefault(one, {})[other] = likeness
        links.setdefault(other, {})[one] = likeness
    groups: list[list[str]] = []
    group_of: dict[str, int] = {}
    for uid in sorted(links, key=lambda uid: prints[uid].order):
        near = sorted({group_of[other] for other in links[uid] if other in group_of})
        joined = next((i for i in near if _joins(groups[i], links[uid])), None)
        if joined is None:
            joined = len(groups)
            groups.append([])
        groups[joined].append(uid)
        group_of[uid] = joined
    found = (Cluster(tuple(prints[uid] for uid in group)) for group in groups)
    return [one for one in found if one.newspapers > 1]


def _joins(group: Sequence[str], links: Mapping[str, float]) -> bool:
    repeats = links.get(group[0], 0.0) >= _REPEATS or any(links.get(uid, 0.0) >= _SAME for uid in group)
    return repeats or sum(uid in links for uid in group) / len(group) > 0.5
