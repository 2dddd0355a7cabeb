"""What is no article, and why: feeds, section pages, soft 404s, bot walls, bodies in disguise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from urllib.parse import urlsplit

from newsarchive.cleaning.script import count_words
from newsarchive.extraction.body import Body
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element, text_of
from newsarchive.extraction.headline import repeats
from newsarchive.extraction.likeness import same
from newsarchive.extraction.listing import (
    MANY,
    count_prose,
    count_teasers,
    is_teaser,
    linked_share,
    reads_on,
    why_listing,
)
from newsarchive.extraction.page import LONGEST_TITLE, Page
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.printed import BESIDE, find_beside, is_bare_moment

_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_GONE = re.compile(
    r"(?:^|[-|–—:»]\s*|lỗi\s+|error\s+|http\s+)404\b"
    r"|không tìm thấy|không tồn tại|đã bị xóa|đã bị gỡ|page not found|not found|trang lỗi|lỗi trang"
    r"|error 50\d|bad gateway|service unavailable|access denied|403 forbidden",
    re.IGNORECASE,
)
_WALL = re.compile(rb"document\.cookie\s*=.{0,400}?(?:location\.reload|location\.href|window\.location)", re.DOTALL)
_SCRIPTS = 20_000
_LONG_WORD = 600
_DISGUISE = re.compile(rf"[A-Za-z0-9+/=]{{{_LONG_WORD},}}")
"""Encoded text, when it has both cases: a line of digits has none."""
_POST = re.compile(r"post-\d+")
_SHORT, _LONG = 120, 800
_VERSE, _STANZAS = 12, 6
_LINE, _HEADLINE = 40, 6
_HOME = re.compile(r"^/?(?:index\.\w+|home\w*|trang-chu\w*|default\.aspx)?/?$", re.IGNORECASE)


def is_feed(text: str) -> bool:
    """RSS, Atom or a sitemap instead of a page."""
    return _FEED.match(text[:2000]) is not None


def is_home(url: str | None) -> bool:
    """The address of a newspaper's front page."""
    parts = urlsplit(url or "")
    return bool(parts.hostname) and _HOME.match(parts.path) is not None and not parts.query


def why_no_body(page: Page) -> str:
    """The reason when no text was found at all."""
    if _reloads(page):
        return "bot wall: a script sets a cookie and reloads"
    if _GONE.search(_title(page)):
        return f"error page: {_title(page)[:80]!r}"
    teasers = count_teasers(page)
    return f"{'section page' if teasers >= MANY else 'no body'}: {teasers} article links, no paragraphs"


def why_no_article(context: Context, body: Body, pieces: list[Piece]) -> str | None:
    """The reason why a page with text is no article; None when it is one."""
    if context.page.is_fragment:
        return None
    size = count_prose(pieces)
    return _why_unreadable(context.page, pieces, size) or _why_section(context, body, pieces, size)


def grounds(context: Context, pieces: list[Piece]) -> dict[str, str]:
    """What the judgement rests on, by name, for a reader who asks why."""
    page, metadata = context.page, context.metadata
    shape = "of an article" if context.is_article_address else "of no article that the newspaper's patterns know"
    said = "an article" if metadata.is_article else "a list" if metadata.is_list else "nothing"
    return {
        "address": shape if context.newspaper and page.url else "unknown",
        "title and h1": _title(page) or "none",
        "the head calls it": said,
        "date of publication in the head": (metadata.published[0].raw or "") if metadata.published else "none",
        "links as long as headlines": str(count_teasers(page)),
        "characters in sentences": str(count_prose(pieces)),
    }


def _why_unreadable(page: Page, pieces: list[Piece], size: int) -> str | None:
    """An error page, a bot wall, a body in disguise. `size`: characters in sentences."""
    texts = (piece.text for piece in pieces if len(piece.text) >= _LONG_WORD)
    long = [word for text in texts for word in text.split() if len(word) >= _LONG_WORD]
    if any(run not in (run.lower(), run.upper()) for word in long for run in _DISGUISE.findall(word)):
        return "obfuscated body: encoded text instead of paragraphs"
    if size < 600 and _GONE.search(_title(page)):
        return f"soft 404: {_title(page)[:80]!r}"
    if size < 200 and _reloads(page):
        return "bot wall: a script sets a cookie and reloads"
    return None


