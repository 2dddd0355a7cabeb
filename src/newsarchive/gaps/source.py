"""What news.db and the frontier tell of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from newsarchive.article import VIETNAM
from newsarchive.frontier import Frontier, Home
from newsarchive.gaps.judge import judge
from newsarchive.gaps.records import Gaps, Held
from newsarchive.gaps.sequence import missing_numbers
from newsarchive.press import read_number
from newsarchive.store import Store

_PAPERS = "select id from newspaper where (? is null or id = ?) and kind <> 'unlisted' order by id"


def find_gaps(
    store: Store,
    frontier: Home,
    *,
    newspaper: str | None = None,
    first: date | None = None,
    last: date | None = None,
    today: date | None = None,
) -> Iterator[Gaps]:
    """The days of one newspaper or all that articles are held of, from its first to yesterday unless told otherwise.

    Articles without a day of publication count nowhere.
    """
    yesterday = (today or datetime.now(VIETNAM).date()) - timedelta(days=1)
    for (name,) in store.connection.execute(_PAPERS, (newspaper, newspaper)).fetchall():
        held = read_held(store, frontier, name)
        known = [day for day, count in held.articles.items() if count]
        begin, end = first or min(known, default=None), last or yesterday
        if begin is not None and begin <= end:
            found = judge(held, begin, end)
            is_clock = any(day.by == "ids" for day in found.missing)
            yield replace(found, numbers=missing_numbers(held, found.stretches()) if is_clock else ())


def read_held(store: Store, frontier: Home, newspaper: str) -> Held:
    """What is held of a newspaper, and what its lists name besides."""
    articles: Counter[date] = Counter()
    numbers = []
    for key, day in store.published_days(newspaper):
        articles[day] += 1
        if (number := read_number(key.partition("/")[2])) is not None:
            numbers.append((number, day))
    return Held(newspaper, dict(articles), _read_listed(frontier, newspaper), tuple(numbers))


def _read_listed(frontier: Home, newspaper: str) -> dict[date, int]:
    if not frontier.exists():
        return {}
    with Frontier(frontier) as opened:
        moments = [datetime.fromtimestamp(moment, VIETNAM) for _url, moment in opened.not_held(newspaper)]
    return dict(Counter(moment.date() for moment in moments))
