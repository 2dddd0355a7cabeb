"""A page and what a worker makes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from newsarchive.article import Article
from newsarchive.exceptions import UnreadableInputError
from newsarchive.link import Link, LinkKind
from newsarchive.press import article_key, canonicalize_url, newspaper
from newsarchive.rights import RightsSignal, signals_of_page
from newsarchive.warc.content import decode_content


@dataclass(frozen=True, slots=True)
class Page:
    """What a worker needs to extract one page."""

    payload: bytes
    """The body as sent."""
    content_encoding: str | None = None
    """Still to be undone: "gzip", "br"."""
    url: str | None = None
    newspaper: str | None = None
    """Id in the press registry."""
    content_type: str | None = None
    captured_at: datetime | None = None
    kind: Literal["html", "text", "other"] = "html"
    """other: nothing to extract (a feed, a sitemap); it may hold links."""
    expects: LinkKind | None = None
    """What the address was fetched as; its links are then looked for. None: they are not wanted."""
    place: tuple[str, int] | None = None
    """File, relative to data/warc, and byte of the record that holds `payload`, where it can be read again."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article, or why there is none."""

    article: Article | None
    reason: str | None = None
    failed: bool = False
    """True when the worker was killed or broke: the page may well hold an article."""
    extractor: str = ""
    key: str = ""
    """Article key of the article."""
    article_url: str = ""
    """Canonical address of the article."""
    links: tuple[Link, ...] = ()
    """What the page leads to, when it was asked for its links."""
    unread: str | None = None
    """Why its links could not be read, in words."""
    rights: tuple[RightsSignal, ...] = ()
    """What the page says about rights."""


def extract_page(page: Page) -> Extracted:
    """Extract one page, and find its links when they are wanted; runs in a worker."""
    content = decode_content(page.payload, page.content_encoding, limit=64 << 20)
    extracted = Extracted(None) if page.kind == "other" else _identify(_extract(content, page), page)
    if page.kind == "html":
        extracted = replace(extracted, rights=signals_of_page(content))
    if page.expects is None:
        return extracted
    from newsarchive.discovery import find_links, find_pictures, tell_postback  # noqa: PLC0415

    paper = newspaper(page.newspaper) if page.newspaper else None
    pictures = find_pictures(extracted.article, page.url or "") if extracted.article else ()
    try:
        links = find_links(content, page.url or "", page.expects, paper, content_type=page.content_type)
    except UnreadableInputError as error:
        return replace(extracted, links=pictures, unread=f"{page.expects}: {error.reason}")
    told = tell_postback(content, links) if page.expects in {"section", "page"} else None
    return replace(extracted, links=(*links, *pictures), unread=f"{page.expects}: {told}" if told else None)


def _extract(content: bytes, page: Page) -> Extracted:
    from newsarchive.extraction import extract, reader  # noqa: PLC0415 (the parsers are loaded where pages are read, not by `status`)

    if page.kind == "text":
        return _read_text(content, page, reader(page.newspaper))
    extraction = extract(
        content,
        url=page.url,
        newspaper=page.newspaper,
        content_type=page.content_type,
        captured_at=page.captured_at,
    )
    return _checked(Extracted(extraction.article, extraction.reason, extractor=reader(page.newspaper)))


def _identify(extracted: Extracted, page: Page) -> Extracted:
    """Which article it is; asked here, since the writing process has the most to do."""
    if extracted.article is None:
        return extracted
    url, declared = page.url or "", extracted.article.canonical_url
    paper = newspaper(page.newspaper) if page.newspaper else None
    key = article_key(url, declared, paper)
    return replace(extracted, key=key, article_url=declared or canonicalize_url(url, paper))


def _read_text(content: bytes, page: Page, extractor: str) -> Extracted:
    from newsarchive.extraction.decode import BINARY, decode  # noqa: PLC0415
    from newsarchive.extraction.plaintext import article_from_text, why_no_text  # noqa: PLC0415

    decoded = decode(content, page.content_type)
    if decoded.is_binary:
        return Extracted(None, BINARY, extractor=extractor)
    article = article_from_text(decoded.text, newspaper=page.newspaper)
    if reason := why_no_text(article):
        return Extracted(None, reason, extractor=extractor)
    return _checked(Extracted(article, extractor=extractor))


def _checked(extracted: Extracted) -> Extracted:
    """Fail here, on this page alone, if the article holds what UTF-8 cannot write (a lone surrogate)."""
    if extracted.article is not None:
        json.dumps(extracted.article.to_dict(), ensure_ascii=False).encode()
    return extracted
