"""Reading records back from news.db: short queries, no long read transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from newsarchive.article import Article
from newsarchive.store import moments
from newsarchive.store.records import Capture, Import, Revision
from newsarchive.store.rows import article_from_rows, capture_from_row, revision_from_row

_CAPTURES = """
    select c.*, a.uid, r.number from capture c
    left join revision r on r.id = c.revision_id left join article a on a.id = r.article_id
"""

_REVISIONS = """
    select r.*, c.url, c.fetched_at, a.uid, a.url as article_url,
           case when n.kind <> 'unlisted' then n.id end as article_newspaper
    from revision r join capture c on c.id = r.capture_id join article a on a.id = r.article_id
    join newspaper n on n.id = a.newspaper_id
"""

_WHOLE = "c.record_type = 'response' and c.status = 200 and c.outcome <> 'error'"
"""With status 200 only what is truncated is an error."""

_EDITING = """
    select a.url, count(r.id) - 1 from (select id, url from article where newspaper_id = ? order by id desc limit ?) a
    join revision r on r.article_id = a.id and r.cause = 'source' group by a.id
"""
_LATEST = 2_000
_PUBLISHED_DAYS = """
select a.key, r.published_day from article a join revision r on r.article_id = a.id
where a.newspaper_id = ? and r.published_day is not null
  and r.number = (select max(number) from revision where article_id = a.id)
