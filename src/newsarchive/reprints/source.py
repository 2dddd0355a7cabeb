"""The texts of news.db, as they are compared: revisions of articles that are not withheld."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsarchive.reprints.records import Print
from newsarchive.reprints.wording import Line, split_lines
from newsarchive.store import moments
from newsarchive.store.rows import read_blocks


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


def shown(news: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(revision id, uid, content digest) of every revision whose article is not withheld, oldest id first."""
    rows = news.execute(
        """select r.id, a.uid, r.content_digest from revision r join article a on a.id = r.article_id
           where a.withheld = 0 order by r.id"""
    )
    return ((row[0], row[1], row[2]) for row in rows)


def read_sources(news: sqlite3.Connection, revisions: Sequence[int]) -> list[Source]:
    """The revisions with these ids, by id; one that is gone meanwhile is left out."""
    return list(_read(news, "r.id in (select value from json_each(?)) order by r.id", json.dumps(revisions)))


def read_lines(news: sqlite3.Connection, uid: str, content: str) -> list[Line]:
    """The lines of one revision; none when it is gone."""
    where = "a.uid = ? and r.content_digest = ? limit 1"
    return next((one.lines for one in _read(news, where, uid, content)), [])


def read_prints(news: sqlite3.Connection, uids: Iterable[str]) -> dict[str, Print]:
    """uid → when and where the article was printed, by its latest revision."""
    query = """select a.uid, a.newspaper_id, r.published_day, r.published, a.first_captured_at, r.headline, a.url
               from article a join revision r on r.article_id = a.id
               where a.uid = ? order by r.number desc limit 1"""
    rows = (news.execute(query, (uid,)).fetchone() for uid in uids)
    return {row[0]: Print(*row) for row in rows if row is not None}


def _read(news: sqlite3.Connection, where: str, *parameters: str) -> Iterator[Source]:
    rows = news.execute(
        f"""select a.uid, r.content_digest, a.newspaper_id, r.published_day, a.first_captured_at, r.lead, r.blocks, r.id
            from revision r join article a on a.id = r.article_id where {where}""",
        parameters,
    )
    for uid, content, newspaper, day, captured, lead, blocks, revision in rows:
        body = [line for block in read_blocks(blocks, revision) for line in block.lines()]
        captured_on = moments.day_of(moments.load_moment(captured))
        yield Source(uid, content, newspaper, day or captured_on, split_lines([lead or "", *body]))
