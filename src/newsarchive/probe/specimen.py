"""One page under the probe: its tree, what its head says, and what general rules read from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from newsarchive.article import Article
from newsarchive.extraction.element import Element, ancestors, text_of
from newsarchive.extraction.metadata import Metadata
from newsarchive.extraction.noise import SKIPPED_TAGS
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece
from newsarchive.extraction.pipeline import extract
from newsarchive.extraction.watch import Watch
from newsarchive.press import Newspaper

_LONGEST = 1500
"""Characters of an element whose text is looked at as a field; only the body is longer."""

LONG = 60
"""Characters of a paragraph that is no line of furniture: dates, tools and labels are shorter."""


class Sample(NamedTuple):
    """One page given to the probe."""

    html: bytes | str
    url: str | None
    name: str = ""
    """How the page is called in the report; its URL when empty."""
    captured_at: datetime | None = None
    """When it was captured, with a zone: by it a clock of the visit is told from a date."""


class LeftOut(NamedTuple):
    """A page that no layout is inferred from."""

    page: str
    reason: str


@dataclass(frozen=True)
class Specimen:
    """An article's page, read by general rules: no layout of the registry has been asked."""

    sample: Sample
    name: str
    page: Page
    metadata: Metadata
    article: Article
    pieces: tuple[Piece, ...]
    newspaper: Newspaper | None

    @cached_property
    def texts(self) -> dict[Element, str]:
        """The text of every element of at most 1,500 characters, in document order; scripts and the head left out."""
        sizes: dict[Element, int] = {}
        elements = [element for element in self.page.root.iter() if isinstance(element.tag, str)]
        for element in reversed(elements):
            inner = sum(sizes.get(child, 0) + len(child.tail or "") for child in element)
            sizes[element] = inner + len(element.text or "")
        hidden = {inner for outer in self.page.root.iter(*SKIPPED_TAGS - {"nav", "menu"}) for inner in outer.iter()}
        found = {
            element: text_of(element) for element in elements if sizes[element] <= _LONGEST and element not in hidden
        }
        return {element: text for element, text in found.items() if text}

    @property
    def address(self) -> str | None:
        """The page's address: as given, else the one that it gives itself."""
        told = self.metadata.canonical.raw if self.metadata.canonical else None
        return self.sample.url or (told if told and told.startswith("http") else None)

    @cached_property
    def order(self) -> dict[Element, int]:
        """Element → its place in the document."""
        return {element: place for place, element in enumerate(self.page.root.iter())}

    @cached_property
    def paragraphs(self) -> tuple[Piece, ...]:
        """The long paragraphs that general rules take for the article's own."""
        return tuple(piece for piece in self.pieces if piece.kind in {"text", "item"} and len(piece.text) >= LONG)

    def holds_paragraph(self, element: Element) -> bool:
        """Whether a long paragraph of the article stands in the element."""
        return any(piece.element is element or element in _chain(piece.element) for piece in self.paragraphs)


def _chain(element: Element) -> list[Element]:
    return list(ancestors(element))


def read_specimen(sample: Sample, newspaper: Newspaper | None) -> Specimen | LeftOut:
    """The page read by general rules, or why it is no article's page."""
    name = sample.name or sample.url or "a page without address"
    watch = Watch()
    found = extract(
        sample.html,
        url=sample.url,
        newspaper=newspaper,
        captured_at=sample.captured_at,
        watch=watch,
        choose=lambda _page, _paper: None,
    )
    if found.article is None:
        return LeftOut(name, found.reason or "no article")
    if watch.context is None or watch.context.page.is_fragment:
        return LeftOut(name, "a fragment: the page around the article tells its layout")
    context = watch.context
    return Specimen(sample, name, context.page, context.metadata, found.article, tuple(watch.pieces), context.newspaper)
