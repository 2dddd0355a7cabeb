"""The lead: the summary that a newsroom sets apart from the body. A first paragraph that is only body is none."""

from __future__ import annotations

import re
from functools import cached_property

from newsarchive.article import Evidence
from newsarchive.cleaning.boilerplate import is_boilerplate
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.context import Context
from newsarchive.extraction.likeness import begins, key, same
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.noise import is_noise
from newsarchive.extraction.page import Element, Page, ancestors, chain, is_hidden, naming, text_of
from newsarchive.extraction.pieces import Piece, walk

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:article|detail|news|post|story|entry|content|cms|singular|block-sc|c|the|e-magazine)?[_-]*"
    r"(?:sapo|lead|standfirst|dek|chapeau|summary|excerpt|intro(?:text)?|description|desc|tom-?tat|trich-?dan|hometext|headnote|subheadline)"
    r"(?:[_-]?(?:text|content|detail|p))?)(?:$|[\s_-])"
)
_NO_LEAD = re.compile(r"related|image|img|photo|caption|author|video|box-?|list|item|story__|meta|sidebar|footer")
_is_lead, _is_no_lead = naming(_NAMED), naming(_NO_LEAD)
_LEAD_TAGS = ("p", "div", "h2", "h3", "h4", "strong", "span", "section")
_is_about_author = naming(
    re.compile(r"(?:^|[\s_-])(?:authors?|bio|biography|contributors?|about-?the-?author)(?:$|[\s_-])")
)
_LEAST, _MOST = 30, 1500
_BOLD_LEAST = 60
_LONG = 100
_RUN_ON = 6
_ENDED = re.compile(r"[.!?…\"”'):;]$")
_POINTER = re.compile(r"(?<=\S)\s*>>+\s*\S.*$", re.DOTALL)
"""Another article's title that a newsroom hangs on the lead: "… mỗi giờ. >> Chiếc máy cày tự chế"."""


def take_lead(
    context: Context, pieces: list[Piece], roots: list[Element], headline: str | None
) -> tuple[Evidence | None, list[Piece]]:
    """Rule and text of the lead, and the pieces without it. `roots`: the elements that hold the body."""
    lead = _by_layout(context, pieces, headline) or _set_apart(context, pieces, roots, headline) or _bold(pieces)
    return _without(lead, pieces) if lead else (None, pieces)


def _by_layout(context: Context, pieces: list[Piece], headline: str | None) -> Evidence | None:
    """What the layout's selectors of the lead match; an element that holds a caption has the name alone."""
    layout, page = context.layout, context.page
    captions = {holder for piece in pieces if piece.role == "caption" for holder in chain(piece.element, 2)}
    for selector in layout.lead if layout else ():
        places = (element for element in page.select(selector) if element not in captions)
        found = [text for element in places if (text := _text(page, element))]
        if layout and found and not same(found[0], headline):
            return Evidence(f"layout:{layout.id} {selector}", _whole(found))
    return None


def _set_apart(context: Context, pieces: list[Piece], roots: list[Element], headline: str | None) -> Evidence | None:
    """A lead by the name of its element, or by its place and the page's description."""
    page, metadata = context.page, context.metadata
    if page.is_fragment:
        return None
    if found := _named(page, pieces, roots, headline):
        return Evidence("element named as lead", _whole(found))
    if text := _heading_body(pieces, metadata):
        return Evidence("set apart at the head of the body, repeated in the description", text)
    if text := _above(page, metadata, roots, headline):
        return Evidence("set above the body, repeated in the description", text)
    return None


def _whole(texts: list[str]) -> str:
    """Of two elements that begin alike the one that ends like a sentence: some systems cut a copy in mid-word."""
    first = texts[0]
    rivals = [text for text in texts[1:] if begins(first, text) and _ENDED.search(text)]
    return rivals[0] if rivals and not _ENDED.search(first) else first


def _text(page: Page, element: Element) -> str:
    """The element's own sentences: links to other articles inside it are no lead."""
    if element.tag == "meta":
        return clean_text(element.get("content") or "")
    parts = [
        piece.text
        for piece in walk(page, [element], is_noise_block)
        if piece.kind in {"text", "heading", "item"} and piece.linked < 0.85 and not is_boilerplate(piece.text)
    ]
    return clean_text(_POINTER.sub("", " ".join(parts)))


def is_noise_block(element: Element) -> bool:
    return is_hidden(element) or (is_noise(element) and element.tag not in {"a", "span", "strong", "em", "b", "i"})


def _named(page: Page, pieces: list[Piece], body_roots: list[Element], headline: str | None) -> list[str]:
    """Texts of elements named as leads, above the body or at its head."""
    found = []
    opening = [piece.element for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""][:2]
    holders = {holder for root in body_roots for holder in [root, *ancestors(root)][:6]}
    above, heading = _Ahead(body_roots), _Ahead(opening)
    for element in _candidates(page):
        inside = [outer for outer in [element, *ancestors(element)] if outer in body_roots]
        if inside and opening and element not in heading and not set(element.iter()) & set(opening):
            continue
        if not inside and (not holders & set(list(ancestors(element))[:5]) or element not in above):
            continue
        if any(map(_is_about_author, chain(element, 4))):
            continue
        text = _text(page, element)
        if _LEAST <= len(text) <= _MOST and not same(text, headline) and not _holds_body(element, body_roots):
            found.append(text)
    return found


