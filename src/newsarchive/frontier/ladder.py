"""When an article is looked at again: often while it is new, then ever more rarely; sooner where it is often edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0

STEPS: tuple[tuple[float, float], ...] = (
    (6 * HOUR, 30 * MINUTE),
    (DAY, 2 * HOUR),
    (7 * DAY, DAY),
    (30 * DAY, 4 * DAY),
    (365 * DAY, 60 * DAY),
)
"""(younger than, from one look to the next). A first year comes to 45 requests for an article, 38 of them in its
first month; most are answered with 304."""
RARELY = 365 * DAY
"""For older ones: nothing else would tell that they were taken down."""
NEW = 30 * DAY
"""Articles older than this come behind those that were never fetched."""
VANISHED = DAY / 2
"""The longest time to the first look for an article that just went; each further look waits twice as long as the one
before, so that one that comes back is seen within about the time that it was away."""
VANISHED_MOST = 60 * DAY
"""Behind that it is looked for as rarely as for old articles."""
_EDITED = DAY
"""The longest time to the next look at an article that just changed."""
_SOONEST = 15 * MINUTE
_EARLY = 11 / 12
"""A crawl at the same hour every morning reaches an article now some minutes sooner, now later: due after a whole day,
it would be passed over every other morning."""
_EDITS_OFTEN = 0.1
"""Share of articles that a newspaper changed after their first capture, from which on it is known to edit."""


UNDATED = DAY
"""How old an article is at least of which nobody tells when it came out: a first crawl of an archive finds thousands,
and minutes are for what came out today."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a newspaper edits, from the revisions that news.db holds."""

    share: float = 0.0
    """Of its latest articles, how many it changed."""
    edits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Canonical URL → how many times that article changed."""


def interval(age: float, habit: Habit, key: str, *, just_changed: bool = False) -> float:
    """Seconds to the next look at an article that came out `age` seconds ago: a twelfth less than the ladder says.

    >>> [interval(age, Habit(), "") / HOUR for age in (HOUR, 12 * HOUR, 3 * DAY, 20 * DAY)]
    [0.4583333333333333, 1.8333333333333333, 22.0, 88.0]
    """
    step = next((wait for younger, wait in STEPS if age < younger), RARELY)
    if just_changed:
        step = min(step, _EDITED)
    edits = habit.edits.get(key, 0) + just_changed
    sooner = (0.5 if habit.share >= _EDITS_OFTEN else 1.0) * 0.5 ** min(edits, 2)
    return max(step * sooner * _EARLY, _SOONEST)


def interval_vanished(before: float, looks: int) -> float:
    """Seconds to the next look for an article that was looked at every `before` seconds, and missing so many looks.

    >>> [interval_vanished(4 * DAY, looks) / HOUR for looks in (1, 2, 3)]
    [11.0, 22.0, 44.0]
    """
    wait = min(before, VANISHED * _EARLY) * 2.0 ** (min(looks, 20) - 1)
    return wait if wait <= VANISHED_MOST else RARELY * _EARLY
