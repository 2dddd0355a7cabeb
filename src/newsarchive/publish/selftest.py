"""The questions a release must answer before anybody reads it. One wrong answer and the old release stays."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

from newsarchive.cleaning.text import fold, uniform_tone
from newsarchive.exceptions import QueryError, ReleaseError
from newsarchive.publish.source import read_hidden, read_tombstones
from newsarchive.reading.article import read_article
from newsarchive.reading.groups import INDEXES, join_groups, schemas
from newsarchive.reading.home import read_home
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.release import Release, read_release
from newsarchive.reading.search import search
from newsarchive.store.withholding import read_withholdings

_SAMPLE = 40
"""Words with marks that are looked up in both indexes."""
_TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
"""A word as unicode61 cuts it: "QĐ2023" is one, and so is a letter with a combining mark."""
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2,}")

_Check = Callable[[sqlite3.Connection, sqlite3.Connection, Release], str | None]


def check_release(path: Path, source: sqlite3.Connection, release: Release) -> None:
    """Ask `path` every question of `_CHECKS`; raises ReleaseError that names the first wrong answer."""
    with closing(sqlite3.connect(path.absolute().as_uri(), uri=True)) as db:
        join_groups(db, "mode=rw")
        for check in _CHECKS:
            try:
                problem = check(db, source, release)
            except (sqlite3.DatabaseError, QueryError) as error:
                problem = str(error)
            if problem:
                raise ReleaseError(path, f"self-test {check.__name__.strip('_')!r} failed: {problem}")


def _integrity(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    answer = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return None if answer == "ok" else str(answer)


def _foreign_keys(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    """Asked through the names that readers use: a parent may lie in another file, where the pragma does not look."""
    for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        for key in db.execute(f"SELECT * FROM pragma_foreign_key_list('{table}')").fetchall():
            parent, column, named = key[2:5]
            lone = f'SELECT "{column}" FROM {table} WHERE "{column}" NOT IN (SELECT "{named}" FROM {parent}) LIMIT 1'
            if broken := db.execute(lone).fetchone():
                return f"table {table}, {column} {broken[0]}"
    return None


def _full_text_integrity(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    """Raises DatabaseError when an index is damaged. Without rank: folded text is not compared with the original."""
    for schema, table in product(schemas(db), INDEXES):
        db.execute(f"INSERT INTO {schema}.{table} ({table}) VALUES ('integrity-check')")
    db.rollback()
    return None


def _counts_agree(db: sqlite3.Connection, source: sqlite3.Connection, release: Release) -> str | None:
    hidden = read_hidden(source)
    kept = sum(row[0] not in hidden for row in source.execute("SELECT uid FROM article"))
    if kept != release.articles + release.embargoed:
        return (
            f"news.db has {kept} articles to publish, the release {release.articles} and {release.embargoed} embargoed"
        )
    for table, count in (
        ("articles", release.articles),
        ("revisions", release.revisions),
        ("captures", release.captures),
    ):
        found = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if found != count:
            return f"{table} holds {found} rows, not {count}"
    indexed = db.execute("SELECT count(*) FROM fts_docsize").fetchone()[0]
    return None if indexed == release.articles else f"the index holds {indexed} articles, not {release.articles}"


def _release_names_itself(db: sqlite3.Connection, _: sqlite3.Connection, release: Release) -> str | None:
    return None if read_release(db) == release else "the table release does not describe this release"


def _withheld_are_absent(db: sqlite3.Connection, source: sqlite3.Connection, _: Release) -> str | None:
    for uid in read_hidden(source):
        if db.execute("SELECT 1 FROM articles WHERE uid = ?", (uid,)).fetchone():
            return f"{uid} is withheld, yet published"
    for uid, _day, _level, _reason in read_tombstones(source):
        if not db.execute("SELECT 1 FROM tombstones WHERE uid = ?", (uid,)).fetchone():
            return f"{uid} is withheld without a tombstone"
    for uid, held in read_withholdings(source).items():
        for digest in held.contents:
            if _shows(db, uid, digest):
                return f"a revision of {uid} is withheld, yet published"
    return None


def _shows(db: sqlite3.Connection, uid: str, content: str) -> bool:
    query = "SELECT 1 FROM revisions AS r JOIN articles AS a ON a.id = r.article_id"
    return db.execute(f"{query} WHERE a.uid = ? AND r.content_digest = ?", (uid, content)).fetchone() is not None


def _access_is_kept(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    """No text, picture, evidence or earlier wording of an article that is not published in full."""
    keys = {"texts": "id", "figures": "article_id", "evidence": "article_id", "revisions": "article_id"}
    for table, key in keys.items():
        wording = (
            " AND (t.headline IS NOT NULL OR t.lead IS NOT NULL OR t.body IS NOT NULL)" if table == "revisions" else ""
        )
        row = db.execute(
            f"SELECT a.uid FROM {table} AS t JOIN articles AS a ON a.id = t.{key} WHERE a.access <> 'full'{wording}"
        ).fetchone()
        if row:
            return f"{row[0]} must not be published in full, yet stands in {table}"
    row = db.execute("SELECT uid FROM articles WHERE access = 'metadata' AND lead IS NOT NULL").fetchone()
    return f"{row[0]} must be published without its lead" if row else None


def _no_index_holds_more(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    """Of an article that is not shown in full no word of body or captions is indexed; of metadata none of a lead.

    Read from FTS5's own sizes of each column, which are what it indexed, whatever the tables say.
    """
    for table in INDEXES:
        rows = db.execute(
            f"""SELECT a.uid, a.access, d.sz FROM articles AS a JOIN {table}_docsize AS d ON d.id = a.id
                WHERE a.access <> 'full'"""
        )
        for uid, access, sizes in rows:
            _headline, lead, body, captions, *_others = _varints(sizes)
            if body or captions or (lead and access == "metadata"):
                return f"{table} holds words of {uid} that must not be published"
    return None


def _varints(blob: bytes) -> Iterator[int]:
    """SQLite's variable-length integers, of less than nine bytes."""
    value = 0
    for byte in blob:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            yield value
            value = 0


