"""Counts of what news.db holds."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

from newsarchive.store.withholding import CAME_BACK, pending_purges, read_withholdings


@dataclass(frozen=True, slots=True)
class PaperStock:
    """What is held of one newspaper."""

    id: str
    name: str
    kind: str
    captures: int
    articles: int
    revisions: int
    first_day: str | None
    """Earliest day of publication (Vietnam) among its articles; None when no article tells its day."""
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Stock:
    """What is held of all of them."""

    papers: tuple[PaperStock, ...]
    """Newspapers of the registry first, then unlisted hosts, each by captures."""
    outcomes: dict[str, int]
    """Outcome → captures."""
    runs: tuple[dict[str, Any], ...]
    """The last ten runs, newest first."""
    damage: tuple[dict[str, Any], ...]
    """The last hundred places that could not be read, newest first."""
    damages: int
    unfinished: tuple[str, ...]
    """Names of files whose import was interrupted."""
    withheld: dict[str, int]
    """Level → articles withheld as a whole; "revisions" → articles of which single revisions are."""
    unfinished_purges: int
    """Purges that were decided and have not come to their end; the next command goes on with them."""
    came_back: int
    """Captures of what was purged; a purge takes them out again."""


_PAPERS = """
    select n.id, n.name, n.kind,
           (select count(*) from capture c where c.newspaper_id = n.id) as captures,
           count(distinct a.id) as articles, count(r.id) as revisions,
           min(r.published_day) as first_day, max(r.published_day) as last_day
    from newspaper n left join article a on a.newspaper_id = n.id left join revision r on r.article_id = a.id
    group by n.id order by n.kind = 'unlisted', captures desc, n.id
"""


def take_stock(connection: sqlite3.Connection) -> Stock:
    """Count everything."""
    papers = tuple(PaperStock(*row) for row in connection.execute(_PAPERS))
    outcomes = connection.execute("select outcome, count(*) from capture group by outcome order by 2 desc").fetchall()
    runs = connection.execute("select * from run order by id desc limit 10").fetchall()
    damage = connection.execute(
        "select at, subject, detail from event where kind = 'damage' order by id desc limit 100"
    ).fetchall()
    unfinished = connection.execute('select name from "import" where finished_at is null order by id').fetchall()
    return Stock(
        papers=papers,
        outcomes={row[0]: row[1] for row in outcomes},
        runs=tuple({**dict(row), "summary": json.loads(row["summary"] or "{}")} for row in runs),
        damage=tuple({"at": row["at"], "file": row["subject"], **json.loads(row["detail"])} for row in damage),
        damages=connection.execute("select count(*) from event where kind = 'damage'").fetchone()[0],
        unfinished=tuple(row[0] for row in unfinished),
        withheld=dict(Counter(one.level or "revisions" for one in read_withholdings(connection).values())),
        unfinished_purges=sum(1 for _ in pending_purges(connection)),
        came_back=connection.execute("select count(*) from capture where reason = ?", (CAME_BACK,)).fetchone()[0],
    )
