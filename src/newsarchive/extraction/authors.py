"""Who signs outside the text: elements made for the author, and where names stand that no element is made for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newsarchive.cleaning.byline import looks_like_byline, parse_byline
from newsarchive.cleaning.credits import starts_with_label
from newsarchive.cleaning.dates import cut_moment, is_moment
from newsarchive.cleaning.names import is_province, is_vietnamese_name
from newsarchive.extraction.behind import Behind
from newsarchive.extraction.context import Context
from newsarchive.extraction.element import Element, ancestors, chain, spaced_text_of, text_of
from newsarchive.extraction.naming import naming
from newsarchive.extraction.noise import is_noise
from newsarchive.extraction.page import Page

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?:article|cms|detail|news|post|story|entry|c|meta|by|box|p|block-sc)?[_-]*(?:authors?|byline|tac-?gia|pen-?name|but-?danh|pseudonym|writer|reporter)"
    r"(?:[_-]?(?:name|mail|info|article|translate|box|ten|link|page))*)(?:$|[\s_-])"
)
_NO_AUTHOR = re.compile(r"comment|avatar|related|box-?other|img|image|desc|bio|social|follow|copyright")
_is_author, _is_no_author = naming(_NAMED), naming(_NO_AUTHOR)
_AUTHOR_TAGS = ("p", "div", "span", "a", "li", "strong")
_AUTHOR_PAGE = re.compile(r"/(?:tac-gia|authors?|nguoi-viet|phong-vien)/", re.IGNORECASE)
_SHORT, _BESIDE = 150, 2
_PARAGRAPH = 150


def author_elements(context: Context, selected: list[Element], inside: list[Element], lines: list[str]) -> list[str]:
    """Texts of author elements outside the body: those of the layout, else those named so near the article.

    Where the layout knows the place, a name inside the body is somebody else's: who asks or answers in an interview.
    `lines`: what signs in the body; names that no element is made for are looked for where nothing does.
    """
    page = context.page
    found = [
        spaced_text_of(element)
        for element in selected
        if not _within(element, inside) or _within(element, context.select("drop"))
    ]
    if found:
        return list(dict.fromkeys(text for text in found if text))
    near: dict[str, None] = {}
    told = context.layout is not None and bool(context.layout.byline)
    bodies = {holder for root in inside for holder in chain(root, 8)}
    below = _BelowText(inside)
    for element in _named(page):
        if len(near) == 2:
            break
        if (
            bodies.isdisjoint(chain(element, 6)[1:])
            or (_within(element, inside) and (told or below.holds(element)))
            or any(is_author_element(outer) for outer in chain(element, 4)[1:])
            or any(is_noise(outer) for outer in chain(element, 6)[1:] if outer not in bodies)
        ):
            continue
        text = _signed(element)
        if text and len(text) <= _SHORT:
            near[text] = None
    if lines or any(map(parse_byline, near)):
        return list(near)
    return [*near, *islice(_unnamed(context, inside), 1)]


def _signed(element: Element) -> str:
    """The names in a box of authors: each part of it that is one, where more stands there ("Xem các bài viết…").

    Names one beside the other run together in the text of the whole.
    """
    text = spaced_text_of(element)
    names = [name for name in _parts(element) if looks_like_byline(name, last=True)]
    return ", ".join(names) if names and (len(names) > 1 or not looks_like_byline(text, last=True)) else text


def _parts(element: Element) -> list[str]:
    """Texts of the innermost elements of a box, each once."""
    inner = (part for part in element.iterdescendants() if len(part) == 0 and part.tag not in {"button", "b", "strong"})
    return list(dict.fromkeys(text for part in inner if (text := text_of(part))))


def _unnamed(context: Context, inside: list[Element]) -> Iterator[str]:
    """A labelled line below the headline; Vietnamese names and nothing else also without a label: in a link to the
    author's page or beside the date, both below the headline, or right behind the text."""
    if not inside:
        return
    page = context.page
    head = page.below_headline(inside) or page.below_inner_headline(inside[0])
    yield from filter(None, map(_labelled, head))
    if not context.is_vietnamese:
        return
    yield from _names(page, (link for link in head if link.tag == "a" and _AUTHOR_PAGE.search(link.get("href") or "")))
    for element in head:
        if element.tag == "time" or (len(element) <= 1 and is_moment(text_of(element))):
            yield from _names(page, islice(element.itersiblings(preceding=True), _BESIDE))
            yield from _names(page, islice(element.itersiblings(), _BESIDE))
    for holder in chain(inside[-1], 2):
        yield from _names(page, islice(holder.itersiblings(), 1))


def _labelled(element: Element) -> str | None:
    """A line of its own that says of whom the text is: "By Jane Roe", "Tác giả: Thu Hoài"."""
    if len(element) > _BESIDE or len(element.text_content()) > _SHORT:
        return None
    text = spaced_text_of(element)
    label = starts_with_label(text)
    if label is None or label.lastgroup not in {"text", "joined"} or not looks_like_byline(text, last=True):
        return None
    found = parse_byline(text)
    return text if found and all(" " in byline.name for byline in found) else None


def _names(page: Page, elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        text = spaced_text_of(element) if len(element.text_content()) <= _SHORT else ""
        found = parse_byline(text) if looks_like_byline(text, last=True) else ()
        if found and all(_is_signer(byline.name) for byline in found) and not _is_linked(page, cut_moment(text)):
            yield text


def _is_signer(name: str) -> bool:
    """A Vietnamese name that is no province's: newsrooms print the place beside the date, too."""
    return is_vietnamese_name(name) and not is_province(name)


def _is_linked(page: Page, text: str) -> bool:
    """A link that leads to no author's page says the same: it names a section."""
    links = (link for link in page.root.iter("a") if len(link.text_content()) <= _SHORT)
    return any(not _AUTHOR_PAGE.search(link.get("href") or "") and text_of(link) == text for link in links)


class _BelowText:
    """Whether elements stand in the body below its first paragraph, where author elements are read with the text."""

    def __init__(self, roots: list[Element]) -> None:
        self.roots, self.behind = roots, Behind(_PARAGRAPH)

    def holds(self, element: Element) -> bool:
        """True when the element, or one it stands in, follows a sibling with a paragraph's text."""
        for holder in [element, *ancestors(element)]:
            if holder in self.roots:
                return False
            if holder in self.behind:
                return True
        return False


def _within(element: Element, roots: list[Element]) -> bool:
    return any(outer in roots for outer in [element, *ancestors(element)])


def _named(page: Page) -> list[Element]:
    """Elements named for the author, in document order."""
    named = page.named(_is_author, *_AUTHOR_TAGS)
    if told := page.with_attribute("author", "rel", "itemprop"):
        told |= set(named)
        named = [element for element in page.root.iter(*_AUTHOR_TAGS) if element in told]
    return [element for element in named if is_author_element(element)]


def is_author_element(element: Element) -> bool:
    """Made for the author, by attribute or by name."""
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    return _is_author(element) and not _is_no_author(element)
