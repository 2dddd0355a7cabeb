"""Lists of articles: what a section page, a tag or a search has in place of an article's paragraphs."""

from __future__ import annotations

import re

from lxml import etree

from newsarchive.cleaning.script import parts_no_words, width
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.body import Body
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element, chain
from newsarchive.extraction.noise import is_noise
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.teasers import is_under_title

MANY = 10
"""Links to articles that make a section page of a page without text."""
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"”’'»)」』）]*$")
_TEASER, _UNSTOPPED = 25, 30
_LONG, _LINE, _LONG_LINE = 800, 40, 80
_LEAST_LONG, _LINKED = 3, 0.5
_ENTRIES, _LEVELS = 4, 4


def why_listing(context: Context, body: Body, pieces: list[Piece]) -> str | None:
    """A list has more headlines that lead elsewhere than sentences of its own."""
    metadata, size = context.metadata, count_prose(pieces)
    linked = linked_share(body)
    headings = sum(
        1 for root in body.roots for tag in root.iter("h2", "h3", "h4") if next(tag.iter("a"), None) is not None
    )
    if headings >= 5 and (linked > 0.25 or not metadata.is_article):
        return f"section page: {headings} linked headings around the text"
    teasers = count_teasers(context.page)
    if linked > 0.5 and teasers >= MANY:
        return f"section page: {teasers} article links, more than half of the text is links"
    near = sum(is_teaser(link) for root in body.roots for link in root.iter("a"))
    crowded = near >= max(8, sum(1 for piece in pieces if piece.kind == "text" and len(piece.text) > _LINE))
    sparse = teasers >= 20 and size < (300 if metadata.is_article else 30 * teasers)
    if not metadata.published and (crowded or sparse):
        return f"section page: {max(near, teasers)} article links, {size} characters of text"
    return None if metadata.published else _why_row(context.page, body, pieces)


def _why_row(page: Page, body: Body, pieces: list[Piece]) -> str | None:
    """Each paragraph stands under the title of an article, or all of them in one entry of a row of such."""
    if body.found and all(is_under_title(element, frozenset()) for element in body.found):
        return "section page: no text but summaries under titles of articles"
    own = [piece for piece in pieces if _is_own(piece, _LINE)]
    titled = len(_runs(page, own)) - 1
    if len(own) >= _ENTRIES and 4 * titled >= 3 * (len(own) - 1):
        return f"section page: {titled + 1} of {len(own)} paragraphs under titles of articles"
    if len(body.roots) == 1 and (entries := _row(body.roots[0])) >= _ENTRIES:
        return f"section page: one of {entries} entries alike"
    return None


def _row(root: Element) -> int:
    """How many siblings of the element, or of one around it, have its tag, its class and a title that is a link."""
    for element in chain(root, _LEVELS):
        parent = element.getparent()
        if parent is None or element.tag in {"body", "html"}:
            return 0
        alike = [each for each in parent.iterchildren(element.tag) if each.get("class") == element.get("class")]
        if len(alike) >= _ENTRIES and all(any(map(is_teaser, each.iter("a"))) for each in alike):
            return len(alike)
    return 0


def linked_share(body: Body) -> float:
    """Share of the text around the body that is links."""
    linked = sum(len(link.text_content()) for root in body.roots for link in root.iter("a"))
    return linked / (sum(len(root.text_content()) for root in body.roots) or 1)


def reads_on(page: Page, pieces: list[Piece]) -> bool:
    """Paragraph follows paragraph: in a list of articles links to them stand in between, in an article around it.

    So neither the related lists of a page nor its menus make a section page of it.
    """
    own = [piece for piece in pieces if _is_own(piece, _LONG_LINE)]
    size = sum(len(piece.text) for piece in own)
    if len(own) < _LEAST_LONG or size < _LONG // 2:
        return False
    runs = _runs(page, own)
    text = [piece for run in runs if len(run) > 1 for piece in run]
    if len(text) >= _LEAST_LONG and _size(text) >= _LONG // 2 and 2 * _size(text) > size:
        return True  # most of it is text that goes on, whatever is listed around it
    return 2 * (len(runs) - 1) < len(own) if size >= _LONG else len(runs) <= 1


def _size(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _runs(page: Page, paragraphs: list[Piece]) -> list[list[Piece]]:
    """The paragraphs, parted where links to other articles stand between two of them."""
    waited: dict[Element, list[Piece]] = {}
    for piece in paragraphs:
        waited.setdefault(piece.element, []).append(piece)
    runs: list[list[Piece]] = []
    found = begun = False
    for element in page.root.iter(etree.Element):
        if element in waited:
            if found or not begun:
                runs.append([])
            runs[-1] += waited[element]
            found, begun = False, True
        elif not found and begun:
            titled = (element.tag == "a" and is_teaser(element)) or (
                element.tag in {"h2", "h3", "h4"} and leads_elsewhere(element)
            )
            # A related box may stand after each paragraph of an article; no entry of a list stands in one.
            found = titled and not any(map(is_noise, chain(element, _LEVELS)))
    return runs


def _is_own(piece: Piece, least: int) -> bool:
    """A line of more than so many characters that is no link."""
    return piece.kind in {"text", "item"} and len(piece.text) > least and piece.linked < _LINKED


def leads_elsewhere(heading: Element) -> bool:
    """The heading is a link to another page, not to itself."""
    return any(not (link.get("href") or "#").startswith("#") for link in heading.iter("a"))


def count_prose(pieces: list[Piece]) -> int:
    """Characters in sentences: paragraphs that end like one, items and rows."""
    total = 0
    for piece in pieces:
        if piece.kind == "box":
            total += count_prose(piece.inner)
        elif piece.kind == "table":
            total += sum(len(cell) for row in piece.rows for cell in row)
        elif piece.kind in {"text", "item"} and (len(piece.text) > _LONG_LINE or is_sentence(piece.text)):
            total += width(piece.text)
    return total


def is_sentence(line: str) -> bool:
    """It ends like one, or is as long as one in a writing that prints no full stop."""
    return _SENTENCE.search(line) is not None or (len(line) > _UNSTOPPED and parts_no_words(line))


def count_teasers(page: Page) -> int:
    """Links as long as headlines."""
    return sum(map(is_teaser, page.root.iter("a")))


def is_teaser(link: Element) -> bool:
    text = link.text_content()
    return 3 * len(text) >= _TEASER and width(text) >= _TEASER and width(clean_text(text)) >= _TEASER
