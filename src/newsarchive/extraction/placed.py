"""Leads told by their place, and what an element says as one: own sentences, no links to other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.cleaning.boilerplate import is_boilerplate
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element, ancestors, chain, is_hidden, text_of
from newsarchive.extraction.likeness import begins, same
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.naming import naming
from newsarchive.extraction.noise import is_noise
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece, walk

LEAST, MOST = 30, 1500
"""Characters of a lead that its element's name or the page's description tells."""
SET_APART = 60
"""Characters at least of one that only its place or its weight tells."""
ENDED = re.compile(r"[.!?…\"”'):;]$")
is_no_lead = naming(
    re.compile(r"related|image|img|photo|caption|author|video|box-?|list|item|story__|meta|sidebar|footer")
)
_PARAGRAPHS = ("p", "div", "h2", "h3", "h4", "section")
_BLOCKS = ("p", "div", "ul", "table", "h2", "h3", "h4", "img", "form", "blockquote", "section", "article", "figure")
_POINTER = re.compile(r"(?<=\S)\s*>>+\s*\S.*$", re.DOTALL)
"""Another article's title that a newsroom hangs on the lead: "… mỗi giờ. >> Chiếc máy cày tự chế"."""


def read_lead(page: Page, element: Element) -> str:
    """The element's own sentences: links to other articles inside it are no lead."""
    if element.tag == "meta":
        return clean_text(element.get("content") or "")
    parts = [
        piece.text
        for piece in walk(page, [element], is_noise_block)
        if piece.kind in {"text", "heading", "item"} and piece.linked < 0.85 and not is_boilerplate(piece.text)
    ]
    text = " ".join(parts)
    return clean_text(_POINTER.sub("", text) if ">>" in text else text)


def is_noise_block(element: Element) -> bool:
    return is_hidden(element) or (is_noise(element) and element.tag not in {"a", "span", "strong", "em", "b", "i"})


def find_placed(
    context: Context, pieces: list[Piece], roots: list[Element], headline: str | None
) -> Iterator[tuple[str, str | None]]:
    """Rules and what they find, the surest first; each is asked only when those before found nothing."""
    page, metadata = context.page, context.metadata
    if context.is_vietnamese:
        yield "printed twice at the head of the body", _twice(pieces)
    if context.is_vietnamese:
        yield "a sentence as heading at the head of the body", _as_heading(pieces)
    yield "set apart at the head of the body, repeated in the description", _at_head(pieces, metadata)
    yield "set above the body, repeated in the description", _above(page, metadata, roots, headline)
    if context.is_vietnamese:
        yield "the one paragraph between headline and text", _between(page, pieces, headline)


def _above(page: Page, metadata: Metadata, body_roots: list[Element], headline: str | None) -> str | None:
    """Text between headline and body that the page's description repeats."""
    if not metadata.description or len(metadata.description) < LEAST:
        return None
    for element in page.below_headline(body_roots):
        if (
            element.tag not in {"h2", "h3", "p", "div", "strong"}
            or len(element) > 12
            or holds_body(element, body_roots)
        ):
            continue
        text = text_of(element)
        if LEAST <= len(text) <= MOST and not same(text, headline) and begins(text, metadata.description):
            return read_lead(page, element) or None
    return None


def _between(page: Page, pieces: list[Piece], headline: str | None) -> str | None:
    """The only paragraph below the headline that the body does not hold, as Vietnamese newsrooms print their leads.

    The headline is the last <h1>, or on a page without any the element that says it.
    """
    first = next((piece.element for piece in pieces if piece.kind in {"text", "heading", "item"}), None)
    if first is None:
        return None
    told = [inner for piece in pieces for inner in (piece, *piece.inner)]
    held = {element for piece in told for element in chain(piece.element, 2)} | set(ancestors(first))
    found: list[str] = []
    headed, unnamed = False, next(page.root.iter("h1"), None) is None
    for element in page.root.iter(*_PARAGRAPHS, "h1", first.tag):
        if element is first:
            break
        if element.tag == "h1" or (unnamed and _says(element, headline)):
            found, headed = [], True
        elif headed and element not in held and (text := _said_alone(page, element, held)) and not same(text, headline):
            found.append(text)
    return found[0] if len(found) == 1 else None


def _says(element: Element, headline: str | None) -> bool:
    return len(element.text_content()) <= MOST and same(text_of(element), headline)


def _said_alone(page: Page, element: Element, held: set[Element]) -> str | None:
    """The text of a block of its own that ends like a sentence; none in the page's furniture. `held`: what is not."""
    size = len(element.text_content())
    if not SET_APART <= size <= 2 * MOST or next(element.iterdescendants(*_BLOCKS), None) is not None:
        return None
    outside = [outer for outer in chain(element, 6) if outer not in held]
    if any(is_noise(outer) or is_no_lead(outer) for outer in outside):
        return None
    if any(next(outer.iter("img", "video"), None) is not None for outer in outside[:2]):
        return None  # said of a picture
    text = read_lead(page, element)
    return text if SET_APART <= len(text) <= MOST and ENDED.search(text) is not None else None


def _at_head(pieces: list[Piece], metadata: Metadata) -> str | None:
    """The first text of the body, in another element than the paragraphs below it, that the description repeats."""
    texts = [piece for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""]
    if len(texts) < 2 or not metadata.description or not LEAST <= len(texts[0].text) <= MOST:
        return None
    first, below = texts[0], [piece for piece in texts[1:] if piece.kind == "text"]
    named, parents = first.element.get("class"), [piece.element.getparent() for piece in below]
    # Where each paragraph has a wrapper of its own, the first stands no more apart than the others.
    wrapped = len(parents) > 1 and len(set(parents)) == len(parents)
    apart = (
        first.kind == "heading"
        or (first.element.getparent() not in parents and not wrapped)
        or (bool(named) and all(piece.element.get("class") != named for piece in below))
    )
    return first.text if apart and begins(first.text, metadata.description) else None


def _as_heading(pieces: list[Piece]) -> str | None:
    """The body begins with a heading that is a sentence, and no other heading is one."""
    texts = [piece for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""]
    told = [piece for piece in texts if piece.kind == "heading" and piece.text.endswith((".", "…"))]
    alone = len(texts) > 1 and len(told) == 1 and told[0] is texts[0]
    return told[0].text if alone and SET_APART <= len(told[0].text) <= MOST else None


def _twice(pieces: list[Piece]) -> str | None:
    """The first two paragraphs say the same, and the third something else."""
    texts = [piece.text for piece in pieces if piece.kind in {"text", "heading"} and piece.role == ""][:3]
    if len(texts) < 3 or len(texts[0]) < SET_APART:
        return None
    return texts[0] if same(texts[0], texts[1]) and not same(texts[0], texts[2]) else None


def holds_body(element: Element, body_roots: list[Element]) -> bool:
    return any(element is outer for root in body_roots for outer in ancestors(root))
