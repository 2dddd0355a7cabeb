"""The texts of news.db, as they are compared: revisions of articles that are not withheld."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsarchive.reprints.records import Print
from newsarchive.reprints.wording import Line, Vocabulary, split_lines
from newsarchive.store import moments
from newsarchive.store.rows import read_blocks

_AT_ONCE = 256
"""Revisions a question."""


@dataclass(frozen=True, slots=True)
class Source:
    """A revision to be compared."""

    uid: str
    content: str
    newspaper: str
    day: str | None
    """Day of publication, else of the first capture."""
    lines: list[Line]
    """Lead and body; a headline is the desk's own."""

    @property
    def length(self) -> int:
        """Words."""
        return sum(len(line.words) for line in self.lines)


def shown(news: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(revision id, uid, content digest) of every revision whose article is not withheld, article by article."""
    # A plain join is free to walk through all texts.
    rows = news.execute(
        """select r.id, a.uid, r.content_digest from article a cross join revision r on r.article_id = a.id
           where a.withheld = 0"""
    )
    return ((row[0], row[1], row[2]) for row in rows)


class Reader:
    """Reads the texts of an open news.db."""

    def __init__(self, news: sqlite3.Connection) -> None:
        self._news, self._vocabulary = news, Vocabulary()

    def sources(self, revisions: Sequence[int]) -> Iterator[Source]:
        """The revisions with these ids, one after the other; one that is gone meanwhile is left out."""
        for start in range(0, len(revisions), _AT_ONCE):
            asked = json.dumps(revisions[start : start + _AT_ONCE])
            yield from self._read("r.id in (select value from json_each(?)) order by r.id", asked)

    def lines(self, uid: str, content: str) -> list[Line]:
        """The lines of one revision; none when it is gone."""
        where = "a.uid = ? and r.content_digest = ? limit 1"
        return next((one.lines for one in self._read(where, uid, content)), [])

    def _read(self, where: str, *parameters: str) -> Iterator[Source]:
        rows = self._news.execute(
            f"""select a.uid, r.content_digest, a.newspaper_id, r.published_day, a.first_captured_at, r.lead, r.blocks,
                       r.id
                from revision r join article a on a.id = r.article_id where {where}""",
            parameters,
        )
        for uid, content, newspaper, day, captured, lead, blocks, revision in rows:
            body = [line for block in read_blocks(blocks, revision) for line in block.lines()]
            lines = split_lines([lead or "", *body], self._vocabulary)
            yield Source(uid, content, newspaper, day or moments.day_of(moments.load_moment(captured)), lines)


def read_prints(news: sqlite3.Connection, uids: Iterable[str]) -> dict[str, Print]:
    """uid → when and where the article was printed, by its latest revision."""
    query = """select a.uid, a.newspaper_id, r.published_day, r.published, a.first_captured_at, r.headline, a.url
               from article a join revision r on r.article_id = a.id
               where a.uid = ? order by r.number desc limit 1"""
    rows = (news.execute(query, (uid,)).fetchone() for uid in uids)
    return {row[0]: Print(*row) for row in rows if row is not None}