def _copies_are_of_full_articles(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    row = db.execute(
        """SELECT m.url FROM mementos AS m LEFT JOIN articles AS a ON a.id = m.article_id AND a.access = 'full'
           WHERE m.kind = 'page' AND a.id IS NULL OR m.warc_file LIKE '/%' OR m.kind NOT IN ('page', 'picture')"""
    ).fetchone()
    return f"the copy of {row[0]} must not be given out, yet stands in mementos" if row else None


def _searches_without_marks(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    """What the exact index finds, the folded one finds too; a rebuilt index would lose every word with đ."""
    for word in _sample_words(db):
        queries = (f'"{uniform_tone(word).lower()}"', f'"{fold(word)}"')
        if not db.execute("SELECT 1 FROM fts_exact WHERE fts_exact MATCH ?", queries[:1]).fetchone():
            return f"{word!r} is in the text but not in the exact index"
        missed = db.execute(
            """SELECT rowid FROM fts_exact WHERE fts_exact MATCH ?
               AND rowid NOT IN (SELECT rowid FROM fts WHERE fts MATCH ?)""",
            queries,
        ).fetchall()
        if missed:
            return f"{fold(word)!r} misses {len(missed)} articles that hold {word!r}"
    return None


def _shows_original_marks(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    for word in (fold(word) for word in _sample_words(db)):
        page = search(db, SearchRequest(f"headline:{word} | lead:{word} | body:{word}"))
        pieces = (piece for hit in page.hits for piece in (*hit.headline, *hit.snippet))
        shown = [part for text, marked in pieces if marked for part in _TOKEN.findall(text)]
        if not any(fold(part) == word for part in shown):
            return f"{word!r} finds {page.total} articles and shows {shown[:3]} as hits"
    return None


def _pages_open(db: sqlite3.Connection, _: sqlite3.Connection, release: Release) -> str | None:
    home = read_home(db)
    if sum(paper.articles for paper in home.newspapers) != release.articles:
        return "the home page counts other articles than the release"
    for hit in home.newest:
        if read_article(db, hit.uid) is None:
            return f"the page of {hit.uid} does not open"
    search(db, SearchRequest("cai cach hanh chinh"))
    return None


def _filters_agree(db: sqlite3.Connection, _: sqlite3.Connection, __: Release) -> str | None:
    """A newspaper narrows a search to as many articles as it has."""
    for newspaper, articles in db.execute("SELECT id, articles FROM newspapers").fetchall():
        found = search(db, SearchRequest(newspaper=newspaper)).total
        if found != articles:
            return f"the filter {newspaper!r} finds {found} articles of {articles}"
    return None


_CHECKS: tuple[_Check, ...] = (
    _integrity,
    _foreign_keys,
    _full_text_integrity,
    _release_names_itself,
    _counts_agree,
    _withheld_are_absent,
    _access_is_kept,
    _no_index_holds_more,
    _copies_are_of_full_articles,
    _searches_without_marks,
    _shows_original_marks,
    _pages_open,
    _filters_agree,
)


def _sample_words(db: sqlite3.Connection) -> list[str]:
    """Words with marks, those with đ first, from articles spread over the release."""
    words = list(dict.fromkeys(word for text in _sample_texts(db) for word in _TOKEN.findall(text)))
    marked = [word for word in words if _LATIN.fullmatch(word) and fold(word) != word.lower()]
    return sorted(marked, key=lambda word: "đ" not in word.lower())[:_SAMPLE]


def _sample_texts(db: sqlite3.Connection) -> Iterator[str]:
    """Beginnings of texts, without the last word, which may be cut."""
    rows = db.execute(
        """SELECT coalesce(headline, '') || ' ' || coalesce(lead, '') || ' ' || coalesce(substr(body, 1, 2000), '')
           FROM fts_content WHERE id IN (SELECT id FROM articles ORDER BY uid LIMIT 25)"""
    )
    return (row[0].rpartition(" ")[0] for row in rows)
