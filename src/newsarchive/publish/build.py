"""Building a release: a snapshot goes in, a finished file comes out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from newsarchive.article import VIETNAM
from newsarchive.exceptions import ReleaseError
from newsarchive.press import provinces
from newsarchive.publish.access import Terms
from newsarchive.publish.counts import write_coverage, write_facets, write_terms
from newsarchive.publish.evidence import evidence_rows
from newsarchive.publish.groups import Part, begin_parts, finish_parts, move_rows
from newsarchive.publish.index import fill_indexes
from newsarchive.publish.lexicon import (
    LEXICON_INDEXES,
    LEXICON_TABLES,
    SharedCredit,
    find_shared_credits,
    write_lexicon,
)
from newsarchive.publish.mementos import MementoRows
from newsarchive.publish.progress import Progress, say_nothing
from newsarchive.publish.reprints import REPRINT_INDEXES, REPRINT_TABLES, write_reprints
from newsarchive.publish.rights import rights_rows
from newsarchive.publish.rows import Rows, article_rows
from newsarchive.publish.schema import FULL_TEXT, INDEXES, TABLES
from newsarchive.publish.select import Papers, Selected, papers_of, select_articles
from newsarchive.publish.source import SourceArticle, read_tombstones
from newsarchive.reading.days import PER_DAY, day_number
from newsarchive.reading.release import RELEASE_COLUMNS, SCHEMA_VERSION, Release
from newsarchive.reprints import Pair
from newsarchive.store.withholding import read_withholdings

_BATCH = 500
"""Articles written at once."""


@dataclass(slots=True)
class _Tally:
    """What the build has seen so far."""

    articles: int = 0
    revisions: int = 0
    captures: int = 0
    undated: int = 0
    embargoed: int = 0
    days: dict[str | None, int] = field(default_factory=dict)
    """Day → articles of it, for row ids."""
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


def build_release(
    source: sqlite3.Connection,
    target: Path,
    *,
    terms: Callable[[str], Terms],
    ledger_head: str,
    now: datetime,
    pairs: Iterable[Pair] = (),
    parts: Sequence[Part] = (),
    progress: Progress = say_nothing,
) -> Release:
    """Write a release of what a snapshot holds to `target`, which must not exist, and say what it holds.

    Newspapers of `parts` go to their files.
    """
    papers = papers_of(source, terms)
    chosen = select_articles(source, papers, now.astimezone(VIETNAM).date())
    mementos = MementoRows(source, read_withholdings(source))
    tombstones = read_tombstones(source)
    return write_release(
        target,
        chosen,
        papers,
        tombstones,
        ledger_head=ledger_head,
        now=now,
        mementos=mementos,
        pairs=pairs,
        shared=find_shared_credits(source),
        parts=parts,
        progress=progress,
    )


def write_release(
    target: Path,
    chosen: Iterable[Selected],
    papers: Papers,
    tombstones: Iterable[tuple[str, str | None, str, str | None]],
    *,
    ledger_head: str,
    now: datetime,
    mementos: MementoRows | None = None,
    pairs: Iterable[Pair] = (),
    shared: Iterable[SharedCredit] = (),
    parts: Sequence[Part] = (),
    progress: Progress = say_nothing,
) -> Release:
    """Write a release of these articles, which come in order of publication; `papers` holds each one's newspaper.

    `pairs` are prints of one text, `shared` names in several revisions, among these articles and others.
    """
    db = sqlite3.connect(target.absolute().as_uri(), uri=True, isolation_level=None)
    try:
        _prepare(db, parts)
        tally = _write_articles(db, chosen, mementos, progress)
        _write_newspapers(db, papers)
        db.executemany("INSERT INTO tombstones VALUES (?, ?, ?, ?)", tombstones)
        progress("counting", 0, 0)
        write_reprints(db, pairs)
        write_lexicon(db, shared)
        write_coverage(db)
        write_facets(db)
        move_rows(db, parts)
        progress("full-text indexes", 0, 0)
        fill_indexes(db)
        release = _write_release(db, tally, write_terms(db), ledger_head, now)
        _finish(db, parts)
    finally:
        db.close()
    return release


def _prepare(db: sqlite3.Connection, parts: Sequence[Part]) -> None:
    """No journal and no syncs: a build that breaks off is thrown away; the finished file is fsynced before the swap."""
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -100000;")
    db.executescript(TABLES + REPRINT_TABLES + LEXICON_TABLES + FULL_TEXT)
    begin_parts(db, parts)
    db.execute("BEGIN")


def _write_articles(
    db: sqlite3.Connection, chosen: Iterable[Selected], mementos: MementoRows | None, progress: Progress
) -> _Tally:
    tally = _Tally()
    batch: list[Rows] = []
    for one in chosen:
        if one.is_embargoed:
            tally.embargoed += 1
            continue
        article, terms = one.article, one.terms
        row_id = _row_id(article, tally)
        batch.append(article_rows(article, terms.access, row_id, one.paper.province))
        if mementos is not None:
            batch[-1]["rights"] = rights_rows(mementos.source, article, row_id)
        if mementos is not None and terms.access == "full":
            batch[-1]["mementos"] = list(mementos.of(article, row_id))
            batch[-1]["evidence"] = evidence_rows(mementos.source, article, row_id)
        _count(article, terms, tally)
        if len(batch) == _BATCH:
            _insert(db, batch)
            progress("articles", tally.articles, 0)
    _insert(db, batch)
    return tally


def _row_id(article: SourceArticle, tally: _Tally) -> int:
    """The day and a running number, so that newest first and ranges of days need no sort."""
    number = tally.days.get(article.day, 0) + 1
    if article.day is None:
        tally.days[None] = number
        return number
    if number >= PER_DAY:
        raise ReleaseError(article.day, f"more than {PER_DAY - 1} articles on one day")
    tally.days[article.day] = number
    return day_number(article.day) + number


def _count(article: SourceArticle, terms: Terms, tally: _Tally) -> None:
    tally.articles += 1
    tally.undated += article.day is None
    tally.revisions += len(article.revisions)
    tally.captures += len(article.captures)
    digests = " ".join(revision.content_digest for revision in article.revisions)
    tally.digest.update(f"{article.uid} {terms.access} {len(article.captures)} {digests}\n".encode())


def _insert(db: sqlite3.Connection, batch: list[Rows]) -> None:
    for table, columns in (("articles", 23), ("texts", 4), ("bylines", 5), ("figures", 6), ("keywords", 3)):
        marks = ", ".join("?" * columns)
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", (row for rows in batch for row in rows[table]))
    for table, columns in (("revisions", 12), ("captures", 11)):
        marks = ", ".join("?" * columns)
        db.executemany(f"INSERT INTO {table} VALUES (NULL, {marks})", (row for rows in batch for row in rows[table]))
    for table, columns in (("rights", 5), ("evidence", 4)):
        marks = ", ".join("?" * columns)
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", (row for rows in batch for row in rows.get(table, ())))
    # A picture may stand in many articles.
    marks = ", ".join("?" * 11)
    mementos = (row for rows in batch for row in rows.get("mementos", ()))
    db.executemany(f"INSERT OR IGNORE INTO mementos VALUES (NULL, {marks})", mementos)
    batch.clear()


def _write_newspapers(db: sqlite3.Connection, papers: Papers) -> None:
    """Only newspapers with an article in the release: a withheld one must not be betrayed by its host."""
    names: dict[str | None, str] = {province.slug: province.name for province in provinces()}
    counted = db.execute("SELECT newspaper, count(*), min(day), max(day) FROM articles GROUP BY newspaper").fetchall()
    db.executemany(
        "INSERT INTO newspapers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                p.id,
                p.name,
                p.kind,
                p.province,
                names.get(p.province),
                p.host,
                p.successor,
                t.access,
                t.embargo_days,
                *rest,
            )
            for (p, t), *rest in ((papers[row[0]], *row[1:]) for row in counted)
        ),
    )


def _write_release(db: sqlite3.Connection, tally: _Tally, words: int, ledger_head: str, now: datetime) -> Release:
    built = now.astimezone(UTC)
    fingerprint = tally.digest.hexdigest()
    papers, first, last = db.execute("SELECT count(*), min(first_day), max(last_day) FROM newspapers").fetchone()
    release = Release(
        id=f"{built:%Y%m%dT%H%M%SZ}-{fingerprint[:8]}",
        built_at=f"{built:%Y-%m-%dT%H:%M:%SZ}",
        articles=tally.articles,
        revisions=tally.revisions,
        captures=tally.captures,
        newspapers=papers,
        undated=tally.undated,
        withheld=db.execute("SELECT count(*) FROM tombstones").fetchone()[0],
        embargoed=tally.embargoed,
        first_day=first,
        last_day=last,
        fingerprint=f"sha256:{fingerprint}",
        ledger_head=ledger_head,
        words=words,
        schema_version=SCHEMA_VERSION,
    )
    marks = ", ".join("?" * len(RELEASE_COLUMNS))
    db.execute(f"INSERT INTO release ({', '.join(RELEASE_COLUMNS)}) VALUES ({marks})", astuple(release))
    return release


def _finish(db: sqlite3.Connection, parts: Sequence[Part]) -> None:
    db.execute("COMMIT")
    finish_parts(db, parts)
    db.executescript(INDEXES + REPRINT_INDEXES + LEXICON_INDEXES + "PRAGMA analysis_limit = 1000; ANALYZE; VACUUM;")
