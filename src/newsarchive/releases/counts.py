"""The set for counting alone: n-grams per newspaper and month, of newspapers whose text may not leave as well.

Only of articles that the release tells of: nothing withheld, nothing under embargo. Only of months that were over when
the release was built: what two releases count of the month between them would differ by single articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from newsarchive.publish.progress import Progress
from newsarchive.publish.source import SourceArticle
from newsarchive.releases.folder import ReleaseFolder
from newsarchive.releases.ngrams import LONGEST, count_ngrams

HEADER = ("newspaper", "month", "ngram", "articles", "occurrences")


def write_counts(articles: Iterable[SourceArticle], folder: ReleaseFolder, today: str, progress: Progress) -> None:
    """Write counts/1grams.csv.gz to counts/3grams.csv.gz; `today` is the day in Vietnam, YYYY-MM-DD."""
    with closing(sqlite3.connect("")) as spool:  # "": a file of SQLite's own, gone with the connection
        _fill(spool, articles, today)
        _count(spool, progress)
        for size in range(1, LONGEST + 1):
            rows = spool.execute(
                """SELECT newspaper, month, ngram, articles, occurrences FROM counted WHERE size = ?
                   ORDER BY newspaper, month, ngram""",
                (size,),
            )
            folder.table(f"counts/{size}grams.csv.gz", HEADER, rows)


def _fill(spool: sqlite3.Connection, articles: Iterable[SourceArticle], today: str) -> None:
    """Lines by newspaper and month, so that each is counted by itself and memory holds no more than one."""
    spool.executescript(
        """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
           CREATE TABLE line (newspaper TEXT, month TEXT, article INTEGER, text TEXT);
           CREATE TABLE counted (size INTEGER, newspaper TEXT, month TEXT, ngram TEXT, articles INTEGER,
                                 occurrences INTEGER);"""
    )
    for article in articles:
        if article.day is not None and article.day[:7] < today[:7]:
            place = (article.newspaper, article.day[:7], article.id)
            spool.executemany("INSERT INTO line VALUES (?, ?, ?, ?)", ((*place, text) for text in lines_of(article)))
    spool.execute("CREATE INDEX line_place ON line (newspaper, month, article)")


def lines_of(article: SourceArticle) -> Iterator[str]:
    """Headline, lead and body as they stand now; no captions and no earlier wording."""
    now = article.current
    yield from (text for text in (now.headline, now.lead) if text)
    yield from (line for block in now.blocks for line in block.lines())


def _count(spool: sqlite3.Connection, progress: Progress) -> None:
    cells = spool.execute("SELECT DISTINCT newspaper, month FROM line ORDER BY 1, 2").fetchall()
    for done, (newspaper, month) in enumerate(cells, 1):
        progress(f"counting {newspaper} {month}", done, len(cells))
        lines = spool.execute(
            "SELECT article, text FROM line WHERE newspaper = ? AND month = ? ORDER BY article, rowid",
            (newspaper, month),
        )
        spool.executemany(
            "INSERT INTO counted VALUES (?, ?, ?, ?, ?, ?)",
            (
                (ngram.count(" ") + 1, newspaper, month, ngram, articles, occurrences)
                for ngram, articles, occurrences in count_ngrams(lines)
            ),
        )