"""
"""Articles that tell how a newspaper edits; `_FEWEST` at least."""
_FEWEST = 50
_PAGE = 200


def find_captures(connection: sqlite3.Connection, url: str) -> tuple[Capture, ...]:
    """The captures of exactly this URL, oldest first."""
    rows = connection.execute(f"{_CAPTURES} where c.url = ? order by rtrim(c.fetched_at, 'Z'), c.id", (url,))
    return tuple(capture_from_row(row) for row in rows)


def find_held(connection: sqlite3.Connection, digest: str, url: str | None) -> Capture | None:
    """The latest response 200 with this payload, whole and not empty; of one URL when it is given."""
    row = connection.execute(
        f"{_CAPTURES} where c.payload_digest = ? and {_WHOLE}"
        " and c.payload_bytes > 0 and (? is null or c.url = ?) order by c.id desc limit 1",
        (digest, url, url),
    ).fetchone()
    return capture_from_row(row) if row else None


def find_latest_page(connection: sqlite3.Connection, url: str) -> Capture | None:
    """The latest capture of this URL that has its payload: what a 304 speaks of."""
    row = connection.execute(
        f"{_CAPTURES} where c.url = ? and {_WHOLE} order by c.id desc limit 1",
        (url,),
    ).fetchone()
    return capture_from_row(row) if row else None


def find_article_captures(connection: sqlite3.Connection, uid: str) -> tuple[Capture, ...]:
    """The captures that show a revision of this article, oldest first."""
    rows = connection.execute(f"{_CAPTURES} where a.uid = ? order by rtrim(c.fetched_at, 'Z'), c.id", (uid,))
    return tuple(capture_from_row(row) for row in rows)


def is_settled(connection: sqlite3.Connection, capture: Capture, extractor: str) -> bool:
    """Whether the capture is recorded, did not fail, and was read by no other extractor."""
    row = connection.execute(
        """
        select 1 from capture c
        where c.url = ? and c.fetched_at = ? and c.payload_digest = ? and c.record_type = ?
          and c.outcome <> 'failed' and coalesce(c.extractor, ?) = ?
        """,
        (
            capture.url,
            moments.to_text(capture.fetched_at),
            capture.payload_digest,
            capture.record_type,
            extractor,
            extractor,
        ),
    ).fetchone()
    return row is not None


def read_revisions(connection: sqlite3.Connection, uid: str) -> tuple[Revision, ...]:
    """Every revision of an article in order of capture time; empty for an unknown uid."""
    rows = connection.execute(f"{_REVISIONS} where a.uid = ? order by r.number", (uid,)).fetchall()
    return tuple(_read_revision(connection, row) for row in rows)


def read_revision(connection: sqlite3.Connection, uid: str, number: int) -> Revision | None:
    """One revision of an article; None when there is none of that number."""
    row = connection.execute(f"{_REVISIONS} where a.uid = ? and r.number = ?", (uid, number)).fetchone()
    return _read_revision(connection, row) if row else None


def read_article(connection: sqlite3.Connection, uid: str) -> Article | None:
    """The article as its latest revision tells it."""
    row = connection.execute(f"{_REVISIONS} where a.uid = ? order by r.number desc limit 1", (uid,)).fetchone()
    return _read_article(connection, row) if row else None


def read_revision_article(connection: sqlite3.Connection, revision_id: int) -> Article | None:
    """The article as one revision, by its row id, tells it."""
    row = connection.execute(f"{_REVISIONS} where r.id = ?", (revision_id,)).fetchone()
    return _read_article(connection, row) if row else None


def read_articles(connection: sqlite3.Connection, newspaper: str | None, since: str | None) -> Iterator[Article]:
    """The latest revision of each article in order of arrival, a page of rows at a time."""
    last = 0
    while True:
        rows = connection.execute(
            f"""
            {_REVISIONS}
            where a.id > ?1 and r.number = (select max(number) from revision where article_id = a.id)
              and (?2 is null or a.newspaper_id = ?2) and (?3 is null or r.published_day >= ?3)
            order by a.id limit ?4
            """,
            (last, newspaper, since, _PAGE),
        ).fetchall()
        if not rows:
            return
        for row in rows:
            yield _read_article(connection, row)
        last = rows[-1]["article_id"]


def find_import(connection: sqlite3.Connection, sha256: str) -> Import | None:
    """How far the file with this digest has been taken in; None when never begun."""
    row = connection.execute('select * from "import" where sha256 = ?', (sha256,)).fetchone()
    if row is None:
        return None
    told = {name: row[name] for name in row.keys() if name != "id"}  # noqa: SIM118 (a Row iterates values)
    return Import(**{**told, "only_known": bool(told["only_known"])})


def unresolved_revisits(connection: sqlite3.Connection, after: int, limit: int = _PAGE) -> tuple[Capture, ...]:
    """Revisits whose original had not been captured when they came, by row id."""
    rows = connection.execute(
        f"{_CAPTURES} where c.record_type = 'revisit' and c.outcome = 'skipped' and c.id > ? order by c.id limit ?",
        (after, limit),
    )
    return tuple(capture_from_row(row) for row in rows)


def ledger_head(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """(seq, hash) of the newest ledger line that was mirrored."""
    row = connection.execute(
        "select ledger_seq, ledger_hash from event where ledger_seq is not null order by ledger_seq desc limit 1"
    ).fetchone()
    return (row[0], row[1]) if row else None


def read_all_revisions(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str, Article | str]]:
    """(uid, number, noted content digest, article) of every revision; for one that cannot be read the reason."""
    after = 0
    while rows := connection.execute(f"{_REVISIONS} where r.id > ? order by r.id limit ?", (after, _PAGE)).fetchall():
        for row in rows:
            after = row["id"]
            try:
                article: Article | str = _read_article(connection, row)
            except (ValueError, KeyError, TypeError) as error:
                article = f"{type(error).__name__}: {error}"
            yield row["uid"], row["number"], row["content_digest"], article


def _read_revision(connection: sqlite3.Connection, row: sqlite3.Row) -> Revision:
    captures = connection.execute(f"{_CAPTURES} where c.id = ?", (row["capture_id"],))
    return revision_from_row(row, capture_from_row(captures.fetchone()), _read_article(connection, row))


def _read_article(connection: sqlite3.Connection, row: sqlite3.Row) -> Article:
    def children(table: str) -> list[sqlite3.Row]:
        query = f"select * from {table} where revision_id = ? order by position"
        return connection.execute(query, (row["id"],)).fetchall()

    return article_from_rows(row, bylines=children("byline"), figures=children("figure"), keywords=children("keyword"))


def read_editing(connection: sqlite3.Connection, newspaper: str) -> tuple[float, dict[str, int]]:
    """(share of the latest articles that the newspaper changed, address → how many times, of those)."""
    counts = connection.execute(_EDITING, (newspaper, _LATEST)).fetchall()
    edits = {url: count for url, count in counts if count > 0}
    return (len(edits) / len(counts) if len(counts) >= _FEWEST else 0.0), edits


def read_published_days(connection: sqlite3.Connection, newspaper: str) -> list[tuple[str, date]]:
    """(article key, day of publication) of every article whose latest revision has one."""
    return [(key, date.fromisoformat(day)) for key, day in connection.execute(_PUBLISHED_DAYS, (newspaper,))]
