"""An archive as an earlier extractor would have left it: its readings carry that name, some of them other words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from newsarchive.article import Article, Block
from newsarchive.store import Capture, Entry, Store

EARLIER = "newsarchive/0"


def age(kho: Path, is_worse: Callable[[int], bool]) -> int:
    """Give every reading to EARLIER; of the articles picked by row id the headline had more words. Returns how many."""
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        db.execute("update capture set extractor = ? where extractor is not null", (EARLIER,))
        db.execute("update revision set extractor = ?", (EARLIER,))
        worse = [row[0] for row in db.execute("select id from article") if is_worse(row[0])]
        for number in worse:
            db.execute("update revision set headline = headline || ' | Báo Đông Hải' where article_id = ?", (number,))
    _sign_again(kho)
    return len(worse)


def forget(kho: Path, number: int) -> None:
    """The earlier extractor found no article in the captures of this one."""
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db, db:
        of = "(select id from revision where article_id = ?)"
        db.execute(
            f"update capture set outcome = 'skipped', reason = 'no article text', revision_id = null"
            f" where revision_id in {of}",
            (number,),
        )
        for table in ("byline", "figure", "keyword"):
            db.execute(f"delete from {table} where revision_id in {of}", (number,))
        db.execute("delete from revision where article_id = ?", (number,))
        db.execute("delete from article where id = ?", (number,))


def mistake(kho: Path, url: str) -> None:
    """The earlier extractor took this page for an article."""
    with closing(Store(kho / "data" / "news.db")) as store:
        (capture,) = store.captures(url)
        store.connection.execute("update capture set extractor = null where url = ?", (url,))
        article = Article(headline="Thời sự", blocks=(Block("paragraph", "Tin mới nhất trong ngày của huyện."),))
        store.record([Entry(_bare(capture), article, f"unlisted/{url}", "uidofamistake000", url, EARLIER)])


def _bare(capture: Capture) -> Capture:
    return Capture(**{name: getattr(capture, name) for name in Capture.__slots__ if name != "id"})


def _sign_again(kho: Path) -> None:
    with closing(Store(kho / "data" / "news.db")) as store:
        uids = [row[0] for row in store.connection.execute("select uid from article")]
        for uid in uids:
            for revision in store.revisions(uid):
                store.connection.execute(
                    "update revision set content_digest = ? where number = ?"
                    " and article_id = (select id from article where uid = ?)",
                    (revision.article.content_digest, revision.number, uid),
                )
