"""Where the article's text stands: the layout's node, the page's own word, or where found text leads back to."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from newsarchive.extraction.anchor import anchor
from newsarchive.extraction.element import Element, ancestors
from newsarchive.extraction.guard import MAX_ELEMENTS, MAX_MARKUP, MAX_PIECES, guard
from newsarchive.extraction.naming import naming
from newsarchive.extraction.noise import SKIPPED_TAGS, find_live, is_noise
from newsarchive.extraction.page import Page
from newsarchive.extraction.parse import parse
from newsarchive.extraction.pieces import Piece, walk
from newsarchive.extraction.watch import Watch
from newsarchive.press import Layout

_ENOUGH, _LONG = 200, 1500
_LINE = 80
_LONGEST_SAID = 1_000_000
_SAID = "json-ld articleBody"
_TAG = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
_is_gate = naming(re.compile(r"(?:^|[\s_-])(?:paywall|subscri|premium|print)"))
"""Names of what readers pay for, or print: of a window over the page, and of the paragraphs behind it."""
_SHARED, _FEW = 0.3, 8
_INLINE = frozenset(["a", "b", "strong", "i", "em", "u", "span", "font", "label", "time", "q"])
_MOST = 0.4
"""An element that holds this share of the body's text is the body, whatever its name."""


@dataclass(frozen=True, slots=True)
class Body:
    """The article's subtree, read."""

    pieces: list[Piece]
    roots: list[Element]
    rule: str
    unread: str = ""
    """What the budgets left out, in words; part of the rule as well."""
    found: frozenset[Element] = frozenset()
    """The paragraphs that led to a place which nobody told; none where a layout or the page's own word did."""


def read_body(page: Page, layout: Layout | None, watch: Watch | None = None) -> Body | None:
    """The pieces of the article and the rule that found it; None when the page holds no text that could be one."""
    for roots, rule in _places(page, layout):
        pieces = _walk(page, roots, rule, _dropping(page, roots, layout), watch)
        if sum(len(piece.text) for piece in pieces) >= (1 if page.is_fragment else 40) or any(
            piece.rows for piece in pieces
        ):
            return _bounded(page, pieces, roots, rule)
    found = anchor(page)
    if found is None:
        return None
    # A body of some length may have any name: "content_print". What is shorter may well be a window over the page.
    holding = [found.main, *ancestors(found.main)] if len(found.main.text_content()) >= _LONG else []
    drop = _dropping(page, found.roots, layout, frozenset(holding))
    pieces = [piece for piece in _walk(page, found.roots, found.rule, drop, watch) if found.holds(piece.element)]
    return replace(_bounded(page, pieces, found.roots, found.rule), found=found.found) if pieces else None


def read_short(page: Page, layout: Layout | None, watch: Watch | None = None) -> Body | None:
    """The layout's node where it holds less than a paragraph: a notice of one line, or nothing below the lead.

    For pages on which `read_body` finds no article; None without a layout whose node stands in the page.
    """
    for selector in layout.body if layout else ():
        if layout and (nodes := _outermost(page.select(selector), empty=True)):
            rule = f"layout:{layout.id} {selector}"
            return Body(_walk(page, nodes, rule, _dropping(page, nodes, layout), watch), nodes, rule)
    return None


def read_said(page: Page, text: str | None, watch: Watch | None = None) -> Body | None:
    """The text that the page's JSON-LD calls the article's: all there is where a script prints the page.

    `text`: paragraphs in HTML or in lines of their own. None for less than a paragraph.
    """
    if not text or not _ENOUGH <= len(text) <= _LONGEST_SAID:
        return None
    written = text if _TAG.search(text) else "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    root = parse(guard(written), None, cut=True).root
    pieces = _walk(page, [root], _SAID, lambda element: element.tag in SKIPPED_TAGS, watch)
    return _bounded(page, pieces, [root], _SAID) if pieces else None


