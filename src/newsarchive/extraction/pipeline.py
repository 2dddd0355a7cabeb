"""HTML → Article, as one short list of named steps.

Decode and guard the bytes, parse once, read the head, choose the layout, read the body's pieces; then name what the
pieces are: captions and chrome, bylines, lead, dateline, headings; then the date. In between, decide whether it is an
article at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from newsarchive import press
from newsarchive.article import Article, Evidence
from newsarchive.extraction.authors import author_elements
from newsarchive.extraction.blocks import find_headings, make_blocks
from newsarchive.extraction.body import Body, read_body, read_said, read_short
from newsarchive.extraction.bylines import read_bylines, take_bylines
from newsarchive.extraction.captions import find_captions, split_glued_captions
from newsarchive.extraction.choice import choose_layout, own_layouts
from newsarchive.extraction.chrome import drop_chrome, house_lines
from newsarchive.extraction.context import Context
from newsarchive.extraction.dateline import cut_dateline
from newsarchive.extraction.element import opening_tags
from newsarchive.extraction.ends import trim_ends
from newsarchive.extraction.figures import figures_of
from newsarchive.extraction.guard import MAX_CHARACTERS, without_raw
from newsarchive.extraction.headline import find_headline
from newsarchive.extraction.kind import is_home, why_no_article, why_no_body
from newsarchive.extraction.labels import find_keywords, find_section
from newsarchive.extraction.lead import take_lead
from newsarchive.extraction.metadata import read_metadata
from newsarchive.extraction.notes import drop_notes
from newsarchive.extraction.opening import Opened, open_near, open_whole
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.published import find_modified, find_published
from newsarchive.extraction.teasers import drop_teasers
from newsarchive.extraction.watch import Watch
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

    `newspaper`: an id or record of the press registry, found by the URL when left out (UnknownNewspaperError for an id
    that is not there). `captured_at` bounds the date of publication and reads relative ones. Never raises for
    any content.
    """
    return extract(html, url=url, newspaper=newspaper, content_type=content_type, captured_at=captured_at).article


def extract(
    html: bytes | str,
    *,
    url: str | None = None,
    newspaper: Newspaper | str | None = None,
    content_type: str | None = None,
    captured_at: datetime | None = None,
    watch: Watch | None = None,
    choose: Callable[[Page, Newspaper | None], Layout | None] | None = None,
) -> Extraction:
    """`extract_article` with the reason when there is no article. TypeError for anything but bytes or str.

    `watch` is told what the reading saw and left out. `choose` names the layout: that of the registry, unless one is to
    be tried that stands nowhere yet.
    """
    if not isinstance(html, bytes | str):
        raise TypeError(f"html must be bytes or str, not {type(html).__name__}")
    paper = _newspaper(newspaper, url)
    if len(html) > MAX_CHARACTERS:
        return Extraction(None, f"budget: page of {len(html)} bytes, more than {MAX_CHARACTERS}")
    told = _told(newspaper, paper, url)
    markup = without_raw(html) if isinstance(html, bytes) else None

    def context(opened: Opened, layout: Layout | None) -> Context:
        known = {"encoding": opened.encoding, **told}
        return Context(opened.page, read_metadata(opened.page), layout, paper, captured_at, known)

    # A reader who asks why, and a layout that is tried, are given the whole page.
    if markup and watch is None and choose is None:
        near = open_near(markup, url, content_type, own_layouts(paper, url))
        if near and (found := _read(context(*near), None)).article:
            return found
    whole = open_whole(html, markup, url, content_type)
    if isinstance(whole, str):
        return Extraction(None, whole)
    return _read(context(whole, (choose or choose_layout)(whole.page, paper)), watch)


def _newspaper(given: Newspaper | str | None, url: str | None) -> Newspaper | None:
    if isinstance(given, str):
        return press.newspaper(given)
    return given or (press.newspaper_for(url) if url else None)


def _told(given: Newspaper | str | None, paper: Newspaper | None, url: str | None) -> Mapping[str, Evidence]:
    """Who told which newspaper it is."""
    if paper is None:
        return {}
    return {"newspaper": Evidence("given with the page", paper.id) if given else Evidence("host of the address", url)}


