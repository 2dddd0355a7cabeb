"""The tables of texts that several newspapers printed, from pairs of articles that may be shown in full alone.

An article that may not be shown links nothing: clusters are made anew from the pairs that are left without it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from newsarchive.reprints import Cluster, Pair, Print, cluster

REPRINT_TABLES = """
CREATE TABLE clusters (
    id INTEGER PRIMARY KEY, day TEXT, first INTEGER NOT NULL REFERENCES articles (id), first_is_sure INTEGER NOT NULL,
    articles INTEGER NOT NULL, newspapers INTEGER NOT NULL
) STRICT;
CREATE TABLE prints (
    cluster INTEGER NOT NULL REFERENCES clusters (id), position INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id), headline_differs INTEGER NOT NULL,
    PRIMARY KEY (cluster, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE reprints (
    article_id INTEGER NOT NULL REFERENCES articles (id), other_id INTEGER NOT NULL REFERENCES articles (id),
    contained REAL NOT NULL, jaccard REAL NOT NULL, same_newspaper INTEGER NOT NULL, PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
"""
REPRINT_INDEXES = """
CREATE INDEX prints_article ON prints (article_id);
CREATE INDEX clusters_day ON clusters (day);
"""


def write_reprints(db: sqlite3.Connection, pairs: Iterable[Pair]) -> None:
    """Fill the three tables; `articles` and `revisions` of the release are there already."""
    shown = [(ends, pair) for pair in pairs if (ends := _shown(db, pair)) is not None]
    for (one, other), pair in shown:
        likeness = (pair.likeness.contained, pair.likeness.jaccard, int(pair.is_double))
        # Of several revisions of two articles the two that are most alike.
        db.executemany(
            """INSERT INTO reprints VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET contained = excluded.contained,
               jaccard = excluded.jaccard, same_newspaper = excluded.same_newspaper
               WHERE excluded.jaccard > jaccard""",
            [(one, other, *likeness), (other, one, *likeness)],
        )
    linked = [(pair.one, pair.other, pair.likeness.jaccard) for _, pair in shown]
    prints, ids, headlines = _prints(db, {row_id for ends, _ in shown for row_id in ends})
    # Row ids count days, so the newest cluster has the highest number and no page sorts.
    for number, found in enumerate(cluster(prints, linked), 1):
        _write_cluster(db, number, found, ids, headlines)


def _shown(db: sqlite3.Connection, pair: Pair) -> tuple[int, int] | None:
    """Row ids of both articles, when both are shown in full and both revisions with them."""
    ends = (_row_id(db, pair.one, pair.one_content), _row_id(db, pair.other, pair.other_content))
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def _row_id(db: sqlite3.Connection, uid: str, content: str) -> int | None:
    row = db.execute(
        """SELECT a.id FROM articles AS a JOIN revisions AS r ON r.article_id = a.id
           WHERE a.uid = ? AND a.access = 'full' AND r.content_digest = ?""",
        (uid, content),
    ).fetchone()
    return None if row is None else int(row[0])


def _prints(
    db: sqlite3.Connection, row_ids: Iterable[int]
) -> tuple[dict[str, Print], dict[str, int], dict[str, str | None]]:
    """uid → its print, its row id, its headline."""
    query = "SELECT uid, newspaper, day, published, first_captured_at, headline FROM articles WHERE id = ?"
    rows = {row_id: db.execute(query, (row_id,)).fetchone() for row_id in row_ids}
    prints = {row[0]: Print(*row[:5]) for row in rows.values()}
    return prints, {row[0]: row_id for row_id, row in rows.items()}, {row[0]: row[5] for row in rows.values()}


def _write_cluster(
    db: sqlite3.Connection, number: int, found: Cluster, ids: dict[str, int], headlines: dict[str, str | None]
) -> None:
    first = found.first
    db.execute(
        "INSERT INTO clusters VALUES (?, ?, ?, ?, ?, ?)",
        (number, first.day, ids[first.uid], int(found.is_first_sure), len(found.prints), found.newspapers),
    )
    db.executemany(
        "INSERT INTO prints VALUES (?, ?, ?, ?)",
        (
            (number, position, ids[one.uid], int(headlines[one.uid] != headlines[first.uid]))
            for position, one in enumerate(found.prints)
        ),
    )
