"""Reading a snapshot of `news.db`: what is there to publish, one article at a time, in order of publication."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from newsarchive.article import Block
from newsarchive.store import moments
from newsarchive.store.rows import read_blocks
from newsarchive.store.withholding import Withholding, read_withholdings


@dataclass(frozen=True, slots=True)
class SourceNewspaper:
    """A row of `newspaper`."""

    id: str
    name: str
    kind: str
    province: str | None
    host: str | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class SourceRevision:
    """A row of `revision` with the time of its capture."""

    id: int
    number: int
    cause: str
    recorded_at: str
    captured_at: str | None
    content_digest: str
    extractor: str
    headline: str | None
    lead: str | None
    dateline: str | None
    published: str | None
    published_precision: str | None
    published_raw: str | None
    section: str | None
    language: str | None
    blocks: tuple[Block, ...]
    word_count: int | None


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article that is not withheld, with its revisions (oldest first), credits, pictures and captures."""

    id: int
    uid: str
    newspaper: str
    url: str
    day: str | None
    """Vietnamese calendar day of publication, YYYY-MM-DD."""
    first_captured_at: str | None
    last_captured_at: str | None
    revisions: tuple[SourceRevision, ...]
    bylines: tuple[tuple[str, str, str | None], ...]
    """(name, role, raw)."""
    figures: tuple[tuple[str | None, str | None, str | None, str | None], ...]
    """(src, caption, credit, raw)."""
    keywords: tuple[str, ...]
    captures: tuple[tuple[Any, ...], ...]
    """(revision number, url, fetched_at, record_type, status, warc_file, warc_offset, warc_length, record_id,
    payload_digest), oldest first."""

    @property
    def current(self) -> SourceRevision:
        """What the article says now."""
        return self.revisions[-1]


_ARTICLE = ("id", "uid", "newspaper", "url", "day", "first_captured_at", "last_captured_at")
_REVISION = (
    "id", "number", "cause", "recorded_at", "content_digest", "extractor", "headline", "lead", "dateline", "published",
    "published_precision", "published_raw", "section", "language", "word_count", "captured_at",
)  # fmt: skip
_LATEST = "r.number = (SELECT max(number) FROM revision WHERE article_id = a.id)"


def read_newspapers(db: sqlite3.Connection) -> tuple[SourceNewspaper, ...]:
    """Every newspaper of the archive."""
    rows = db.execute("SELECT id, name, kind, province, host, successor FROM newspaper ORDER BY id")
    return tuple(SourceNewspaper(*row) for row in rows)


def read_articles(db: sqlite3.Connection) -> Iterator[SourceArticle]:
    """Articles that are not withheld, by day, moment and uid, without the revisions that are withheld by themselves.

    Those without a day come first.
    """
    withheld = read_withholdings(db)
    rows = db.execute(
        f"""SELECT a.id, a.uid, a.newspaper_id, a.url, r.published_day, a.first_captured_at, a.last_captured_at
            FROM article AS a JOIN revision AS r ON r.article_id = a.id AND {_LATEST}
            WHERE a.withheld = 0 ORDER BY r.published_day, r.published, a.uid"""
    )
    for row in rows:
        held = withheld.get(row[1])
        if held is None:
            yield _article(db, row, _revisions(db, row[0]))
        elif held.level is None and (shown := _shown_revisions(db, row[0], held)):
            yield _article(db, row, shown)


def read_hidden(db: sqlite3.Connection) -> frozenset[str]:
    """uid of every article of which nothing may be shown: withheld as a whole, or each of its revisions."""
    flagged = {row[0] for row in db.execute("SELECT uid FROM article WHERE withheld = 1")}
    for uid, held in read_withholdings(db).items():
        row = db.execute("SELECT id FROM article WHERE uid = ?", (uid,)).fetchone()
        if held.level is not None or (row and not _shown_revisions(db, row[0], held)):
            flagged.add(uid)
    return frozenset(flagged)


def read_tombstones(db: sqlite3.Connection) -> tuple[tuple[str, str | None, str, str | None], ...]:
    """(uid, day of the decision, level, reason for readers) of what the reading room tells of as withheld.

    That is what was blocked or purged; an article that is only hidden is not betrayed.
    """
    withheld = read_withholdings(db)
    found: list[tuple[str, str | None, str, str | None]] = []
    for uid in read_hidden(db):
        held = withheld.get(uid)
        if held is None:
            found.append((uid, None, "block", None))
        elif held.level is not None and held.level != "hide":
            day = moments.day_of(moments.load_moment(held.at))
            found.append((uid, day, held.level, held.public_reason))
    return tuple(sorted(found, key=lambda one: one[0]))


def _shown_revisions(db: sqlite3.Connection, article: int, held: Withholding) -> tuple[SourceRevision, ...]:
    payloads = dict(
        db.execute(
            "SELECT r.id, c.payload_digest FROM revision AS r JOIN capture AS c ON c.id = r.capture_id"
            " WHERE r.article_id = ?",
            (article,),
        ).fetchall()
    )
    found = _revisions(db, article)
    return tuple(one for one in found if not held.covers(one.content_digest, payloads.get(one.id)))


def _article(db: sqlite3.Connection, row: tuple[Any, ...], revisions: tuple[SourceRevision, ...]) -> SourceArticle:
    current = revisions[-1].id
    values = dict(zip(_ARTICLE, row, strict=True))
    values["day"] = db.execute("SELECT published_day FROM revision WHERE id = ?", (current,)).fetchone()[0]
    shown = {revision.number for revision in revisions}
    return SourceArticle(
        **values,
        revisions=revisions,
        bylines=tuple(_parts(db, "name, role, raw", "byline", current)),
        figures=tuple(_parts(db, "src, caption, credit, raw", "figure", current)),
        keywords=tuple(part[0] for part in _parts(db, "keyword", "keyword", current)),
        captures=tuple(capture for capture in _captures(db, row[0]) if capture[0] in shown),
    )


def _revisions(db: sqlite3.Connection, article: int) -> tuple[SourceRevision, ...]:
    rows = db.execute(
        f"""SELECT r.blocks, r.{", r.".join(_REVISION[:-1])}, c.fetched_at
            FROM revision AS r LEFT JOIN capture AS c ON c.id = r.capture_id
            WHERE r.article_id = ? ORDER BY r.number""",
        (article,),
    )
    return tuple(
        SourceRevision(blocks=read_blocks(row[0], row[1]), **dict(zip(_REVISION, row[1:], strict=True))) for row in rows
    )


def _parts(db: sqlite3.Connection, columns: str, table: str, revision: int) -> list[tuple[Any, ...]]:
    return db.execute(f"SELECT {columns} FROM {table} WHERE revision_id = ? ORDER BY position", (revision,)).fetchall()


def _captures(db: sqlite3.Connection, article: int) -> tuple[tuple[Any, ...], ...]:
    rows = db.execute(
        """SELECT r.number, c.url, c.fetched_at, c.record_type, c.status, c.warc_file, c.warc_offset, c.warc_length,
                  c.record_id, c.payload_digest
           FROM capture AS c JOIN revision AS r ON r.id = c.revision_id
           WHERE r.article_id = ? ORDER BY c.fetched_at, c.id""",
        (article,),
    )
    return tuple((*row[:5], file_name(row[5]) if row[5] else None, *row[6:]) for row in rows)


def file_name(warc_file: str) -> str:
    """A WARC file that an import left in its place is stored with its whole path, which is nobody else's business."""
    return PurePath(warc_file).name if PurePath(warc_file).is_absolute() else warc_file
