"""Short texts of pages without a layout: what stands behind the headline, before the title of any other article.

In a page rich in teasers the longest paragraph is a summary of something else; a poem, a notice or a few captions have
none. A newsroom prints them where it prints any text: right behind the headline that the head repeats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, takewhile

from lxml import etree

from newsarchive.cleaning.boilerplate import is_boilerplate
from newsarchive.cleaning.dates import is_moment
from newsarchive.cleaning.script import width
from newsarchive.cleaning.text import clean_text
from newsarchive.extraction.dense import BLOCKS, SHORT, Sized, outside_wrappers, own_text, weight
from newsarchive.extraction.element import Element, ancestors, chain, text_of
from newsarchive.extraction.headline import Repeated
from newsarchive.extraction.noise import is_noise
from newsarchive.extraction.page import Page
from newsarchive.extraction.teasers import is_under_title

_TITLES = ("h1", "h2", "h3")
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_OUTSIDE = frozenset(["footer", "aside", "nav"])
_NESTING = frozenset(["tr", "tbody", "table", "ul", "ol", "dl"])
_CONTAINERS = frozenset(["div", "td", "article", "section"])
_TITLE, _LINKED, _LEVELS = 20, 0.5, 4
_LEAST = 40
"""Characters of the shortest text that is believed."""
_RELATED = 5
"""Titles of other articles that may stand between a lead and its text."""
_MOST = 3_000
"""Elements that are looked at; the text of no short article lies further behind its headline."""


def find_headed(page: Page, found: Sized) -> tuple[Element, Sized] | None:
    """Where most lines behind the headline stand, and these lines, where `found` is something else.

    `found`: what was taken for the text so far, at most some hundred characters. None where it stands in the same
    place, where no heading is the headline, or where what was found may be the text with a lead above it.
    """
    title = _headline(page)
    if title is None:
        return None
    known = {element for element, _ in found}

    def believed(held: tuple[Element, Sized]) -> tuple[int, int]:
        return weight([line for line in held[1] if line[0] in known]), weight(held[1])

    near = _near(page, title)
    home, lines = max(_homes(title, _lines(near)).items(), key=believed, default=(title, []))
    if weight(lines) < _LEAST:
        return None
    around = {home, *ancestors(home)}
    apart = [told for told in found if told[0] not in around]
    teased = [told for told in apart if told[0] not in near or _is_teased(told[0], title)]
    elsewhere = [told for told in apart if told not in teased and home not in told[0].iterancestors()]
    if (found and not teased and not elsewhere) or weight(elsewhere) > weight(lines):
        return None
    return home, lines


def _headline(page: Page) -> Element | None:
    """The first heading that the head repeats and that leads nowhere else."""
    told = [*page.metas.get("og:title", ()), *(text_of(title) for title in page.root.iter("title"))]
    is_told = Repeated(told)
    for heading in page.root.iter(*_TITLES):
        if is_told(text_of(heading)) and not is_title(heading, text_of(heading)):
            return heading
    return None


def _lines(near: dict[Element, None]) -> Sized:
    """Blocks with text of their own behind the headline, up to the title of another article."""
    lines: Sized = []
    passed: set[Element] = set()
    for element in islice(near, _MOST):
        parent = element.getparent()
        if parent in passed or element.tag in _OUTSIDE or _is_list(element) or is_noise(element):
            passed.add(element)
        elif element.tag in BLOCKS and (text := clean_text(own_text(element))):
            heads, told = is_title(element, text), is_under_title(element, frozenset())
            if lines and (told or (heads and element.tag in _HEADINGS)):
                break
            if not (heads or told or element.tag in _HEADINGS or is_moment(text) or is_boilerplate(text)):
                lines.append((element, width(text)))
        if weight(lines) >= SHORT:
            break
    return lines


def _behind(title: Element) -> Iterator[Element]:
    """All elements behind one, in document order."""
    for outer in (title, *ancestors(title)):
        for sibling in outer.itersiblings(etree.Element):
            yield from sibling.iter(etree.Element)


def _is_list(element: Element) -> bool:
    """A list of nothing but links, or an entry of one: a menu, a trail, other articles with or without summaries."""
    if element.tag == "li":
        return any(_leads_away(link) and width(text_of(link)) >= _TITLE for link in element.iter("a"))
    if element.tag not in {"ul", "ol"}:
        return False
    said = len(element.text_content().strip())
    return sum(len(link.text_content().strip()) for link in element.iter("a")) > 0.8 * said


def is_title(element: Element, text: str) -> bool:
    """A line that is, or begins with, one link to somewhere else."""
    if width(text) < _TITLE:
        return False
    links = [link for link in element.iter("a") if _leads_away(link)]
    if links and not (element.text or "").strip() and links[0] is element[0] and width(text_of(links[0])) >= _TITLE:
        return True  # "<div><a>Title</a> summary</div>"
    linked = any(outer.tag == "a" for outer in chain(element, _LEVELS))
    return linked or sum(len(link.text_content()) for link in links) > _LINKED * len(text)


def _leads_away(link: Element) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _near(page: Page, title: Element) -> dict[Element, None]:
    """Elements behind the headline, as far as a list of related articles: behind more titles lies the page's foot."""
    near: dict[Element, None] = {}
    titles = 0
    for element in islice(_behind(title), page.size):
        near[element] = None
        titles += element.tag == "a" and _leads_away(element) and width(text_of(element)) >= _TITLE
        if titles > _RELATED:
            break
    return near


def _is_teased(element: Element, title: Element) -> bool:
    """The title of another article stands above it, in a box that does not hold the headline."""
    holders = set(ancestors(title))
    box = next((outer for outer in (element, *ancestors(element)) if outer.getparent() in holders), element)
    before = takewhile(lambda part: part is not element, islice(box.iter(etree.Element), _MOST))
    return any(part.tag == "a" and _leads_away(part) and width(text_of(part)) >= _TITLE for part in before)


def _homes(title: Element, lines: Sized) -> dict[Element, Sized]:
    """The lines by the place they stand in, which holds the headline only where nothing smaller does.

    A block whose lines <br> parts is their place itself.
    """
    holders = set(ancestors(title))
    outers = [outside_wrappers(element) for element, _ in lines]
    beside = Counter(outers)
    homes: dict[Element, Sized] = {}
    for (element, size), outer in zip(lines, outers, strict=True):
        home, parent = element, element.getparent()
        if element.tag not in _CONTAINERS or next(element.iterchildren("br"), None) is None:
            if outer is not None and (outer not in holders or beside[outer] > 1):
                home = outer
            elif parent is not None:
                home = parent
        while home.tag in _NESTING and (outer := home.getparent()) is not None:
            home = outer
        homes.setdefault(home, []).append((element, size))
    return homes
