"""Pages of no known layout: a general extractor finds the text, and it is led back to its place in the page.

What the extractor drops or melts (captions, sub-headings, bylines) stands beside what it finds, in the same subtree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.noise import SKIPPED_TAGS, is_noise
from newsarchive.extraction.page import Element, Page, ancestors, chain, naming

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

_BLOCKS = frozenset(
    ["p", "div", "td", "li", "h2", "h3", "h4", "h5", "blockquote", "section", "article", "center", "dd", "pre"]
)
_LARGE, _LONG = 15_000, 4_000_000
"""Elements and characters above which the general extractor needs longer than a page is worth: 15,000 paragraphs 2 s,
200,000 paragraphs 38 s. The largest real page we know has 10,000 elements."""
_OUTSIDE = frozenset(["header", "footer", "aside", "nav"])
_NESTING = frozenset(["ul", "ol", "dl", "table"])
_NOT_INLINE = _BLOCKS | SKIPPED_TAGS | _NESTING
_WIDE = 80
_REACH = 600
_ENOUGH, _SHORT = 200, 1000
"""Characters below which what the general extractor found is no article, or may be a part of one."""
_SOME, _TEASER, _NEAR = 4, 0.15, 4
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|disqus|respond|binh-?_?luan|reader-?comments?)(?:$|[\s_-])"
)
_is_comments = naming(_COMMENTS)
_WRAPPERS, _CROWD = 3, 3
"""Levels of wrappers looked through, and how many of them side by side make a row."""
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Anchored:
    """The subtree that holds the found text."""

    roots: list[Element]
    homes: frozenset[Element]
    """Elements whose children the found paragraphs are."""
    rule: str
    main: Element
    """The home that holds most of the text."""
    found: frozenset[Element] = frozenset()
    """The paragraphs themselves."""

    def holds(self, element: Element) -> bool:
        """True for what stands in one of the homes, or inside a child of one: a picture box, a list, a box."""
        return element in self.homes or not self.homes.isdisjoint(element.iterancestors())


@dataclass(frozen=True, slots=True)
class _Dense:
    """The densest paragraphs of a page, with their sizes."""

    paragraphs: list[tuple[Element, int]]
    size: int
    """Characters of them all."""
    beside: int
    """Characters of the most text elsewhere: in the next densest place, be it a frame, or all around this one."""

    @property
    def is_clear(self) -> bool:
        """A whole article in one place, and nowhere else more than a teaser or two: no extractor finds another."""
        return self.size >= _SHORT and len(self.paragraphs) >= _SOME and self.beside <= _TEASER * self.size


_NOTHING = _Dense([], 0, 0)


def anchor(page: Page) -> Anchored | None:
    """The subtree that the densest paragraphs stand in where they stand alone, else those of a general extractor."""
    dense = _dense(page)
    paragraphs, rule = dense.paragraphs, "densest paragraphs"
    if not dense.is_clear and page.size <= _LARGE and page.guarded.size <= _LONG:
        general = _match(page, _general(page))
        if not dense.paragraphs or not _is_part(general, dense.paragraphs):
            paragraphs, rule = general, "trafilatura, anchored"
    if not paragraphs:
        return None
    homes = _lift(_merged((_home(element, size), size) for element, size in _without_comments(paragraphs)))
    total = sum(homes.values())
    kept = {home for home, size in homes.items() if size >= 0.04 * total or size >= 400}
    main = homes.most_common(1)[0][0]
    kept = kept or {main}
    return Anchored([_common(list(kept))], frozenset(kept), rule, main, frozenset(element for element, _ in paragraphs))


def _weight(paragraphs: list[tuple[Element, int]]) -> int:
    return sum(size for _, size in paragraphs)


def _is_part(found: list[tuple[Element, int]], dense: list[tuple[Element, int]]) -> bool:
    """What was found is nothing, or so little beside the densest paragraphs that it is the lead or a notice.

    Where paragraphs are <div>, trafilatura may find the lead, the only <p>, and be content.
    """
    if _weight(found) >= _SHORT:
        return False
    return _weight(found) < _ENOUGH or _weight(dense) > _weight(found) * (1 if len(found) == 1 else 2)


def _without_comments(paragraphs: list[tuple[Element, int]]) -> list[tuple[Element, int]]:
    """Paragraphs of the readers' comments left out, unless there are no others."""
    said: dict[Element, bool] = {}
    for element, _ in paragraphs:
        for outer in chain(element, 10):
            if outer not in said:
                said[outer] = _is_comments(outer)
    own = [found for found in paragraphs if not any(said[outer] for outer in chain(found[0], 10))]
    return own if _weight(own) >= _ENOUGH else paragraphs


def _lift(homes: Counter[Element]) -> Counter[Element]:
    """Homes of one paragraph each, side by side, are wrappers: their parent is the home (BBC News, Vox Media).

    Only where no home holds half of the text: beside a body, boxes side by side are teasers.
    """
    for _ in range(_WRAPPERS):
        homes = _merged((_outer(home), size) for home, size in homes.items())
        beside = Counter(parent for home in homes if (parent := home.getparent()) is not None)
        crowded = {parent for parent, count in beside.items() if count >= _CROWD and parent.tag not in {"body", "html"}}
        if not crowded or 2 * max(homes.values()) >= sum(homes.values()):
            break
        homes = _merged((_in(home, crowded), size) for home, size in homes.items())
    return homes