def _candidates(page: Page) -> list[Element]:
    """Elements named as leads, in document order."""
    named = page.named(_is_lead, *_LEAD_TAGS)
    if told := page.with_attribute("description", "itemprop"):
        told |= set(named)
        named = [element for element in page.root.iter(*_LEAD_TAGS) if element in told]
    return [element for element in named if not _is_no_lead(element)]


def _above(page: Page, metadata: Metadata, body_roots: list[Element], headline: str | None) -> str | None:
    """Text between headline and body that the page's description repeats."""
    if not metadata.description or len(metadata.description) < _LEAST:
        return None
    for element in page.below_headline(body_roots):
        if (
            element.tag not in {"h2", "h3", "p", "div", "strong"}
            or len(element) > 12
            or _holds_body(element, body_roots)
        ):
            continue
        text = text_of(element)
        if _LEAST <= len(text) <= _MOST and not same(text, headline) and begins(text, metadata.description):
            return _text(page, element) or None
    return None


def _heading_body(pieces: list[Piece], metadata: Metadata) -> str | None:
    """The first text of the body, in another element than the paragraphs below it, that the description repeats."""
    texts = [piece for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""]
    if len(texts) < 2 or not metadata.description or not _LEAST <= len(texts[0].text) <= _MOST:
        return None
    first, below = texts[0], [piece for piece in texts[1:] if piece.kind == "text"]
    apart = first.kind == "heading" or all(
        piece.element.getparent() is not first.element.getparent() for piece in below
    )
    return first.text if apart and begins(first.text, metadata.description) else None


def _holds_body(element: Element, body_roots: list[Element]) -> bool:
    return any(element is outer for root in body_roots for outer in ancestors(root))


class _Ahead:
    """Elements that do not come behind the first of some others; the page is read once, and only when one is asked."""

    def __init__(self, others: list[Element]) -> None:
        self._others = others

    def __contains__(self, element: Element) -> bool:
        return element in self._elements

    @cached_property
    def _elements(self) -> frozenset[Element]:
        others, found = set(self._others), []
        for element in self._others[0].getroottree().iter() if self._others else ():
            found.append(element)
            if element in others:
                break
        return frozenset(found)


def _bold(pieces: list[Piece]) -> Evidence | None:
    """The first paragraph is wholly bold, long enough for a summary, and the rest of the body is not bold."""
    texts = [piece for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""]
    if len(texts) < 2 or texts[0].kind != "text" or max(len(piece.text) for piece in texts[1:]) < _LONG:
        return None
    rest = texts[1:]
    bold = sum(len(piece.text) for piece in rest if piece.bold > 0.9)
    first = texts[0]
    # Without a full stop it is a sub-heading, if others like it follow.
    headed = _ENDED.search(first.text) is None and any(_is_crosshead(piece) for piece in rest)
    lead = first.bold > 0.9 and len(first.text) >= _BOLD_LEAST and not headed
    plain = bold < 0.3 * sum(len(piece.text) for piece in rest)
    return Evidence("first paragraph, wholly bold", first.text) if lead and plain else None


def _is_crosshead(piece: Piece) -> bool:
    return piece.kind == "heading" or (piece.bold > 0.9 and _ENDED.search(piece.text) is None)


def _without(lead: Evidence, pieces: list[Piece]) -> tuple[Evidence, list[Piece]]:
    """The pieces less those at the head of the body that the lead says already."""
    text = lead.raw or ""
    kept, opening = [], True
    if (first := _cut_copy(text, pieces)) is not None:
        first.role, first.why = "lead", lead.rule
        pieces = [piece for piece in pieces if piece is not first]
    for piece in pieces:
        if opening and piece.kind in {"text", "heading", "item"} and piece.role == "" and _says(text, piece.text):
            piece.role, piece.why = "lead", lead.rule
            continue
        if piece.kind in {"text", "item"} and piece.role == "" and len(piece.text) > 60:
            opening = False
        kept.append(piece)
    return lead, kept


def _cut_copy(lead: str, pieces: list[Piece]) -> Piece | None:
    """The first text, when it is lead and paragraphs once more, run together and cut off: "… một vụ. Sáng 12/4, tạ".

    Báo Tây Ninh fills its lead so, to 300 characters.
    """
    texts = [piece for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""][:_RUN_ON]
    if len(texts) < 3 or len(texts[0].text) <= len(lead) or not begins(texts[0].text, lead):
        return None
    follow = key(" ".join([lead, *(piece.text for piece in texts[1:] if not same(piece.text, lead))]))
    return texts[0] if follow.startswith(key(texts[0].text)) else None


def _says(lead: str, piece: str) -> bool:
    """The piece stands in the lead: a body paragraph that merely begins like it stays."""
    return (
        same(lead, piece)
        or (len(piece) <= len(lead) and len(piece) >= _LEAST and begins(lead, piece))
        or (len(piece) >= 20 and piece in lead)
    )
