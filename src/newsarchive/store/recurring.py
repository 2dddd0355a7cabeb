"""Lines that recur at the head or tail of a newspaper's articles, proposed as its `boilerplate`; nothing is dropped."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from newsarchive.cleaning.text import clean_text, line_key, mask_numbers
from newsarchive.press.houseline import house_key

LEAST_ARTICLES = 3
LEAST_SHARE = 0.01
"""Of the newspaper's articles: with ten thousand of them three alike are chance."""
_AT_EDGE = 0.8
"""Of the articles with the line: it stands among the first or the last lines. A refrain stands anywhere."""
_HEAD, _TAIL = 2, 3
_LONGEST = 400
_EXAMPLES = 3
_PAGE = 200
_MOST = 20_000
"""Lines counted at once (about 20 MB); past that the rarest are forgotten, so that a count may come out too low."""

_LATEST = """
    select a.id, a.url, r.blocks from article a
    join revision r on r.article_id = a.id
        and r.number = (select max(number) from revision where article_id = a.id)
    where a.newspaper_id = ? and a.id > ? and a.withheld = 0 order by a.id limit ?
"""


@dataclass(slots=True)
class RecurringLine:
    """One line and where it recurs."""

    text: str
    """As the first of the articles printed it; others may have other case, marks or signs."""
    articles: int = 0
    """Articles whose latest revision has it, each counted once."""
    head: int = 0
    """Those that have it among their first two lines."""
    tail: int = 0
    """Those that have it among their last three lines, and not among the first."""
    examples: list[str] = field(default_factory=list)
    """Addresses of up to three of them."""
    varies: bool = False
    """The numbers in it differ from article to article: of an issue, or what a report is about."""

    @property
    def line(self) -> str:
        """The line as it goes into the newspaper's file: with # for numbers that differ."""
        return mask_numbers(self.text) if self.varies else self.text

    @property
    def place(self) -> str:
        """ "head" or "tail", whichever is more frequent."""
        return "head" if self.head > self.tail else "tail"


@dataclass(frozen=True, slots=True)
class Recurring:
    """The proposals for one newspaper."""

    newspaper: str
    articles: int
    """Articles that were read."""
    lines: tuple[RecurringLine, ...]
    """The most frequent first."""


def find_recurring(connection: sqlite3.Connection, newspaper: str) -> Recurring:
    """Count the lines of the latest revisions, a page of rows at a time, and propose those that are of the house.

    A line is proposed that stands in three articles and a hundredth of all, nearly always at the head or the tail, and
    has three words. Lines are compared by `house_key`, any number for a number.
    """
    counted: dict[str, RecurringLine] = {}
    articles = 0
    for url, blocks in _read_latest(connection, newspaper):
        articles += 1
        _count(counted, url, [clean_text(line) for line in _lines(blocks)])
        if len(counted) > _MOST:
            _forget(counted)
    least = max(LEAST_ARTICLES, LEAST_SHARE * articles)
    found = (line for line in counted.values() if line.articles >= least and _is_at_edge(line))
    return Recurring(newspaper, articles, tuple(sorted(found, key=lambda line: (-line.articles, line.text))))


def _read_latest(connection: sqlite3.Connection, newspaper: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    last = 0
    while rows := connection.execute(_LATEST, (newspaper, last, _PAGE)).fetchall():
        for number, url, blocks in rows:
            last = number
            yield url, json.loads(blocks)


def _lines(blocks: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Text of paragraphs, headings and quotes, items of lists, and what boxes hold, in reading order."""
    for block in blocks:
        if text := block.get("text"):
            yield text
        yield from block.get("items", ())
        yield from _lines(block.get("blocks", ()))


def _count(counted: dict[str, RecurringLine], url: str, lines: list[str]) -> None:
    """Count each line of one article once, at the place where it stands nearest to an edge."""
    places: dict[str, tuple[str, bool, bool]] = {}
    for at, line in enumerate(lines):
        key = house_key(mask_numbers(line)) if len(line) <= _LONGEST else None
        if key is None:
            continue
        first, head, tail = places.get(key, (line, False, False))
        places[key] = (first, head or at < _HEAD, tail or at >= len(lines) - _TAIL)
    for key, (line, head, tail) in places.items():
        one = counted.setdefault(key, RecurringLine(line))
        one.articles += 1
        one.varies = one.varies or ("#" in key and line_key(line) != line_key(one.text))
        one.head += head
        one.tail += tail and not head
        if len(one.examples) < _EXAMPLES:
            one.examples.append(url)


def _forget(counted: dict[str, RecurringLine]) -> None:
    """Drop the rarest lines until half the room is free."""
    least = 1
    while len(counted) > _MOST // 2:
        for key in [key for key, line in counted.items() if line.articles <= least]:
            del counted[key]
        least += 1


def _is_at_edge(line: RecurringLine) -> bool:
    return line.head + line.tail >= _AT_EDGE * line.articles