def _outer(home: Element) -> Element:
    """The outermost wrapper of nothing but this element."""
    parent = home.getparent()
    while parent is not None and len(parent) == 1 and parent.tag not in {"body", "html"}:
        home, parent = parent, parent.getparent()
    return home


def _in(home: Element, crowded: set[Element]) -> Element:
    parent = home.getparent()
    return parent if parent is not None and parent in crowded else home


def _merged(sizes: Iterable[tuple[Element, int]]) -> Counter[Element]:
    merged: Counter[Element] = Counter()
    for home, size in sizes:
        merged[home] += size
    return merged


def _home(element: Element, size: int) -> Element:
    """Where a paragraph's siblings stand; a container of bare text is its own home."""
    parent = element.getparent()
    return element if parent is None or (size > 600 and element.tag not in {"p", "li"}) else parent


def _general(page: Page) -> list[str]:
    """Paragraphs by trafilatura, without its metadata (which searches dates for longer than it extracts)."""
    # Imported here: it costs 0.4 s and pages of a known layout never need it.
    from trafilatura import extract  # noqa: PLC0415

    text = extract(page.root, options=_options())  # of the tree it makes a copy itself
    return [line for line in (text or "").splitlines() if len(line) > 20]


@cache
def _options() -> Extractor:
    """What is asked of trafilatura; kept, since it reads a configuration for every set of options."""
    from trafilatura.settings import Extractor  # noqa: PLC0415

    return Extractor(fast=True, comments=False, tables=True, output_format="txt", with_metadata=False)


def _start(text: str) -> str:
    """The first letters of a text, in one case and without signs, by which it is known again."""
    for reach in (_REACH // 3, _REACH):
        key = _NOT_WORD.sub("", clean_text(text[:reach])).casefold()
        # A letter more than is asked: the last one may be cut from its marks.
        if len(key) > _WIDE or len(text) <= reach:
            break
    return key[:_WIDE]


def _match(page: Page, lines: list[str]) -> list[tuple[Element, int]]:
    """The elements that say what was found, innermost, with the length of what they say."""
    wanted = {_start(line) for line in lines}
    wanted.discard("")
    if not wanted:
        return []
    found = []
    least = min(map(len, wanted))
    blocks = list(page.root.iter(*_BLOCKS))
    holders = {block.getparent() for block in blocks}
    for element in blocks:
        if element in holders:
            own = (element.text or "") + "".join(child.tail or "" for child in element)
            if len(own.strip()) < 40:
                continue
        text = element.text_content() if len(element) else element.text or ""
        if len(text.casefold()) < least:
            continue
        start = _start(text)
        if start and (start in wanted or _first_line(element) in wanted):
            found.append((element, len(text.strip())))
    return found


def _first_line(element: Element) -> str:
    """Key of what stands before the first <br>: the general extractor gives the lines of a paragraph one by one."""
    if next(element.iterchildren("br"), None) is None:
        return ""
    line = [element.text or ""]
    for child in element:
        if child.tag == "br":
            return _start("".join(line))
        line += [child.text_content(), child.tail or ""]
    return ""


def _dense(page: Page) -> _Dense:
    """Paragraphs with sentences and few links, in the parent that holds most of them; none when all are short."""
    held: dict[Element, list[tuple[Element, int]]] = {}
    frames: dict[Element, bool] = {}
    # Lists in lists, or paragraphs in inline elements, would be read once for each that is around them; in a page of
    # that size they are no paragraph anyway.
    inside = _BLOCKS | _NESTING if page.size > _LARGE else frozenset[str]()
    for element in page.root.iter("p", "div", "td", "pre", "li"):
        own = (element.text or "") + "".join(_inline_text(child, inside) for child in element)
        size = len(" ".join(own.split()))
        if size < 60 or sum(len(link.text_content()) for link in element.iter("a")) > size / 2:
            continue
        parent = element.getparent()
        home = element if parent is None or (element.tag in {"div", "td"} and size > 400) else parent
        held.setdefault(home, []).append((element, size))
    if not held:
        return _NOTHING
    sizes = {home: _weight(paragraphs) for home, paragraphs in held.items()}
    free = [home for home in held if not _is_chrome(held[home][0][0], frames)]
    best = max(free or held, key=sizes.__getitem__)
    others = [home for home in held if home is not best]
    around = sum(sizes[home] for home in others if best.getparent() in chain(home, _NEAR))
    dense = _Dense(held[best], sizes[best], max([around, *(sizes[home] for home in others)]))
    # VnExpress of 2019 calls the article's column "sidebar_1": where all text stands there, it is no sidebar.
    is_frame = not free and (not dense.is_clear or any(outer.tag in _OUTSIDE for outer in ancestors(best)))
    return _NOTHING if is_frame else dense


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


def _common(elements: list[Element]) -> Element:
    """The innermost element that holds all of these."""
    chains = [[element, *ancestors(element)][::-1] for element in elements]
    common = chains[0][0]
    for level in zip(*chains, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common
