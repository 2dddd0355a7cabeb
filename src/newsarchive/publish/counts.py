"""What is counted once, when a release is built, so that no page has to: months, values of filters, words."""

from __future__ import annotations

import sqlite3

from newsarchive.cleaning.text import fold
from newsarchive.reading.days import PER_DAY
from newsarchive.reading.groups import schemas
from newsarchive.reading.tags import MARK

FACET_VALUES = 1_000
"""Values kept of each filter, those of most articles."""


def write_coverage(db: sqlite3.Connection) -> None:
    """Articles and words per newspaper and month, and of all: the denominators; undated ones stand under year 0."""
    db.execute(
        f"""INSERT INTO coverage
            SELECT newspaper, id / {PER_DAY * 10_000}, id / {PER_DAY * 100} % 100, count(*),
                   sum(coalesce(word_count, 0))
            FROM articles GROUP BY 1, 2, 3"""
    )
    db.execute("INSERT INTO months SELECT year, month, sum(articles), sum(words) FROM coverage GROUP BY 1, 2")


def write_facets(db: sqlite3.Connection) -> None:
    """The narrow table that results are grouped by, and how often each value occurs in the whole release."""
    db.execute("INSERT INTO facets SELECT id, newspaper, province, section FROM articles ORDER BY id")
    for kind in ("newspaper", "province", "section"):
        db.execute(
            f"""INSERT INTO facet_counts SELECT '{kind}', {kind}, count(*) FROM facets WHERE {kind} IS NOT NULL
                GROUP BY {kind} ORDER BY 3 DESC, 2 LIMIT {FACET_VALUES}"""
        )
    db.execute(
        f"""INSERT INTO facet_counts SELECT 'byline', name, count(DISTINCT article_id) FROM bylines
            GROUP BY name ORDER BY 3 DESC, 2 LIMIT {FACET_VALUES}"""
    )


def write_terms(db: sqlite3.Connection) -> int:
    """Every word of the exact index with its counts; returns how many words there are in all.

    Taken from the index, so it cannot know a word that may not be shown.
    """
    db.create_function("fold", 1, fold, deterministic=True)
    for schema in schemas(db):
        db.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('{schema}', 'fts_exact', 'row')")
        db.execute(
            """INSERT INTO terms SELECT term, fold(term), doc, cnt FROM temp.vocabulary WHERE substr(term, 1, 1) <> ?
               ON CONFLICT DO UPDATE SET articles = articles + excluded.articles,
                                         occurrences = occurrences + excluded.occurrences""",
            (MARK,),
        )
        db.execute("DROP TABLE temp.vocabulary")
    return int(db.execute("SELECT coalesce(sum(occurrences), 0) FROM terms").fetchone()[0])
