"""From an article of the archive to the rows that its access level lets into a release.

full: everything. excerpt: headline, lead (or the body's first words), credits and provenance; no body, no captions, no
earlier wording. metadata: as excerpt, without the lead. Whatever is not shown is in no row, so no index can hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsarchive.article import Block
from newsarchive.publish.access import Access
from newsarchive.publish.source import SourceArticle, SourceRevision
from newsarchive.reading.shape import pack_blocks

EXCERPT_WORDS = 60
"""Syllables of an excerpt: a Vietnamese lead is rarely longer."""

Rows = dict[str, list[tuple[Any, ...]]]
"""Table name → rows."""


def article_rows(article: SourceArticle, access: Access, row_id: int, province: str | None) -> Rows:
    """The rows of one article, by table."""
    full = access == "full"
    return {
        "articles": [_narrow(article, access, row_id, province)],
        "texts": [_text(article.current, row_id)] if full else [],
        "bylines": [
            (row_id, i, name, role, raw if full else None) for i, (name, role, raw) in enumerate(article.bylines)
        ],
        "figures": [(row_id, i, *figure) for i, figure in enumerate(article.figures)] if full else [],
        "keywords": [(row_id, i, keyword) for i, keyword in enumerate(article.keywords)],
        "revisions": [_revision(article, revision, row_id, full=full) for revision in article.revisions],
        "captures": [(row_id, *capture) for capture in article.captures],
    }


def excerpt(lead: str | None, blocks: Iterable[Block]) -> str | None:
    """The lead, else the first paragraph, cut at EXCERPT_WORDS."""
    first = (line for block in blocks if block.kind == "paragraph" for line in block.lines())
    text = lead or next(first, None)
    words = (text or "").split()
    if len(words) <= EXCERPT_WORDS:
        return text
    return " ".join(words[:EXCERPT_WORDS]) + "…"


def _narrow(article: SourceArticle, access: Access, row_id: int, province: str | None) -> tuple[Any, ...]:
    now = article.current
    leads = {"full": now.lead, "excerpt": excerpt(now.lead, now.blocks), "metadata": None}
    return (
        row_id,
        article.uid,
        article.newspaper,
        province,
        article.day,
        now.headline,
        leads[access],
        ", ".join(dict.fromkeys(name for name, _, _ in article.bylines)) or None,
        now.section,
        now.published,
        now.published_precision,
        now.published_raw,
        now.language,
        article.url,
        access,
        now.word_count,
        len(article.figures) if access == "full" else 0,
        sum(revision.cause == "source" for revision in article.revisions),
        len(article.captures),
        article.first_captured_at,
        article.last_captured_at,
        now.content_digest,
        now.extractor,
    )


def _text(revision: SourceRevision, row_id: int) -> tuple[Any, ...]:
    return (row_id, revision.dateline, *pack_blocks(revision.blocks))


def _revision(article: SourceArticle, revision: SourceRevision, row_id: int, *, full: bool) -> tuple[Any, ...]:
    """Earlier wording is stored here; the current one stands in `articles` and `texts`, once."""
    earlier = full and revision is not article.current
    return (
        row_id,
        revision.number,
        revision.cause,
        revision.recorded_at,
        revision.captured_at,
        revision.content_digest,
        revision.extractor,
        revision.published,
        revision.word_count,
        revision.headline if earlier else None,
        revision.lead if earlier else None,
        pack_blocks(revision.blocks)[0] if earlier else None,
    )
