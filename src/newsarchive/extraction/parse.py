"""A guarded page made a tree, once, in bounds."""

from __future__ import annotations

import re
from itertools import islice

import lxml.html
from lxml import etree

from newsarchive.extraction.element import Element, ancestors, has_prose
from newsarchive.extraction.guard import MAX_ELEMENTS, Guarded, flatten
from newsarchive.extraction.page import Page

_WHOLE_PAGE = re.compile(rb"<(?:html|head|body|!doctype)\b", re.IGNORECASE)
_LOST_TEXT = ("depth", "huge")
_MOST_IN_HEAD = 2000
_COUNT = etree.XPath("count(descendant-or-self::*)")
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)


class TooBigError(Exception):
    """Raised when a page has more elements than any we know and the caller wants all of it or nothing."""


def parse(guarded: Guarded, url: str | None, *, cut: bool = False) -> Page:
    """The page as a tree.

    Above MAX_ELEMENTS it raises TooBigError, or with `cut` keeps so many of them. Where lxml says that it
    dropped text (nesting, a text node above 10 MB), the page is flattened and parsed again.
    """
    root, log = _parse(guarded.source, huge=False)
    if any(word in entry.message.lower() for entry in log for word in _LOST_TEXT):
        root, _ = _parse(flatten(guarded.html).encode("utf-8"), huge=True)
    size = int(_COUNT(root))
    if size > MAX_ELEMENTS:
        if not cut:
            raise TooBigError(f"more than {MAX_ELEMENTS} elements")
        _cut(root)
    return Page(root, url, guarded, size, is_fragment=not _WHOLE_PAGE.search(guarded.source, 0, 20_000))


def _cut(root: Element) -> None:
    """Keep MAX_ELEMENTS elements in document order, from shortly before the first paragraph, and some of the head."""
    head = root.find("head")
    if head is not None:
        del head[_MOST_IN_HEAD:]
    first = next((at for at, element in enumerate(root.iter()) if has_prose(element)), 0)
    if first > MAX_ELEMENTS // 2:
        _drop(root, first - MAX_ELEMENTS // 4, before=True)
    _drop(root, MAX_ELEMENTS - 1, before=False)


def _drop(root: Element, at: int, *, before: bool) -> None:
    """Drop what comes before or behind the element of this number, but for those that it stands in and the head."""
    last = next(islice(root.iter(), at, None), root)
    for element in [last, *ancestors(last)]:
        parent = element.getparent()
        if parent is None or (before and parent is root):
            continue
        place = parent.index(element)
        if before:
            del parent[:place]
        else:
            del parent[place + 1 :]


def _parse(source: bytes, *, huge: bool) -> tuple[Element, list[etree._LogEntry]]:
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=huge, remove_comments=True, remove_pis=True, collect_ids=False
    )
    # One class for all elements: the lookup of lxml.html asks a Python function for the class of each.
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = lxml.html.document_fromstring(source.strip() or b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = lxml.html.document_fromstring(b"<html></html>")
    return root, list(parser.error_log)
