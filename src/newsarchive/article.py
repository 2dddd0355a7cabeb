"""The records of an article, in schema.org NewsArticle terms, and the one definition of "says the same".

Everything here is frozen, plain data: it crosses process borders, is compared, digested and written to JSON. Text is
NFC and stripped; `None` or an empty tuple means that the page does not tell, never that we did not look.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal
from urllib.parse import urlsplit

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh, by which every newspaper prints its hours and we count days: no other offset and no summer time
since 1975. Written out, since a machine may have no time zone database."""

BlockKind = Literal["paragraph", "heading", "list", "quote", "table", "figure", "box"]
Role = Literal["text", "photo", "source"]
Precision = Literal["minute", "day"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field came from."""

    rule: str
    """Name of the rule that found it, for example "layout:fck-a published" or "json-ld datePublished"."""
    raw: str | None = None
    """The text or markup value it was read from, as printed."""


@dataclass(frozen=True, slots=True)
class Byline:
    """One credited person or agency."""

    name: str
    """As printed, without the role's words: "Đức Minh", "P.Y", "TTXVN"."""
    role: Role
    """text: wrote it; photo: took the pictures; source: the agency or paper it was taken from."""
    raw: str
    """The whole credit line it was read from: "Tin, ảnh: P.Y"."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption split from its credit."""

    text: str | None
    """The sentence about the picture; None when the line is a credit alone."""
    credit: str | None
    """The photographer or source behind "Ảnh:", without that word."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or video of the article."""

    src: str | None
    """Absolute URL of the image (the full one behind lazy loading); None in plain text."""
    caption: str | None = None
    """Caption without its credit."""
    credit: str | None = None
    """Photographer or source, without "Ảnh:"."""
    raw: str | None = None
    """Caption and credit as printed, one line."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body, in reading order."""

    kind: BlockKind
    text: str = ""
    """Text of a paragraph, heading or quote; title of a box; empty for a figure."""
    level: int | None = None
    """Heading level 2 to 6; None for other kinds."""
    items: tuple[str, ...] = ()
    """Items of a list."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells of a table, row by row."""
    figure: int | None = None
    """Index into `Article.figures` of a figure block."""
    blocks: tuple[Block, ...] = ()
    """What a box holds."""

    def lines(self) -> list[str]:
        """The block's text as body lines: one for a paragraph, one per item, row or inner block.

        >>> Block("list", items=("một", "hai")).lines()
        ['một', 'hai']
        >>> Block("table", rows=(("Năm", "2022"), ("Tỷ lệ", "99,96%"))).lines()
        ['Năm | 2022', 'Tỷ lệ | 99,96%']
        >>> Block("figure", figure=0).lines()
        []
        """
        own = [self.text] if self.text else []
        rows = [" | ".join(row) for row in self.rows]
        return [*own, *self.items, *rows, *(line for block in self.blocks for line in block.lines())]


@dataclass(frozen=True, slots=True)
class Published:
    """A moment of publication as the page tells it."""

    value: datetime | date
    """A datetime with zone, or a date when only the day is told."""
    precision: Precision
    raw: str
    """As printed or as in the metadata."""
    clock_skew: bool = False
    """True when it lies up to 24 hours after the capture (later ones are refused)."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a page said, cleaned. Equal content has an equal `content_digest`."""

    headline: str | None = None
    lead: str | None = None
    """The summary set apart from the body; None when the first paragraph is only body."""
    dateline: str | None = None
    """The newsroom's mark or place at the head, as printed: "(BTV)", "TP HCM"."""
    blocks: tuple[Block, ...] = ()
    bylines: tuple[Byline, ...] = ()
    figures: tuple[Figure, ...] = ()
    published: datetime | date | None = None
    published_precision: Precision | None = None
    published_raw: str | None = None
    published_skewed: bool = False
    """True when `published` lies up to 24 hours after the capture."""
    modified: datetime | date | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None
    """BCP 47 tag as the page declares it: "vi"."""
    url: str | None = None
    canonical_url: str | None = None
    newspaper: str | None = None
    """Id in the press registry; None for a host we do not know."""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def body(self) -> list[str]:
        """Paragraphs and in-body headings in reading order; no captions, no bylines."""
        return [line for block in self.blocks for line in block.lines()]

    @property
    def captions(self) -> list[str]:
        """Captions as printed, credit included."""
        return [figure.raw for figure in self.figures if figure.raw]

    @property
    def authors(self) -> list[str]:
        """Names credited with the text."""
        return _names(self.bylines, "text")

    @property
    def photographers(self) -> list[str]:
        """Names credited with the pictures of the whole article (not of a single caption)."""
        return _names(self.bylines, "photo")

    @property
    def content_digest(self) -> str:
        """`sha256:` + hex over what the article says; docs/architecture.md, "Identity", names what counts.

        >>> a = Article(headline="Họp báo", blocks=(Block("paragraph", "Chiều 3/2."),))
        >>> a.content_digest == Article(headline="Họp báo", blocks=a.blocks, section="Thời sự").content_digest
        True
        """
        said = {
            "headline": self.headline,
            "lead": self.lead,
            "dateline": self.dateline,
            "blocks": [_block(block) for block in self.blocks],
            "figures": [[_bare(f.src), f.caption, f.credit] for f in self.figures],
            "bylines": [[b.name, b.role, b.raw] for b in self.bylines],
            "published": _iso(self.published),
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of the command line, the exports and the tests (docs/architecture.md, "The article")."""
        return {
            "url": self.url,
            "canonical_url": self.canonical_url,
            "newspaper": self.newspaper,
            "headline": self.headline,
            "lead": self.lead,
            "dateline": self.dateline,
            "body": self.body,
            "blocks": [_block(block) for block in self.blocks],
            "captions": self.captions,
            "figures": [{"src": f.src, "caption": f.caption, "credit": f.credit, "raw": f.raw} for f in self.figures],
            "bylines": [{"name": b.name, "role": b.role, "raw": b.raw} for b in self.bylines],
            "authors": self.authors,
            "photographers": self.photographers,
            "published": _iso(self.published),
            "published_precision": self.published_precision,
            "published_raw": self.published_raw,
            "modified": _iso(self.modified),
            "section": self.section,
            "keywords": list(self.keywords),
            "language": self.language,
            "evidence": {name: {"rule": e.rule, "raw": e.raw} for name, e in self.evidence.items()},
        }


def _names(bylines: tuple[Byline, ...], role: Role) -> list[str]:
    return list(dict.fromkeys(byline.name for byline in bylines if byline.role == role))


def _iso(moment: datetime | date | None) -> str | None:
    return moment.isoformat() if moment else None


def _bare(src: str | None) -> str | None:
    """The address without query and fragment: image servers put sizes and signatures there."""
    return urlsplit(src)._replace(query="", fragment="").geturl() if src else None


def _block(block: Block) -> dict[str, Any]:
    """A block as JSON, leaving out what its kind does not have."""
    whole: dict[str, Any] = {
        "kind": block.kind,
        "text": block.text,
        "level": block.level,
        "items": list(block.items),
        "rows": [list(row) for row in block.rows],
        "figure": block.figure,
        "blocks": [_block(inner) for inner in block.blocks],
    }
    return {key: value for key, value in whole.items() if value or value == 0}
