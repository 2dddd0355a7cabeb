"""Everything the page of one article shows, or the notice that it was withheld."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsarchive.article import Block
from newsarchive.reading.shape import unpack_blocks
from newsarchive.reading.texts import of_text


@dataclass(frozen=True, slots=True)
class Credit:
    """A credited person or agency; see `newsarchive.Byline`."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of the article; see `newsarchive.Figure`."""

    src: str | None
    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of the page: where the evidence lies."""

    fetched_at: str
    """UTC, ISO 8601."""
    url: str
    status: int | None
    revision: int | None
    """Number of the revision it showed."""
    warc_file: str | None
    warc_offset: int | None
    record_id: str | None
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One state of the article."""

    number: int
    cause: str
    """source: the newsroom changed it; reextraction: our rules did."""
    recorded_at: str
    captured_at: str | None
    content_digest: str
    extractor: str
    headline: str | None
    lead: str | None
    body: str | None
    """Text of an earlier revision; None for the current one (its text is the article) and where access forbids."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with its provenance."""

    id: int
    uid: str
    newspaper: str
    newspaper_name: str
    province: str | None
    url: str
    access: str
    """full | excerpt | metadata: what of the text may be shown."""
    headline: str | None
    lead: str | None
    dateline: str | None
    byline: str | None
    section: str | None
    language: str | None
    published: str | None
    published_precision: str | None
    published_raw: str | None
    day: str | None
    word_count: int | None
    content_digest: str
    extractor: str
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    pictures: tuple[Picture, ...]
    keywords: tuple[str, ...]
    revisions: tuple[RevisionEntry, ...]
    captures: tuple[Capture, ...]
    newer: str | None
    """uid of the next newer article of the newspaper."""
    older: str | None

    @property
    def evidence_capture(self) -> Capture | None:
        """The first capture that showed the article as it stands here."""
        current = self.revisions[-1].number if self.revisions else None
        shown = [capture for capture in self.captures if capture.revision == current]
        return next(iter(shown or self.captures), None)

    @property
    def loose_pictures(self) -> tuple[Picture, ...]:
        """Pictures that stand in no block of the body."""
        placed = {block.figure for block in _every(self.blocks)}
        return tuple(picture for i, picture in enumerate(self.pictures) if i not in placed)


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that was withheld on request."""

    uid: str
    withheld_on: str | None
    """Day, YYYY-MM-DD."""
    level: str
    """block: the original stays sealed in the archive; purge: it was taken out."""
    reason: str | None
    """In words for readers; None when it is not told."""


_COLUMNS = (
    "id", "uid", "newspaper", "url", "access", "headline", "lead", "byline", "section", "language", "published",
    "published_precision", "published_raw", "day", "word_count", "content_digest", "extractor",
)  # fmt: skip


def read_article(db: sqlite3.Connection, uid: str) -> ArticlePage | Gone | None:
    """The article with that permalink id; Gone when it was withheld; None when there is no such article."""
    row = db.execute(
        f"""SELECT {of_text("body")}, {of_text("shape")}, n.name, n.province_name, {of_text("dateline")},
                   a.{", a.".join(_COLUMNS)}
            FROM articles AS a JOIN newspapers AS n ON n.id = a.newspaper WHERE a.uid = ?""",
        (uid,),
    ).fetchone()
    if row is None:
        return _gone(db, uid)
    body, shape, newspaper_name, province, dateline, *values = row
    columns = dict(zip(_COLUMNS, values, strict=True))
    article_id, newspaper = columns["id"], columns["newspaper"]
    return ArticlePage(
        **columns,
        newspaper_name=newspaper_name,
        province=province,
        dateline=dateline,
        blocks=unpack_blocks(body, shape) if shape else (),
        credits=tuple(Credit(*r) for r in _rows(db, "name, role", "bylines", article_id)),
        pictures=tuple(Picture(*r) for r in _rows(db, "src, caption, credit", "figures", article_id)),
        keywords=tuple(r[0] for r in _rows(db, "keyword", "keywords", article_id)),
        revisions=_revisions(db, article_id),
        captures=_captures(db, article_id),
        newer=_neighbour(db, newspaper, article_id, "id > ? ORDER BY id"),
        older=_neighbour(db, newspaper, article_id, "id < ? ORDER BY id DESC"),
    )


def _gone(db: sqlite3.Connection, uid: str) -> Gone | None:
    row = db.execute("SELECT uid, withheld_on, level, reason FROM tombstones WHERE uid = ?", (uid,)).fetchone()
    return Gone(*row) if row else None


def _rows(db: sqlite3.Connection, columns: str, table: str, article: int) -> list[sqlite3.Row]:
    return db.execute(f"SELECT {columns} FROM {table} WHERE article_id = ? ORDER BY position", (article,)).fetchall()


def _revisions(db: sqlite3.Connection, article: int) -> tuple[RevisionEntry, ...]:
    rows = db.execute(
        """SELECT number, cause, recorded_at, captured_at, content_digest, extractor, headline, lead, body
           FROM revisions WHERE article_id = ? ORDER BY number""",
        (article,),
    )
    return tuple(RevisionEntry(*row) for row in rows)


def _captures(db: sqlite3.Connection, article: int) -> tuple[Capture, ...]:
    rows = db.execute(
        """SELECT fetched_at, url, status, revision, warc_file, warc_offset, record_id, payload_digest
           FROM captures WHERE article_id = ? ORDER BY fetched_at, id""",
        (article,),
    )
    return tuple(Capture(*row) for row in rows)


def _neighbour(db: sqlite3.Connection, newspaper: str, article: int, where: str) -> str | None:
    row = db.execute(
        f"SELECT uid FROM articles WHERE newspaper = ? AND {where} LIMIT 1", (newspaper, article)
    ).fetchone()
    return row[0] if row else None


def _every(blocks: tuple[Block, ...]) -> list[Block]:
    return [found for block in blocks for found in (block, *_every(block.blocks))]
