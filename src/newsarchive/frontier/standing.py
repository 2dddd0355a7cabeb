"""How a newspaper's hosts answer: the last ends of its lists."""

from __future__ import annotations

from dataclasses import dataclass

from newsarchive.frontier.database import Connection
from newsarchive.frontier.records import Outcome

_LAST = """
select u.url, u.outcome, u.detail, v.first_at, v.last_at, v.times
from url u join visit v on v.url_id = u.id and v.number = u.visits
where u.newspaper = ? and u.kind in ('feed', 'sitemap', 'section')
"""
_SWEEP = """
update url set priority = ?, due_at = least(coalesce(published, lastmod, first_seen), ?)
where newspaper = ? and holder is null and kind in ('article', 'page')
  and coalesce(outcome, '') not in ('stored', 'same', 'refused', 'dropped', 'gone')
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last requests of a list ended."""

    url: str
    outcome: Outcome
    detail: str | None
    first_at: float
    """The first of those that ended so in a row."""
    last_at: float
    times: int


def read_lists(connection: Connection, newspaper: str) -> tuple[Ended, ...]:
    """Of every feed, sitemap and section that was ever asked."""
    rows = connection.execute(_LAST, (newspaper,)).fetchall()
    return tuple(Ended(*(row[name] for name in Ended.__slots__)) for row in rows)


def sweep(connection: Connection, newspaper: str, priority: int, now: float) -> int:
    """Make every article that is known and not held due now, the oldest first, and before what is looked at again."""
    return connection.execute(_SWEEP, (priority, now, newspaper)).rowcount
