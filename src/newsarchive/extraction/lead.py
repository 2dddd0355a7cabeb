"""The lead: the summary that a newsroom sets apart from the body. A first paragraph that is only body is none."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property
from itertools import takewhile

from newsarchive.article import Evidence
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element, ancestors, chain
from newsarchive.extraction.likeness import begins, key, same
from newsarchive.extraction.listing import leads_elsewhere
from newsarchive.extraction.naming import naming
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.placed import (
    ENDED,
    LEAST,
    MOST,
    SET_APART,
    find_placed,
    holds_body,
    is_no_lead,
    read_lead,
)

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:article|detail|news|post|story|entry|content|cms|singular|block-sc|c|the|e-magazine)?[_-]*"
    r"(?:sapo|lead|standfirst|dek|chapeau|summary|excerpt|intro(?:text)?|description|desc|tom-?tat|trich-?dan|hometext|headnote|subheadline)"
    r"(?:[_-]?(?:text|content|detail|p))?)(?:$|[\s_-])"
)
_is_lead = naming(_NAMED)
_LEAD_TAGS = ("p", "div", "h2", "h3", "h4", "strong", "span", "section")
_is_about_author = naming(
    re.compile(r"(?:^|[\s_-])(?:authors?|bio|biography|contributors?|about-?the-?author)(?:$|[\s_-])")
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_LONG = 100
_RUN_ON = 6


def take_lead(
    context: Context, pieces: list[Piece], roots: list[Element], headline: str | None
) -> tuple[Evidence | None, list[Piece]]:
    """Rule and text of the lead, and the pieces without it. `roots`: the elements that hold the body."""
    lead = _by_layout(context, pieces, roots, headline) or _set_apart(context, pieces, roots, headline) or _bold(pieces)
    return _without(lead, pieces) if lead else (None, pieces)


def _by_layout(context: Context, pieces: list[Piece], roots: list[Element], headline: str | None) -> Evidence | None:
    """What the layout's selectors of the lead match; an element that holds a caption has the name alone."""
    layout, page, holders = context.layout, context.page, _holders(roots)
    captions = {holder for piece in pieces if piece.role == "caption" for holder in chain(piece.element, 2)}
    for selector in layout.lead if layout else ():
        places = [element for element in page.select(selector) if element not in captions]
        own = (element for element in places if not _is_of_another(element, holders))
        found = [text for element in own if (text := read_lead(page, element))]
        if layout and found and not same(found[0], headline):
            return Evidence(f"layout:{layout.id} {selector}", _whole(found))
    return None


def _set_apart(context: Context, pieces: list[Piece], roots: list[Element], headline: str | None) -> Evidence | None:
    """A lead by the name of its element, or by its place."""
    if context.page.is_fragment:
        return None
    if found := _named(context.page, pieces, roots, headline):
        return Evidence("element named as lead", _whole(found))
    placed = find_placed(context, pieces, roots, headline)
    return next((Evidence(rule, text) for rule, text in placed if text), None)


def _whole(texts: list[str]) -> str:
    """Of two elements that begin alike the one that ends like a sentence: some systems cut a copy in mid-word."""
    first = texts[0]
    rivals = [text for text in texts[1:] if begins(first, text) and ENDED.search(text)]
    return rivals[0] if rivals and not ENDED.search(first) else first


def _named(page: Page, pieces: list[Piece], body_roots: list[Element], headline: str | None) -> list[str]:
    """Texts of elements named as leads, above the body or at its head."""
    found = []
    opening = [piece.element for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""][:2]
    holders = _holders(body_roots)
    above, heading = _Ahead(body_roots), _Ahead(opening)
    for element in _candidates(page):
        inside = [outer for outer in [element, *ancestors(element)] if outer in body_roots]
        if inside and opening and element not in heading and not set(element.iter()) & set(opening):
            continue
        if not inside and (not holders & set(list(ancestors(element))[:5]) or element not in above):
            continue
        if any(map(_is_about_author, chain(element, 4))) or _is_of_another(element, holders):
            continue
        text = read_lead(page, element)
        if LEAST <= len(text) <= MOST and not same(text, headline) and not holds_body(element, body_roots):
            found.append(text)
    return found


def _holders(roots: list[Element]) -> set[Element]:
    return {holder for root in roots for holder in [root, *ancestors(root)][:6]}


def _is_of_another(element: Element, holders: Set[Element]) -> bool:
    """Under headings that lead to other articles alone, in an entry of a list. `holders`: what the body stands in."""
    entries = list(takewhile(lambda outer: outer not in holders, chain(element, 4)))
    before = takewhile(lambda other: other is not element, entries[-1].iter(*_HEADINGS, element.tag)) if entries else ()
    headings = [other for other in before if other.tag in _HEADINGS]
    return bool(headings) and all(map(leads_elsewhere, headings))


def _candidates(page: Page) -> list[Element]:
    """Elements named as leads, in document order."""
    named = page.named(_is_lead, *_LEAD_TAGS)
    if told := page.with_attribute("description", "itemprop"):
        told |= set(named)
        named = [element for element in page.root.iter(*_LEAD_TAGS) if element in told]
    return [element for element in named if not is_no_lead(element)]


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
    headed = ENDED.search(first.text) is None and any(_is_crosshead(piece) for piece in rest)
    lead = first.bold > 0.9 and len(first.text) >= SET_APART and not headed
    plain = bold < 0.3 * sum(len(piece.text) for piece in rest)
    return Evidence("first paragraph, wholly bold", first.text) if lead and plain else None


def _is_crosshead(piece: Piece) -> bool:
    return piece.kind == "heading" or (piece.bold > 0.9 and ENDED.search(piece.text) is None)


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
        or (len(piece) <= len(lead) and len(piece) >= LEAST and begins(lead, piece))
        or (len(piece) >= 20 and piece in lead)
    )
