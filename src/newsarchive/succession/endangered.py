"""Hosts that are about to go: they lead elsewhere, their name or certificate fails, or they have fallen silent."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, Literal
from urllib.parse import urlsplit

from newsarchive.article import VIETNAM
from newsarchive.exceptions import UnknownNewspaperError
from newsarchive.frontier import Ended, Frontier
from newsarchive.press import Newspaper, newspaper

Kind = Literal["redirects", "DNS", "TLS", "no answer", "silent"]
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("redirects", re.compile(r"^redirects to another host")),
    ("DNS", re.compile(r"host name cannot be resolved")),
    ("TLS", re.compile(r"TLS")),
    ("no answer", re.compile(r"^(?:no answer|connection refused|the connection)")),
)
_SILENT = timedelta(days=14)
_TIMES = 5
"""Silent for so many times its usual pause between two articles, and two weeks at least."""
_FEWEST = 10
_ARRIVED = "select first_captured_at from article where newspaper_id = ? order by id desc limit 200"
_ASKED = """
    select max(finished_at) from run where kind = 'crawl' and json_extract(summary, '$.newspaper') = ?
        and json_extract(summary, '$.requests') <> '{}'
"""


@dataclass(frozen=True, slots=True)
class Danger:
    """One host, and what tells that it may go."""

    newspaper: str
    host: str
    kind: Kind
    since: datetime
    """The first time it was seen so, in a row."""
    last: datetime
    """The last time."""
    evidence: str
    successor: str | None
    """The newspaper that carries on, where the registry knows one."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "since": self.since.isoformat(), "last": self.last.isoformat()}


def find_endangered(connection: sqlite3.Connection, frontier: Frontier | None) -> tuple[Danger, ...]:
    """By news.db (`connection`) and the frontier, where there is one; the longest endangered first."""
    found: list[Danger] = []
    for name in frontier.newspapers() if frontier else ():
        paper = _known(name)
        if paper is not None and frontier is not None:
            found += _failing(paper, frontier.lists(name))
    told = {danger.newspaper for danger in found}
    for (name,) in connection.execute("select id from newspaper where kind <> 'unlisted' order by id").fetchall():
        paper = _known(name)
        if paper is not None and name not in told:
            found += _silent(paper, connection)
    return tuple(sorted(found, key=lambda one: one.since))


def _known(name: str) -> Newspaper | None:
    try:
        return newspaper(name)
    except UnknownNewspaperError:
        return None


def _failing(paper: Newspaper, lists: Sequence[Ended]) -> Iterator[Danger]:
    """Hosts none of whose lists came when they were last asked, most of them for one of the reasons that count."""
    by_host: dict[str, list[Ended]] = defaultdict(list)
    for ended in lists:
        by_host[urlsplit(ended.url).hostname or ""].append(ended)
    for host, ends in by_host.items():
        if any(ended.outcome in {"stored", "same"} for ended in ends):
            continue
        kinds: list[Kind] = [found for ended in ends if (found := _kind(ended)) is not None]
        if 2 * len(kinds) <= len(ends):
            continue
        kind, _count = Counter(kinds).most_common(1)[0]
        shown = [ended for ended in ends if _kind(ended) == kind]
        first, last = min(ended.first_at for ended in shown), max(ended.last_at for ended in shown)
        said = f"{shown[0].url}: {shown[0].detail} ({sum(ended.times for ended in shown)} times)"
        yield Danger(paper.id, host, kind, _moment(first), _moment(last), said, paper.successor)


def _kind(ended: Ended) -> Kind | None:
    return next((kind for kind, words in _KINDS if words.search(ended.detail or "")), None)


def _silent(paper: Newspaper, connection: sqlite3.Connection) -> Iterator[Danger]:
    """No new article for five of its usual pauses, though it was asked."""
    arrived = sorted(datetime.fromisoformat(row[0]) for row in connection.execute(_ARRIVED, (paper.id,)))
    asked = connection.execute(_ASKED, (paper.id,)).fetchone()[0]
    if len(arrived) < _FEWEST or asked is None:
        return
    days = sorted({at.date() for at in arrived})
    pauses = [later - sooner for sooner, later in pairwise(days)]
    usual = timedelta(days=median(pause.days for pause in pauses)) if pauses else timedelta(days=1)
    last = datetime.fromisoformat(asked)
    if last - arrived[-1] > max(_SILENT, _TIMES * usual):
        came, until = (f"{at.astimezone(VIETNAM):%d/%m/%Y}" for at in (arrived[-1], last))
        said = f"its last new article came on {came}, it was asked until {until}"
        yield Danger(paper.id, paper.host, "silent", arrived[-1], last, said, paper.successor)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
