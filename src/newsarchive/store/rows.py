"""Articles to rows and back. What comes back has the same content digest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from newsarchive.article import Article, Block, Byline, Evidence, Figure
from newsarchive.exceptions import ArchiveError
from newsarchive.store import moments
from newsarchive.store.records import Capture, Revision

REVISION_COLUMNS = (
    "article_id, capture_id, number, content_digest, extractor, cause, recorded_at, headline, lead, dateline, "
    "published, published_precision, published_raw, published_zone, published_day, modified, section, language, "
    "blocks, evidence, word_count"
)


def revision_values(article: Article) -> tuple[Any, ...]:
    """The values of REVISION_COLUMNS from `headline` on."""
    published, zone = moments.store_moment(article.published)
    undigested = undigested_values(article)
    return (
        article.headline,
        article.lead,
        article.dateline,
        published,
        article.published_precision,
        article.published_raw,
        zone,
        moments.day_of(article.published),
        undigested["modified"],
        undigested["section"],
        undigested["language"],
        _json(article.to_dict()["blocks"]),
        undigested["evidence"],
        count_words(article),
    )


def undigested_values(article: Article) -> dict[str, Any]:
    """Column → value of what the content digest leaves out; keywords have rows of their own."""
    return {
        "modified": moments.store_moment(article.modified)[0],
        "section": article.section,
        "language": article.language,
        "evidence": _json({name: {"rule": one.rule, "raw": one.raw} for name, one in article.evidence.items()}),
    }


def count_words(article: Article) -> int:
    """Blank-separated words of lead and body; in Vietnamese that counts syllables.

    >>> count_words(Article(lead="Chiều nay", blocks=(Block("paragraph", "họp báo thường kỳ"),)))
    6
    """
    return sum(len(line.split()) for line in (article.lead or "", *article.body))


def article_from_rows(
    revision: sqlite3.Row,
    *,
    bylines: Iterable[sqlite3.Row],
    figures: Iterable[sqlite3.Row],
    keywords: Iterable[sqlite3.Row],
) -> Article:
    """The article that a revision row and its child rows tell; `revision` has columns of capture and article joined."""
    published = moments.load_moment(revision["published"], revision["published_zone"])
    evidence: Mapping[str, Mapping[str, str | None]] = json.loads(revision["evidence"])
    return Article(
        headline=revision["headline"],
        lead=revision["lead"],
        dateline=revision["dateline"],
        blocks=tuple(block_from_json(block) for block in json.loads(revision["blocks"])),
        bylines=tuple(Byline(row["name"], row["role"], row["raw"]) for row in bylines),
        figures=tuple(Figure(row["src"], row["caption"], row["credit"], row["raw"]) for row in figures),
        published=published,
        published_precision=revision["published_precision"],
        published_raw=revision["published_raw"],
        published_skewed=_is_skewed(revision["published"], revision["fetched_at"]),
        modified=moments.load_moment(revision["modified"]),
        section=revision["section"],
        keywords=tuple(row["keyword"] for row in keywords),
        language=revision["language"],
        url=revision["url"],
        canonical_url=revision["article_url"],
        newspaper=revision["article_newspaper"],
        evidence={name: Evidence(str(one["rule"]), one["raw"]) for name, one in evidence.items()},
    )


def capture_from_row(row: sqlite3.Row) -> Capture:
    """A capture row, with `uid` and `number` of the revision it shows joined in."""
    return Capture(
        newspaper_id=row["newspaper_id"],
        url=row["url"],
        fetched_at=moments.from_text(row["fetched_at"]),
        record_type=row["record_type"],
        warc_file=row["warc_file"],
        warc_offset=row["warc_offset"],
        warc_length=row["warc_length"],
        payload_digest=row["payload_digest"],
        outcome=row["outcome"],
        reason=row["reason"],
        status=row["status"],
        content_type=row["content_type"],
        record_id=row["record_id"],
        payload_bytes=row["payload_bytes"],
        article_uid=row["uid"],
        revision=row["number"],
        id=row["id"],
    )


def revision_from_row(row: sqlite3.Row, capture: Capture, article: Article) -> Revision:
    """A revision row with its capture and article already read."""
    return Revision(
        article_uid=row["uid"],
        number=row["number"],
        content_digest=row["content_digest"],
        extractor=row["extractor"],
        cause=row["cause"],
        recorded_at=moments.from_text(row["recorded_at"]),
        capture=capture,
        article=article,
    )


def _is_skewed(published: str | None, fetched_at: str) -> bool:
    """Derived, not stored: a publication after its own capture, which extraction keeps for 24 hours only."""
    if published is None or not published.endswith("Z"):
        return False
    ahead = moments.from_text(published) - moments.from_text(fetched_at)
    return timedelta(0) < ahead <= timedelta(hours=24)


_PLAIN = {"kind", "text"}
"""The keys of a paragraph or quote, which nine of ten blocks are."""


def block_from_json(block: Mapping[str, Any]) -> Block:
    """A block as `Article.to_dict` writes it; raises KeyError or TypeError for anything else."""
    if block.keys() == _PLAIN:
        return Block(block["kind"], block["text"])
    return Block(
        kind=block["kind"],
        text=block.get("text", ""),
        level=block.get("level"),
        items=tuple(block.get("items", ())),
        rows=tuple(tuple(cells) for cells in block.get("rows", ())),
        figure=block.get("figure"),
        blocks=tuple(block_from_json(inner) for inner in block.get("blocks", ())),
    )


def read_blocks(text: str, revision: int) -> tuple[Block, ...]:
    """The blocks of a revision row. Raises ArchiveError that names the revision when they cannot be read."""
    try:
        return tuple(block_from_json(block) for block in json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError("news.db", f"the blocks of revision {revision} cannot be read: {error!r}") from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