def _read(context: Context, watch: Watch | None) -> Extraction:
    """Read a page that is parsed."""
    page = context.page
    if is_home(page.url):
        return Extraction(None, "section page: the address is a front page's")
    if watch:
        watch.context = context
    body = read_body(page, context.layout, watch)
    read = _read_body(context, body, watch) if body else Extraction(None, why_no_body(page))
    by_layout = body is not None and body.rule.startswith("layout:")
    if read.article is None and not by_layout and (said := read_said(page, context.metadata.body, watch)):
        read = _read_body(context, said, watch)
    if read.article or by_layout or not (short := read_short(page, context.layout, watch)):
        return read
    notice = _read_body(context, short, watch)
    return notice if notice.article else read


def _read_body(context: Context, body: Body, watch: Watch | None) -> Extraction:
    """Read a page whose body's place is found."""
    page = context.page
    headline = find_headline(page, context.metadata, context.layout)
    title = headline.raw if headline else None
    captions, credited = set(context.select("caption")), set(context.select("byline"))
    find_captions(body.pieces, captions, title, credited, beside=context.is_vietnamese)
    pieces = split_glued_captions(drop_chrome(body.pieces, title, house_lines(context.newspaper)))
    if watch:
        watch.body, watch.pieces = body.pieces, pieces
    reason = why_no_article(context, body, pieces)
    if reason:
        return Extraction(None, reason + body.unread)
    found = {**context.told, "headline": headline, "body": Evidence(body.rule, opening_tags(body.roots))}
    article = _assemble(context, body, pieces, found, watch)
    said = article.blocks or _is_lead_alone(article, body)
    return Extraction(article) if said else Extraction(None, why_no_body(page))


def _is_lead_alone(article: Article, body: Body) -> bool:
    """A page of a video has no more than a lead: believed where a layout tells both where it is and what it is not."""
    lead = article.evidence.get("lead")
    return lead is not None and all(rule.startswith("layout:") for rule in (lead.rule, body.rule))


def _assemble(
    context: Context, body: Body, pieces: list[Piece], found: dict[str, Evidence | None], watch: Watch | None
) -> Article:
    """The article of the body's pieces. `found`: evidence so far."""
    page, paper = context.page, context.newspaper
    title = found["headline"].raw if found["headline"] else None
    credited = context.select("byline")
    pieces, lines = take_bylines(drop_teasers(pieces, body.found), set(credited))
    bylines, named = read_bylines(context, lines, author_elements(context, credited, body.roots, lines))
    pieces = drop_notes(pieces, bylines)
    found["lead"], pieces = take_lead(context, pieces, body.roots, title)
    lead, dateline, found["dateline"] = cut_dateline(page, found["lead"], pieces, paper.datelines if paper else ())
    pieces = trim_ends(pieces, body.found)
    find_headings(pieces)
    figures, index, pictured = figures_of(pieces, [*context.metadata.headlines, *([title] if title else [])])
    if watch:
        watch.pieces, watch.figures = pieces, index
    published, rule = find_published(context, body.roots)
    found["published"] = Evidence(rule, published.raw) if published and rule else None
    modified, found["modified"] = find_modified(context.metadata, context.captured_at)
    section = found["section"] = find_section(context)
    keywords, found["keywords"] = find_keywords(context)
    canonical, found["canonical_url"] = _canonical(context)
    found["language"] = page.language_told
    blocks = make_blocks(pieces, index)
    found["body"] = found["body"] if blocks else None
    found |= named | pictured
    return Article(
        headline=title,
        lead=lead,
        dateline=dateline,
        blocks=blocks,
        bylines=bylines,
        figures=tuple(figures),
        published=published.value if published else None,
        published_precision=published.precision if published else None,
        published_raw=published.raw if published else None,
        published_skewed=bool(published and published.clock_skew),
        modified=modified,
        section=section.raw if section else None,
        keywords=keywords,
        language=page.language,
        url=page.url,
        canonical_url=canonical,
        newspaper=paper.id if paper else None,
        evidence={name: told for name, told in found.items() if told is not None},
    )


def _canonical(context: Context) -> tuple[str | None, Evidence | None]:
    """The address the article is known by: the page's own, brought to its canonical form, else what the head tells."""
    if context.page.url:
        canonical = press.canonicalize_url(context.page.url, context.newspaper)
        return canonical, Evidence("address of the page, in canonical form", context.page.url)
    told = context.metadata.canonical
    return (told.raw, told) if told else (None, None)
