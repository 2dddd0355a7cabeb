"""The days that a run is bounded to, and on which side of them an address stands that tells no date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, Self

from newsarchive.article import VIETNAM
from newsarchive.capture.run import Order
from newsarchive.link import Link, read_url_day
from newsarchive.press import Newspaper, article_key, read_number
from newsarchive.store import Store

Side = Literal["before", "within", "after"]


class Window:
    """The days from `since` to `until`, both included; None leaves that end open.

    `held`: article keys and days of publication that are known when the run begins; `learn` adds to them. Days are
    those of Vietnam.
    """

    def __init__(
        self, newspaper: Newspaper, since: date | None, until: date | None, held: Iterable[tuple[str, date]]
    ) -> None:
        self._newspaper, self._since, self._until = newspaper, since, until
        self._days = dict(held)
        self._numbers: dict[int, Side] = {}
        for key, day in self._days.items():
            self._note_number(key.partition("/")[2], day)
        self._ends: tuple[int | None, int | None] | None = None
        self._walked: set[frozenset[str]] = set()
        self._pages: dict[str, tuple[Link, ...]] = {}

    @classmethod
    def of(cls, newspaper: Newspaper, order: Order, store: Store) -> Self:
        """The days of an order, with what an archive holds."""
        return cls(newspaper, order.since, order.until, store.published_days(newspaper.id))

    def learn(self, url: str, published: float) -> None:
        """Take note of when an article came out (seconds since 1970)."""
        day = datetime.fromtimestamp(published, VIETNAM).date()
        self._days[article_key(url, None, self._newspaper)] = day
        self._note_number(self._newspaper.article_id(url), day)
        self._ends = None

    def side(self, url: str, published: datetime | None = None) -> Side | None:
        """Where an article stands: by its date, the day in its address, what is known of it, or its number.

        A number tells where all that is known beyond it stands on that same side; None: nothing tells.
        """
        told = published or read_url_day(url)
        day = told.astimezone(VIETNAM).date() if told else self._days.get(article_key(url, None, self._newspaper))
        return self._judge(day) if day else self._by_number(read_number(self._newspaper.article_id(url)))

    def goes_on(self, articles: Sequence[Link], following: Link) -> bool:
        """Whether the walk through a section goes on behind a page with these articles, be they known or not.

        It does until they are older than the window, and not behind a page that came before: some servers answer any
        number with the last page.
        """
        urls = frozenset(link.url for link in articles)
        self._pages[self._newspaper.canonical(following.url)] = tuple(articles)
        is_new = bool(urls) and urls not in self._walked
        self._walked.add(urls)
        return is_new and not self._is_older(articles)

    def is_behind(self, page_url: str) -> bool:
        """Whether a page of a section stands behind one whose articles turned out to be older than the window."""
        return self._is_older(self._pages.get(self._newspaper.canonical(page_url), ()))

    def _is_older(self, articles: Sequence[Link]) -> bool:
        # Half of them may tell nothing: not fetched yet, or without a date.
        sides = [side for link in articles if (side := self.side(link.url, link.published)) is not None]
        return bool(sides) and 2 * len(sides) >= len(articles) and set(sides) == {"before"}

    def _judge(self, day: date) -> Side:
        if self._since is not None and day < self._since:
            return "before"
        return "after" if self._until is not None and day > self._until else "within"

    def _note_number(self, article_id: str | None, day: date) -> None:
        number = read_number(article_id)
        if number is not None:
            self._numbers[number] = self._judge(day)

    def _by_number(self, number: int | None) -> Side | None:
        if number is None:
            return None
        low, high = self._ends = self._ends or self._find_ends()
        if low is not None and number <= low:
            return "before"
        return "after" if high is not None and number >= high else None

    def _find_ends(self) -> tuple[int | None, int | None]:
        """(the highest number up to which all stand before, the lowest from which on all stand after)."""
        ordered = sorted(self._numbers.items())
        low = high = None
        for number, side in ordered:
            if side != "before":
                break
            low = number
        for number, side in reversed(ordered):
            if side != "after":
                break
            high = number
        return low, high
