"""Summaries of other articles that stand under their titles, below the text or amid it."""

from __future__ import annotations

from collections.abc import Set
from itertools import islice

from newsarchive.cleaning.script import width
from newsarchive.extraction.element import Element, ancestors, chain
from newsarchive.extraction.ends import is_found, is_text
from newsarchive.extraction.pieces import Piece

_CHILDREN, _LINKED = 4, 0.5
_TITLE, _LONGEST_TITLE = 20, 200
_WHY = "summary under the title of another article"


def drop_teasers(pieces: list[Piece], found: Set[Element]) -> list[Piece]:
    """The pieces without summaries that stand under the titles of other articles, below the found text's first half.

    `found`: as for `trim_ends`.
    """
    inside = [at for at, piece in enumerate(pieces) if found and is_found(piece, found)]
    if not inside:
        return pieces
    holders = _holders(pieces, inside)
    kept = pieces[: inside[0] + 1]
    for piece in pieces[inside[0] + 1 :]:
        if not piece.role and is_text(piece) and is_under_title(piece.element, holders):
            piece.why = _WHY
        else:
            kept.append(piece)
    return kept


def _holders(pieces: list[Piece], inside: list[int]) -> Set[Element]:
    """What the first half of the found text stands in: the article, whatever else was found below it."""
    half, seen = sum(len(pieces[at].text) for at in inside) / 2, 0
    holders: set[Element] = set()
    for at in inside:
        holders.update(ancestors(pieces[at].element))
        seen += len(pieces[at].text)
        if seen >= half:
            break
    return holders


def is_under_title(element: Element, holders: Set[Element]) -> bool:
    """Behind a line that is one link as long as a title, in a box that holds none of the paragraphs."""
    for part in chain(element, 2):
        parent = part.getparent()
        if parent is None or parent in holders or _is_crowded(parent):
            return False
        before = next(part.itersiblings(preceding=True), None)
        if before is not None and _is_title(before):
            return True
    return False


def _is_crowded(parent: Element) -> bool:
    """More children than an entry of a list has; its length would count them all, of a hostile page thousands."""
    return next(islice(parent.iterchildren(), _CHILDREN, None), None) is not None


def _is_title(element: Element) -> bool:
    """One link, whatever stands beside it: several titles are a list, whose entries have no summaries."""
    text = element.text_content().strip()
    said = len(text)
    if not _TITLE <= width(text) <= _LONGEST_TITLE:
        return False
    links = [(link.get("href"), len(link.text_content().strip())) for link in element.iter("a")]
    titles = {address for address, size in links if size >= _TITLE * said / width(text)}
    return len(titles) < 2 and sum(size for _, size in links) > _LINKED * said