def _walk(
    page: Page, roots: list[Element], rule: str, drop: Callable[[Element], bool], watch: Watch | None
) -> list[Piece]:
    pieces = walk(page, roots, watch.over(drop) if watch else drop)
    if watch:
        watch.look(rule, roots, pieces)
    return pieces


def _bounded(page: Page, pieces: list[Piece], roots: list[Element], rule: str) -> Body:
    """The body within the budgets; what was left unread is told with the rule."""
    unread = ""
    if page.guarded.size > MAX_MARKUP:
        unread += f"; budget: the first {MAX_MARKUP} of {page.guarded.size} bytes"
    if page.size > MAX_ELEMENTS:
        unread += f"; budget: {MAX_ELEMENTS} of {page.size} elements"
    start = _start(pieces)
    if len(pieces) > MAX_PIECES:
        unread += f"; budget: {MAX_PIECES} of {len(pieces)} paragraphs and pictures, from number {start + 1}"
    return Body(pieces[start : start + MAX_PIECES], roots, rule + unread, unread)


def _start(pieces: list[Piece]) -> int:
    """Where to begin when not all can be read: ahead of the first paragraph, behind names and pictures without end."""
    if len(pieces) <= MAX_PIECES:
        return 0
    first = next((at for at, piece in enumerate(pieces) if piece.kind == "text" and len(piece.text) >= _LINE), 0)
    return max(0, first - MAX_PIECES // 10)


def _places(page: Page, layout: Layout | None) -> Iterator[tuple[list[Element], str]]:
    """Nodes that are known or declared to be the body, best first; looked for only when those before are none."""
    if page.is_fragment:
        body = page.root.find("body")
        yield [body if body is not None else page.root], "fragment"
        return
    for selector in layout.body if layout else ():
        if layout and (nodes := _outermost(page.select(selector))):
            yield nodes, f"layout:{layout.id} {selector}"
    declared = [node for node in page.select('[itemprop="articleBody"]') if len(node.text_content()) >= _ENOUGH]
    if len(declared) == 1:
        yield declared, "itemprop articleBody"


def _outermost(nodes: list[Element], *, empty: bool = False) -> list[Element]:
    """Nodes that do not lie in one another, those with text; `empty`: those without as well."""
    chosen: list[Element] = []
    for node in nodes:
        if not (empty or any(map(str.strip, node.itertext()))):
            continue
        if not any(outer in chosen for outer in node.iterancestors()):
            chosen.append(node)
    return chosen


def _dropping(
    page: Page, roots: list[Element], layout: Layout | None, holding: frozenset[Element] = frozenset()
) -> Callable[[Element], bool]:
    """What the walk leaves out below these roots. `holding`: the body stands in them, whatever their names."""
    told = set(page.select(*layout.drop)) if layout else set()
    kept = set(page.select(*layout.caption, *layout.lead, *layout.byline)) if layout else set()
    live: dict[Element, bool] = {}
    gates: dict[str, bool] = {}

    @cache  # asked for where the first noise is met, if any is
    def whole() -> int:
        return max(1, sum(len(root.text_content()) for root in roots))

    def drop(element: Element) -> bool:
        if element in told:
            return True
        if element in kept or element in holding or element.tag in _INLINE:
            return False
        if not is_noise(element) or len(element.text_content()) >= _MOST * whole() or find_live(live, element):
            return False
        return not (_is_gate(element) and _holds_text(roots, element.get("class", ""), whole(), gates))

    return drop


def _holds_text(roots: list[Element], classes: str, whole: int, known: dict[str, bool]) -> bool:
    """Whether paragraphs of one name hold a good part of the body together: Condé Nast calls each of them "paywall".

    `known`: what is known of names, a few at most, since each of them costs a walk.
    """
    if classes not in known:
        named = (p for root in roots for p in root.iter("p") if p.get("class") == classes) if len(known) < _FEW else ()
        size = 0
        for paragraph in named:
            size += len(paragraph.text_content())
            if size >= _SHARED * whole:
                break
        known[classes] = size >= _SHARED * whole
    return known[classes]
