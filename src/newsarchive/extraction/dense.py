"""The densest paragraphs of a page: sentences with few links, side by side, outside of the page's frame."""

from __future__ import annotations

from dataclasses import dataclass

from newsarchive.cleaning.script import width
from newsarchive.extraction.element import Element, ancestors, chain
from newsarchive.extraction.noise import SKIPPED_TAGS, is_noise
from newsarchive.extraction.page import Page

BLOCKS = frozenset(
    ["p", "div", "td", "li", "h2", "h3", "h4", "h5", "blockquote", "section", "article", "center", "dd", "pre"]
)
_OUTSIDE = frozenset(["header", "footer", "aside", "nav"])
_NESTING = frozenset(["ul", "ol", "dl", "table"])
_NOT_INLINE = BLOCKS | SKIPPED_TAGS | _NESTING
LARGE = 15_000
"""Elements above which work that grows faster than a page is left out; the largest real page we know has 10,000."""
_SENTENCE, _SIGNS = 60, 20
"""Characters of a paragraph at least, in letters and in signs that are words."""
SHORT = 1_000
"""Characters below which a text may be a part of an article."""
_CONTAINERS = frozenset(["div", "td", "article", "section"])
_WRAPPERS = 3
_SOME, _TEASER, _NEAR = 4, 0.15, 4
"""Paragraphs of a whole article; how much of its size may stand elsewhere; levels around it that are its own column."""

Sized = list[tuple[Element, int]]
"""Paragraphs, each with its characters."""


@dataclass(frozen=True, slots=True)
class Dense:
    """The densest paragraphs of a page, with their sizes."""

    paragraphs: Sized
    size: int
    """Characters of them all."""
    beside: int
    """Characters of the most text elsewhere: in the next densest place, be it a frame, or all around this one."""

    @property
    def is_clear(self) -> bool:
        """A whole article in one place, and nowhere else more than a teaser or two: no extractor finds another."""
        return self.size >= SHORT and len(self.paragraphs) >= _SOME and self.beside <= _TEASER * self.size


_NOTHING = Dense([], 0, 0)


def weight(paragraphs: Sized) -> int:
    """Characters of them all."""
    return sum(size for _, size in paragraphs)


def find_dense(page: Page) -> Dense:
    """Paragraphs with sentences and few links, in the parent that holds most of them; none when all are short."""
    held: dict[Element, Sized] = {}
    frames: dict[Element, bool] = {}
    # Lists in lists, or paragraphs in inline elements, would be read once for each that is around them; in a page of
    # that size they are no paragraph anyway.
    inside = BLOCKS | _NESTING if page.size > LARGE else frozenset[str]()
    for element in page.root.iter("p", "div", "td", "pre", "li", "article", "section"):
        text = " ".join(own_text(element, inside).split())
        size = width(text) if _SIGNS <= len(text) < _SENTENCE else len(text)
        if size < _SENTENCE or sum(len(link.text_content()) for link in element.iter("a")) > size / 2:
            continue
        parent = outside_wrappers(element)
        home = element if parent is None or (element.tag in _CONTAINERS and size > 400) else parent
        held.setdefault(home, []).append((element, size))
    if not held:
        return _NOTHING
    sizes = {home: weight(paragraphs) for home, paragraphs in held.items()}
    free = [home for home in held if not _is_chrome(held[home][0][0], frames)]
    best = max(free or held, key=sizes.__getitem__)
    others = [home for home in held if home is not best]
    around = sum(sizes[home] for home in others if best.getparent() in chain(home, _NEAR))
    dense = Dense(held[best], sizes[best], max([around, *(sizes[home] for home in others)]))
    # VnExpress of 2019 calls the article's column "sidebar_1": where all text stands there, it is no sidebar.
    is_frame = not free and (not dense.is_clear or any(outer.tag in _OUTSIDE for outer in ancestors(best)))
    return _NOTHING if is_frame else dense


def outside_wrappers(element: Element) -> Element | None:
    """The element that the paragraph stands in, wrappers of nothing else looked through: "<div><p>…</p></div>"."""
    parent = element.getparent()
    for _ in range(_WRAPPERS):
        if parent is None or parent.tag not in {"div", "span"} or (parent.text or "").strip() or not _is_alone(element):
            break
        element, parent = parent, parent.getparent()
    return parent


def _is_alone(element: Element) -> bool:
    """No element beside it; the length of its parent would count thousands of them."""
    return element.getprevious() is None and element.getnext() is None


def own_text(element: Element, without: frozenset[str] = frozenset()) -> str:
    """The text of a block that no block inside it has. `without`: tags that make an inline element none."""
    return (element.text or "") + "".join(_inline_text(child, without) for child in element)


def _inline_text(child: Element, without: frozenset[str]) -> str:
    """The text of an inline element and what follows it; of one that is or holds any of `without` the latter alone."""
    is_inline = child.tag not in _NOT_INLINE and (not without or next(child.iter(*without), None) is None)
    return (child.text_content() if is_inline else "") + (child.tail or "")


def _is_chrome(element: Element, frames: dict[Element, bool]) -> bool:
    """Inside the page's frame. `frames`: what is known of elements, since paragraphs share their ancestors."""
    for outer in chain(element, 13):
        if outer not in frames:
            frames[outer] = is_noise(outer) or outer.tag in _OUTSIDE
        if frames[outer]:
            return True
    return False
