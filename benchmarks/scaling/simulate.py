"""What measured costs come to: all newspapers under their politeness limits, and many captures over many workers.

Pure arithmetic over `Measured`; what nobody can measure here (how much a newspaper publishes) is an argument.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from newsarchive.frontier.ladder import DAY, STEPS

YEAR = 365 * DAY


@dataclass(frozen=True)
class Measured:
    """Costs, all of one run of benchmarks/scale.py."""

    extract: float
    """CPU seconds to read a page, in a worker of the pool."""
    read: float
    """CPU seconds to read a page, on a machine of a cluster, with its share of the scheduler."""
    write: float
    """CPU seconds of the one process that writes, per capture; what no worker takes off it."""
    warc: float
    """Bytes of WARC per page."""
    news: float
    """Bytes of news.db per capture of an article."""
    public: float
    """Bytes of public.db per article."""
    publish: float
    """Seconds of a build per article."""


def visits_of_first_year() -> float:
    """Requests for an article in its first year, by the ladder."""
    total, since = 0.0, 0.0
    for until, wait in STEPS:
        total += (until - since) / wait
        since = until
    return total


@dataclass(frozen=True)
class Day:
    """A day of all newspapers in a steady state."""

    requests: float
    """Of one newspaper."""
    busy: float
    """Share of the day for which one newspaper is being asked, when it is asked once in `delay` seconds."""
    cores: float
    """Of extraction, for all newspapers."""
    bytes: float
    """Of WARC, for all newspapers."""


def simulate_day(cost: Measured, papers: int, articles: int, *, delay: float, pictures: int, picture: int) -> Day:
    """`articles` come out a day in each of `papers`, each with so many `pictures` of so many bytes.

    Every article is looked at again by the ladder; most answers are 304, of which a record of a kilobyte stays. Lists
    are asked every quarter of an hour.
    """
    lists = 4 * 24
    again = articles * (visits_of_first_year() - 1)
    requests = articles * (1 + pictures) + again + lists
    stored = articles * (cost.warc + pictures * picture) + (again + lists) * 1_000
    return Day(requests, requests * delay / DAY, papers * (articles + lists) * cost.extract / DAY, papers * stored)


def rate(cost: Measured, workers: int) -> float:
    """Captures a second that so many workers, each on a core of its own, read and one process writes."""
    return min(workers / cost.read, 1 / cost.write)


def hours(cost: Measured, captures: int, workers: int) -> float:
    """Hours to read so many captures again."""
    return captures / rate(cost, workers) / 3600


def useful_workers(cost: Measured) -> int:
    """Workers from which on the one writer is the limit."""
    return max(1, math.ceil(cost.read / cost.write))
