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
from newsarchive.extraction.dense import BLOCKS, LARGE, SHORT, Sized, find_dense, outside_wrappers, weight
from newsarchive.extraction.element import Element, ancestors, chain, text_of
from newsarchive.extraction.headed import find_headed, is_title
from newsarchive.extraction.naming import naming
from newsarchive.extraction.page import Page
from newsarchive.extraction.teasers import is_under_title

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

_LONG = 4_000_000
"""Characters above which, as above LARGE elements, the general extractor needs longer than a page is worth: 15,000
paragraphs 2 s, 200,000 paragraphs 38 s."""
_WIDE = 80
_REACH = 600
_ENOUGH = 200
"""Characters below which what the general extractor found is no article."""
_FEW = 1_000
"""Paragraphs below which a page may be one of summaries around a short text; to look at 20,000 takes half a second."""
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


def anchor(page: Page) -> Anchored | None:
    """The subtree that the densest paragraphs stand in where they stand alone, else those of a general extractor."""
    dense = find_dense(page)
    paragraphs, rule = dense.paragraphs, "densest paragraphs"
    if not dense.is_clear and page.size <= LARGE and page.guarded.size <= _LONG:
        general = _without_teasers(_match(page, _general(page)))
        if not dense.paragraphs or not _is_part(general, dense.paragraphs):
            paragraphs, rule = general, "trafilatura, anchored"
    homes = _homes(paragraphs)
    if _is_short(paragraphs, homes) and (headed := find_headed(page, paragraphs)):
        rule, (home, paragraphs) = "lines behind the headline", headed
        homes = Counter({home: weight(paragraphs)})
    if not paragraphs:
        return None
    total = sum(homes.values())
    kept = {home for home, size in homes.items() if size >= 0.04 * total or size >= 400}
    main = homes.most_common(1)[0][0]
    kept = kept or {main}
    return Anchored([_common(list(kept))], frozenset(kept), rule, main, frozenset(element for element, _ in paragraphs))


def _homes(paragraphs: Sized) -> Counter[Element]:
    """Where the siblings of the paragraphs stand, with the characters of those that stand there."""
    return _lift(_merged((_home(element, size), size) for element, size in _without_comments(paragraphs)))


def _is_short(paragraphs: Sized, homes: Counter[Element]) -> bool:
    """No place holds the text of a long article; what is one link, or begins with one, tells of others."""
    if max(homes.values(), default=0) < SHORT:
        return True
    if len(paragraphs) > _FEW:
        return False
    own = [told for told in paragraphs if not is_title(told[0], text_of(told[0]))]
    return len(own) < len(paragraphs) and max(_homes(own).values(), default=0) < SHORT


def _is_part(found: Sized, dense: Sized) -> bool:
    """What was found is nothing, or so little beside the densest paragraphs that it is the lead or a notice.

    Where paragraphs are <div>, trafilatura may find the lead, the only <p>, and be content.
    """
    if weight(found) >= SHORT:
        return False
    return weight(found) < _ENOUGH or weight(dense) > weight(found) * (1 if len(found) == 1 else 2)


def _without_teasers(paragraphs: Sized) -> Sized:
    """Summaries under titles of other articles left out, unless there is nothing else."""
    nowhere = frozenset[Element]()
    return [found for found in paragraphs if not is_under_title(found[0], nowhere)] or paragraphs


def _without_comments(paragraphs: Sized) -> Sized:
    """Paragraphs of the readers' comments left out, unless there are no others."""
    said: dict[Element, bool] = {}
    for element, _ in paragraphs:
        for outer in chain(element, 10):
            if outer not in said:
                said[outer] = _is_comments(outer)
    own = [found for found in paragraphs if not any(said[outer] for outer in chain(found[0], 10))]
    return own if weight(own) >= _ENOUGH else paragraphs


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
    parent = outside_wrappers(element)
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


def _match(page: Page, lines: list[str]) -> Sized:
    """The elements that say what was found, innermost, with the length of what they say."""
    wanted = {_start(line) for line in lines}
    wanted.discard("")
    if not wanted:
        return []
    found = []
    least = min(map(len, wanted))
    blocks = list(page.root.iter(*BLOCKS))
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


def _common(elements: list[Element]) -> Element:
    """The innermost element that holds all of these."""
    chains = [[element, *ancestors(element)][::-1] for element in elements]
    common = chains[0][0]
    for level in zip(*chains, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common
