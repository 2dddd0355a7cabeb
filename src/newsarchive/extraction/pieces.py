"""The walk over the article's subtree: what stands there, piece by piece, in reading order.

A piece is text with the marks a newsroom's layout gives it (bold, italic, centred, right-aligned, linked, inside a
figure), or an image. Judging what a piece is (caption, byline, heading) comes after, in modules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.element import Element
from newsarchive.extraction.image import image_source, is_picture
from newsarchive.extraction.marks import Mark, Run, changed, gathered, join_lines, styled
from newsarchive.extraction.naming import naming
from newsarchive.extraction.noise import asks_anything, is_comment_form, is_questions
from newsarchive.extraction.page import Page
from newsarchive.extraction.tables import holds_media, is_frame, is_picture_frame, rows_of

Kind = Literal["text", "heading", "item", "table", "image", "box"]

_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "o:p", "st1:place", "nobr"
))  # fmt: skip
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOX = re.compile(
    r"(?:^|[\s_-])(?:objectboxcontent\w*|info-?box|box-?(?:content|info|text|note)|highlight-?box|content-?box|hop-?tin)"
    r"(?:$|[\s_-])"
)
_GROUP = re.compile(
    r"photocms|vcsortable|(?:^|[\s_-])(?:full-?img|box-?image|wp-caption|tplcaption|image|img|photo|pic|picture|media"
    r"|gallery|slide\w*|expnoedit|article-?photo|cms-?photo|contentimg|hinhanh|imgcaption|video|vnn-content-image)"
    r"(?:$|[\s_-])"
)
_is_box, _is_group = naming(_BOX), naming(_GROUP)


@dataclass(slots=True)
class Piece:
    """One thing in the body."""

    kind: Kind
    element: Element
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    bold: float = 0.0
    """Share of the characters that are bold; likewise italic and linked."""
    italic: float = 0.0
    linked: float = 0.0
    align: str = ""
    group: Element | None = None
    """The figure, table or picture box it stands in."""
    beside_image: bool = False
    """It stands in the same paragraph as the image before it."""
    quote: bool = False
    signed: bool = False
    """It stands under a document as its signature."""
    list_id: int = 0
    src: str | None = None
    alt: str = ""
    inner: list[Piece] = field(default_factory=list)
    role: str = ""
    """"caption", "byline" or "lead" once a step has recognised it."""
    why: str = ""
    """The rule behind the role, or behind leaving the piece out; one of a few fixed phrases."""


class _Walk:
    """One walk over one subtree; its state is the run of inline text between two block borders."""

    def __init__(self, page: Page, drop: Callable[[Element], bool], *, asks: bool) -> None:
        self.page, self.drop = page, drop
        self.asks = asks
        """Something to fill in stands below: only then can any of it be a form or a poll."""
        self.pieces: list[Piece] = []
        self.runs: list[Run] = [Run()]
        self.block_has_image = False
        self.lists = 0

    def visit(self, element: Element, mark: Mark, block: Element) -> None:
        """Walk one element; its tail belongs to the caller."""
        tag = element.tag
        if not isinstance(tag, str):
            return
        if tag == "br":
            self.runs.append(Run())
        elif tag == "img":
            self.image(element, mark, block)
        elif self.drop(element) or (self.asks and (is_comment_form(element) or is_questions(element))):
            if tag not in _INLINE:
                self.flush(block, mark)
        elif tag in _INLINE or ("-" in tag and len(element) == 0):  # <private-company>Facebook</private-company>
            if mark.group is not None:
                self.part(element.text)
            self.children(element, styled(element, tag, mark), block)
        elif tag == "table":
            self.table(element, mark, block)
        elif tag in {"video", "iframe", "embed", "audio"}:
            self.video(element, mark, block)
        else:
            self.block(element, tag, mark, block)

    def children(self, element: Element, mark: Mark, block: Element) -> None:
        if text := element.text:
            self.runs[-1].add(text, mark)
        for child in element:
            self.visit(child, mark, block)
            if tail := child.tail:
                self.runs[-1].add(tail, mark)

    def block(self, element: Element, tag: str, mark: Mark, outer: Element) -> None:
        self.flush(outer, mark)
        if self.is_box(element):
            self.box(element, tag, mark)
            return
        inside = styled(element, tag, mark)
        if tag in {"ul", "ol", "dl"}:
            self.lists += 1
            inside = changed(inside, list_id=self.lists)
        elif tag in _HEADINGS:
            inside = changed(inside, level=_HEADINGS[tag])
        elif tag in {"blockquote", "q"}:
            inside = changed(inside, quote=True)
        if tag == "figure" or (inside.group is None and _is_group(element) and holds_media(element)):
            inside = changed(inside, group=element)
        self.children(element, inside, element)
        self.flush(element, inside)

    def is_box(self, element: Element) -> bool:
        if element.tag not in {"div", "aside", "section", "table"}:
            return False
        return _is_box(element) or (element.get("type") or "").lower() in {"content", "insertbox", "boxcontent"}

    def box(self, element: Element, tag: str, mark: Mark) -> None:
        inner = _Walk(self.page, self.drop, asks=self.asks)
        inner.lists = self.lists + 100
        inner.children(element, styled(element, tag, mark), element)
        inner.flush(element, mark)
        if inner.pieces:
            self.pieces.append(Piece("box", element, inner=inner.pieces))

    def table(self, element: Element, mark: Mark, outer: Element) -> None:
        """A table of figures, a table that holds a picture and its caption, or a frame around paragraphs."""
        self.flush(outer, mark)
        if self.is_box(element):
            self.box(element, "table", mark)
            return
        has_media = holds_media(element)
        framed = has_media or next(element.iterdescendants("table"), None) is not None
        rows = [] if framed else rows_of(element)
        if len(rows) > 1 and sum(len(row) > 1 for row in rows) * 2 > len(rows) and not is_frame(rows):
            self.pieces.append(Piece("table", element, rows=tuple(rows)))
            return
        inside = styled(element, "table", mark)
        if has_media and inside.group is None and is_picture_frame(element):
            inside = changed(inside, group=element)
        for part in element:
            self.cells(part, inside)

    def cells(self, element: Element, mark: Mark) -> None:
        if not isinstance(element.tag, str) or self.drop(element):
            return
        if element.tag in {"td", "th", "caption"}:
            self.children(element, styled(element, element.tag, mark), element)
            self.flush(element, styled(element, element.tag, mark))
        elif element.tag in {"tr", "tbody", "thead", "tfoot", "colgroup"}:
            for part in element:
                self.cells(part, styled(element, element.tag, mark))
        else:
            self.visit(element, mark, element)

    def image(self, element: Element, mark: Mark, block: Element) -> None:
        source = self.page.absolute(image_source(element))
        if not is_picture(element, source):
            return
        self.flush(block, mark)
        alt = clean_text(element.get("alt") or "") or clean_text(element.get("title") or "")
        self.pieces.append(Piece("image", element, src=source, alt=alt, group=mark.group))
        self.block_has_image = True

    def video(self, element: Element, mark: Mark, block: Element) -> None:
        """A player: it stands for a figure when a caption follows, and is nothing otherwise."""
        self.flush(block, mark)
        poster = self.page.absolute(element.get("poster"))
        self.pieces.append(Piece("image", element, src=poster, group=mark.group))

    def part(self, text: str | None) -> None:
        """A credit in an element of its own may follow its caption without a blank: "…sen<span>Ảnh: X</span>"."""
        parts = self.runs[-1].parts
        if (
            text
            and parts
            and text[0].isupper()
            and (parts[-1][-1:].islower() or parts[-1].endswith((".", ")", "”", '"')))
        ):
            parts.append(" ")

    def flush(self, block: Element, mark: Mark) -> None:
        """End the block: its lines become pieces."""
        had_image, self.block_has_image = self.block_has_image, False
        runs = self.runs
        if len(runs) == 1 and not runs[0].parts:
            return
        self.runs = [Run()]
        if len(runs) == 1 and len(runs[0].parts) == 1 and runs[0].parts[0].isspace():
            return  # a line break between two blocks
        for lines in join_lines(runs) if len(runs) > 1 else (runs,):
            printed = " ".join(["".join(run.parts) for run in lines])
            if printed.isspace() or not (text := clean_text(printed)) or not any(map(str.isalnum, text)):
                continue
            whole = lines[0] if len(lines) == 1 else gathered(lines)
            size = max(1, whole.size)
            self.pieces.append(
                Piece(
                    "heading" if mark.level else "item" if mark.list_id else "text",
                    block,
                    text,
                    level=mark.level,
                    bold=whole.bold / size,
                    italic=whole.italic / size,
                    linked=whole.linked / size,
                    align=mark.align,
                    group=mark.group,
                    beside_image=had_image,
                    quote=mark.quote,
                    list_id=mark.list_id,
                )
            )


def walk(page: Page, roots: Iterable[Element], drop: Callable[[Element], bool]) -> list[Piece]:
    """The pieces of these elements, without anything for which `drop` is true."""
    whole = list(roots)
    walking = _Walk(page, drop, asks=any(map(asks_anything, whole)))
    for root in whole:
        if len(whole) > 1 and root.tag not in {"body", "html"}:
            walking.visit(root, Mark(), root)
            walking.flush(root, Mark())
            continue
        mark = styled(root, root.tag, Mark())
        walking.children(root, mark, root)
        walking.flush(root, mark)
    return walking.pieces
