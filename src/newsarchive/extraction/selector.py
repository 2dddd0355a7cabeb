"""CSS selectors over one page, by an index of its ids and classes.

A layout asks for some forty selectors a page, nearly all of the shape "div.a .b[type=c]": as XPath each of them reads
every element of the page again (0.8 ms on a page of 200 kB). Of other shapes ("div.a .b > p:first-of-type") only what
stands behind the named part goes through XPath, from the element that was found.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import repeat

import lxml.html
from cssselect import SelectorError
from lxml import etree

from newsarchive.extraction.naming import Names, Naming
from newsarchive.extraction.steps import NAMED_PART, Step, Test, read_chains, words_of

_AXES = {">": "child::", "~": "following-sibling::"}
_NAMES = ("class", "id")


class Index:
    """Elements of one tree by id and class, in document order; `source` is the HTML it was parsed from.

    One walk reads the class and id of every element, which are a tenth of the cost of a page, for all who ask for them.
    """

    def __init__(self, root: lxml.html.HtmlElement, source: bytes) -> None:
        self.root = root
        self.source = source
        self._elements = list(root.iter(etree.Element))
        self._by_names: dict[Names, list[int]] = {}
        told = [map(etree._Element.get, self._elements, repeat(name), repeat("")) for name in _NAMES]
        for number, names in enumerate(zip(*told, strict=True)):
            if names in self._by_names:
                self._by_names[names].append(number)
            else:
                self._by_names[names] = [number]
        self._by_names.pop(("", ""), None)
        self._names = frozenset(self._by_names)
        self._by_id: dict[str, list[Names]] = defaultdict(list)
        self._by_class: dict[str, list[Names]] = defaultdict(list)
        for names in self._by_names:
            if names[1]:
                self._by_id[names[1]].append(names)
            for word in words_of(names[0]):
                self._by_class[word].append(names)
        self._by_tag: dict[str | None, list[lxml.html.HtmlElement]] = {}
        self._by_value: dict[tuple[str, str], dict[str, list[lxml.html.HtmlElement]]] = {}
        self._found: dict[str, list[lxml.html.HtmlElement]] = {}

    def named(self, naming: Naming) -> list[lxml.html.HtmlElement]:
        """Elements whose class and id pass the test, in document order; asked once for each pair of both."""
        return self._in_order(naming.among(self._names))

    def select(self, selector: str) -> list[lxml.html.HtmlElement]:
        """Elements that the selector matches; nothing for a selector that is none."""
        if selector not in self._found:
            self._found[selector] = self._select(selector)
        return self._found[selector]

    def _select(self, selector: str) -> list[lxml.html.HtmlElement]:
        chains = read_chains(selector)
        if chains is None:
            return self._by_xpath(selector)
        found: dict[lxml.html.HtmlElement, None] = {}
        for steps, ids, classes, written in chains:
            if not (ids <= self._by_id.keys() and classes <= self._by_class.keys()):
                continue
            if all(value in self.source for value in written):
                found.update(dict.fromkeys(each for each in self._candidates(steps) if _stands(each, steps)))
        return list(found)

    def _by_xpath(self, selector: str) -> list[lxml.html.HtmlElement]:
        start, axis = self.root, "descendant-or-self::"
        if parts := NAMED_PART.fullmatch(selector):
            heads = self.select(parts["head"])
            if not heads:
                return []
            if len(heads) == 1:
                start, selector, axis = heads[0], parts["rest"], _AXES[parts["by"]]
        compiled = _compiled(selector, axis)
        return list(compiled(start)) if compiled else []

    def _candidates(self, steps: tuple[Step, ...]) -> list[lxml.html.HtmlElement]:
        """Elements that may match: named like the last step, having its attribute, or of its tag below the rest."""
        last = steps[-1]
        if last.id or last.classes:
            named = self._by_id[last.id] if last.id else min((self._by_class[word] for word in last.classes), key=len)
            return self._in_order([names for names in named if last.is_named(*names)])
        if last.tests and not last.tag:
            return self._asked(last.tests[0])
        if last.tests and last.tag:
            return self._valued(last.tag, last.tests[0])
        if len(steps) == 1:
            return self._tagged(last.tag)
        holders = (each for each in self._candidates(steps[:-1]) if _stands(each, steps[:-1]))
        return [element for holder in holders for element in holder.iter(last.tag)]

    def _asked(self, test: Test) -> list[lxml.html.HtmlElement]:
        """Elements of any tag whose attribute is as asked."""
        if test.value and test.attribute in _NAMES:
            at = _NAMES.index(test.attribute)
            return self._in_order([names for names in self._by_names if test.accepts(names[at])])
        attribute, accepts = test.attribute, test.accepts
        told = ((element, element.get(attribute)) for element in self._elements)
        return [element for element, value in told if value is not None and accepts(value)]

    def _valued(self, tag: str, test: Test) -> list[lxml.html.HtmlElement]:
        """Elements of a tag whose attribute is as asked; those with equal values are kept: layouts ask many <meta>."""
        if test.kind != "=":
            return [element for element in self._tagged(tag) if test.accepts(element.get(test.attribute))]
        asked = (tag, test.attribute)
        if asked not in self._by_value:
            held = self._by_value[asked] = defaultdict(list)
            for element in self._tagged(tag):
                if (value := element.get(test.attribute)) is not None:
                    held[value].append(element)
        return self._by_value[asked].get(test.value, [])

    def _tagged(self, tag: str | None) -> list[lxml.html.HtmlElement]:
        """Elements of a tag; kept, since layouts ask for several meta elements."""
        if tag not in self._by_tag:
            self._by_tag[tag] = list(self.root.iter(tag))
        return self._by_tag[tag]

    def _in_order(self, pairs: list[Names]) -> list[lxml.html.HtmlElement]:
        """The elements of these pairs of class and id, in document order."""
        numbers = [number for names in pairs for number in self._by_names[names]]
        return [self._elements[number] for number in sorted(numbers)]


def _stands(element: lxml.html.HtmlElement, steps: tuple[Step, ...]) -> bool:
    """The element matches the last step, and its ancestors, from the inside out, the steps before."""
    if not steps[-1].matches(element):
        return False
    waiting = list(steps[:-1])
    parent = element.getparent() if waiting else None
    while waiting and parent is not None:
        if waiting[-1].matches(parent):
            waiting.pop()
        parent = parent.getparent()
    return not waiting


@lru_cache(maxsize=2048)
def _compiled(selector: str, axis: str) -> etree.XPath | None:
    from cssselect import HTMLTranslator  # noqa: PLC0415  (only unusual selectors need it)

    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix=axis))
    except SelectorError:
        return None
