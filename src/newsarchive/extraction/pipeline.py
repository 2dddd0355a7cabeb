"""HTML → Article, as one short list of named steps.

Decode and guard the bytes, parse once, read the head, choose the layout, read the body's pieces; then name what the pieces
are: chrome, captions, bylines, lead, dateline, headings; then the date; last, decide whether it is an article at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from newsarchive import press
from newsarchive.article import Article, Evidence
from newsarchive.cleaning.dateline import parse_dateline
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.blocks import find_headings, make_blocks
from newsarchive.extraction.body import read_body
from newsarchive.extraction.bylines import author_elements, read_bylines, take_bylines
from newsarchive.extraction.choice import choose_layout
from newsarchive.extraction.chrome import drop_chrome
from newsarchive.extraction.decode import decode
from newsarchive.extraction.figures import figures_of, find_captions, split_glued_captions
from newsarchive.extraction.guard import MAX_CHARACTERS, guard
from newsarchive.extraction.headline import find_headline
from newsarchive.extraction.kind import is_feed, is_home, why_no_article, why_no_body
from newsarchive.extraction.lead import take_lead
from newsarchive.extraction.metadata import Metadata, read_metadata
from newsarchive.extraction.page import Page, TooBigError, names_of, parse, select, text_of
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.published import find_modified, find_published
from newsarchive.press import Layout, Newspaper

EXTRACTOR = "newsarchive/1"
"""Version of the rules, raised when output changes: a new digest under another version is no change of the source."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article, or the reason in plain words why there is none."""

    article: Article | None
    reason: str | None = None


def extract_article(
    html: bytes | str,
    *,
    url: str | None = None,
    newspaper: Newspaper | str | None = None,
    content_type: str | None = None,
    captured_at: datetime | None = None,
) -> Article | None:
    """The article of a page, or None for section pages, soft 404s, error pages and feeds; `extract` tells why.

    `newspaper`: an id or record of the press registry, found by the URL when left out (UnknownNewspaperError for an id that is
    not there). `captured_at` bounds the date of publication and reads relative ones. Never raises for any content.
    """
    return extract(html, url=url, newspaper=newspaper, content_type=content_type, captured_at=captured_at).article


def extract(
    html: bytes | str,
    *,
    url: str | None = None,
    newspaper: Newspaper | str | None = None,
    content_type: str | None = None,
    captured_at: datetime | None = None,
) -> Extraction:
    """`extract_article` with the reason when there is no article. TypeError for anything but bytes or str."""
    if not isinstance(html, bytes | str):
        raise TypeError(f"html must be bytes or str, not {type(html).__name__}")
    paper = _newspaper(newspaper, url)
    if len(html) > MAX_CHARACTERS:
        return Extraction(None, f"budget: page of {len(html)} bytes, more than {MAX_CHARACTERS}")
    decoded = decode(html, content_type)
    if not decoded.text.strip():
        return Extraction(None, "empty")
    if is_feed(decoded.text):
        return Extraction(None, "feed: a list of articles, not one")
    try:
        page = parse(guard(decoded.text), url)
        return _read(page, paper, captured_at, Evidence(decoded.rule, decoded.encoding))
    except TooBigError as problem:
        return Extraction(None, f"budget: {problem}")


def _newspaper(given: Newspaper | str | None, url: str | None) -> Newspaper | None:
    if isinstance(given, str):
        return press.newspaper(given)
    return given or (press.newspaper_for(url) if url else None)