def _reloads(page: Page) -> bool:
    """A script sets a cookie and loads the page again."""
    return _WALL.search(b"\n".join(page.guarded.scripts)[:_SCRIPTS]) is not None


def _why_section(context: Context, body: Body, pieces: list[Piece], size: int) -> str | None:
    """A section page by its address, by its own word, or by its links. `size`: characters in sentences."""
    page, metadata, shaped = context.page, context.metadata, context.is_article_address
    known = body.rule.startswith("layout:") or body.rule.startswith("itemprop articleBody")
    if known and (size > 0 or shaped):
        return None
    paper = context.newspaper
    if paper and paper.patterns and page.url and not shaped and not (metadata.published and size > _LONG):
        return f"section page: not the address of an article of {paper.name}, {count_teasers(page)} article links"
    if reads_on(page, pieces) or (size >= _LINE and (_is_post(page, body) or _is_headed(context, body))):
        return None
    if metadata.is_list:
        return f"section page: describes itself as a list, {count_teasers(page)} article links"
    if size < _SHORT and not (shaped or metadata.is_article or _is_verse(pieces)):
        teasers = count_teasers(page)
        what = "section page" if teasers >= MANY else "no body"
        return f"{what}: {size} characters of text, {teasers} article links"
    return _why_front_page(context, body) if shaped else why_listing(context, body, pieces)


def _why_front_page(context: Context, body: Body) -> str | None:
    """An old address may answer with today's headlines: the title names the newspaper alone, the text is links."""
    metadata, names = context.metadata, context.newspaper.names if context.newspaper else ()
    titles = metadata.headlines if len(metadata.headlines) == 1 else ()
    if metadata.is_article or metadata.published or not any(same(title, name) for title in titles for name in names):
        return None
    teasers = count_teasers(context.page)
    if teasers >= MANY and linked_share(body) > 0.5:
        return f"section page: under the title of the front page, {teasers} article links"
    return None


def _is_post(page: Page, body: Body) -> bool:
    """The body stands in the only post of a WordPress page, which numbers each: "post-450835"."""
    posts = [post for post in page.root.xpath("//*[starts-with(@id, 'post-')]") if _POST.fullmatch(post.get("id"))]
    return len(posts) == 1 and all(posts[0] in (root, *root.iterancestors()) for root in body.roots)


def _is_headed(context: Context, body: Body) -> bool:
    """The moment of publication stands right below an <h1> as long as a headline, which the head repeats.

    Or right beside another element that says what the head says. The page of an event may have such an <h1>, and
    moments behind the titles of its articles.
    """
    page, headlines = context.page, [told for told in context.metadata.headlines if count_words(told) >= _HEADLINE]
    heads = (page.below_headline(body.roots), page.below_inner_headline(body.roots[0]))
    if any(_is_dated(head, headlines) for head in heads if head):
        return True
    return any(found.rule == BESIDE for found in find_beside(page, headlines))


def _is_dated(head: list[Element], headlines: Sequence[str]) -> bool:
    title = text_of(head[0])
    if count_words(title) < _HEADLINE or not any(repeats(told, title) for told in headlines):
        return False
    before = takewhile(lambda element: element.tag != "a" or not is_teaser(element), head[1:])
    return any(element.tag == "time" or is_bare_moment(element) for element in before)


def _is_verse(pieces: list[Piece]) -> bool:
    """A poem: line after line of a few words, and none of them a link."""
    lines = [piece for piece in pieces if piece.kind == "text" and piece.role == ""]
    verse = [piece for piece in lines if not piece.linked and 3 <= len(piece.text.split()) <= _VERSE]
    return len(verse) >= _STANZAS and 4 * len(verse) >= 3 * len(lines)


def _title(page: Page) -> str:
    heading = next((text_of(element) for element in page.root.iter("h1")), "")
    return f"{page.title} {heading[:LONGEST_TITLE]}".strip()