def _read(page: Page, paper: Newspaper | None, captured_at: datetime | None, encoding: Evidence) -> Extraction:
    if is_home(page.url):
        return Extraction(None, "section page: the address is a front page's")
    metadata = read_metadata(page)
    layout = choose_layout(page, paper)
    body = read_body(page, layout)
    if body is None:
        return Extraction(None, why_no_body(page))
    evidence: dict[str, Evidence | None] = {"encoding": encoding, "body": Evidence(body.rule)}
    headline = evidence["headline"] = find_headline(page, metadata, layout)
    title = headline.raw if headline else None

    pieces = body.pieces
    find_captions(pieces, set(select(page.root, layout.caption)) if layout else set(), title)
    pieces = split_glued_captions(drop_chrome(pieces, title))
    reason = why_no_article(page, body, pieces, metadata, layout, paper)
    if reason:
        return Extraction(None, reason)
    selected = select(page.root, layout.byline) if layout else []
    boxes = author_elements(page, layout, selected, body.roots)
    pieces, lines = take_bylines(pieces, set(selected))
    bylines, evidence["bylines"] = read_bylines(lines, page, metadata, layout, paper, boxes)
    evidence["lead"], pieces = take_lead(page, pieces, metadata, layout, body.roots, title)
    stamp = _location_stamp(page)
    lead, dateline, evidence["dateline"] = _dateline(evidence["lead"], pieces, stamp)
    find_headings(pieces)
    figures, index = figures_of(pieces)
    at_home = _is_at_home(page, paper)
    published, rule = find_published(page, metadata, layout, body.roots, captured_at, at_home=at_home)
    evidence["published"] = Evidence(rule, published.raw) if published and rule else None
    modified, evidence["modified"] = find_modified(metadata, captured_at)
    section = evidence["section"] = _section(page, metadata, layout)
    article = Article(
        headline=title,
        lead=lead,
        dateline=dateline,
        blocks=make_blocks(pieces, index),
        bylines=bylines,
        figures=tuple(figures),
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        published_skewed=bool(published and published.clock_skew),
        modified=modified,
        section=section.raw if section else None,
        keywords=_keywords(page, metadata, layout),
        language=page.language,
        url=page.url,
        canonical_url=press.canonicalize_url(page.url, paper) if page.url else metadata.canonical,
        newspaper=paper.id if paper else None,
        evidence={name: found for name, found in evidence.items() if found is not None},
    )
    return Extraction(article) if article.blocks else Extraction(None, why_no_body(page))


def _dateline(lead: Evidence | None, pieces: list[Piece], stamp: str | None) -> tuple[str | None, str | None, Evidence | None]:
    """The lead without the newsroom's mark, and the mark; cut from the first paragraph too."""
    text = lead.raw if lead else None
    mark: str | None = None
    if text:
        if stamp and text.startswith(stamp):
            text = text.removeprefix(stamp).lstrip(" -–—:,.")
            return text, stamp, Evidence("location stamp", stamp)
        mark, text = parse_dateline(text)
    first = next((piece for piece in pieces if piece.kind == "text" and piece.role == ""), None)
    if first is not None:
        own, rest = parse_dateline(first.text)
        if own and rest and (mark is None or own == mark):
            mark, first.text = mark or own, rest
    return text or None, mark, Evidence("mark at the head of the text", mark) if mark else None


def _location_stamp(page: Page) -> str | None:
    """A place in an element of its own at the head of the lead: span.location-stamp "TP HCM"."""
    for element in page.root.iter("span", "strong", "b"):
        if "location-stamp" in names_of(element) or "dateline" in names_of(element).split():
            return text_of(element) or None
    return None


def _is_at_home(page: Page, paper: Newspaper | None) -> bool:
    """True where a clock without a zone is Vietnam's: a newspaper we know, a Vietnamese page, a .vn host."""
    host = urlsplit(page.url or "").hostname or ""
    language = (page.language or "").lower()
    return paper is not None or language.startswith("vi") or host.endswith(".vn") or not page.url


def _section(page: Page, metadata: Metadata, layout: Layout | None) -> Evidence | None:
    if layout:
        for selector in layout.section:
            texts = [element.get("content") or text_of(element) for element in select(page.root, (selector,))]
            named = [text for text in texts if text and text.casefold() not in {"trang chủ", "home", ">"}]
            if named:
                return Evidence(f"layout:{layout.id} {selector}", clean_text(named[0]))
    return metadata.section


def _keywords(page: Page, metadata: Metadata, layout: Layout | None) -> tuple[str, ...]:
    if layout and layout.keywords:
        found = [
            word
            for element in select(page.root, layout.keywords)
            for word in ((element.get("content") or "").split(",") if element.tag == "meta" else [text_of(element)])
        ]
        tidy = tuple(dict.fromkeys(text for word in found if (text := clean_text(word.strip(" ,;#")))))
        if tidy:
            return tidy
    return metadata.keywords
