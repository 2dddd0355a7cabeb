"""CSS selectors over one page, by an index of its ids and classes.

A layout asks for some forty selectors a page, nearly all of the shape "div.a .b[type=c]": as XPath each of them reads
every element of the page again (0.8 ms on a page of 200 kB). Of other shapes ("div.a .b > p:first-of-type") only what
stands behind the named part goes through XPath, from the element that was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import compress, repeat

import lxml.html
from cssselect import SelectorError
from lxml import etree

from newsarchive.extraction.naming import Names, Naming, joined, parted, words_of
from newsarchive.extraction.steps import Chain, Step, Test, read_chains, read_head

_AXES = {">": "child::", "~": "following-sibling::"}
_NAMES = (b"class", b"id")


class Index:
    """Elements of one tree by id and class, in document order; `source` is the HTML it was parsed from.

    One walk reads the class and id of every element, which are a tenth of the cost of a page, for all who ask for them.
    """

    def __init__(self, root: lxml.html.HtmlElement, source: bytes) -> None:
        self.root = root
        self.source = source
        self._elements = list(root.iter(etree.Element))
        # Attributes are named in bytes: lxml encodes a string anew for each element, a fifth of the cost of a look.
        told, ids = (list(map(etree._Element.get, self._elements, repeat(key), repeat(""))) for key in _NAMES)
        self._by_id: dict[str, set[Names]] = {}
        for number, named in compress(enumerate(ids), ids):
            told[number] = joined(told[number], named)
            self._by_id.setdefault(named, set()).add(told[number])
        self._by_names: dict[Names, list[int]] = {}
        for number, names in compress(enumerate(told), told):
            if names in self._by_names:
                self._by_names[names].append(number)
            else:
                self._by_names[names] = [number]
        self._names = frozenset(self._by_names)
        self._by_class: dict[str, list[Names]] = {}
        for names in self._by_names:
            for word in words_of(names):
                if word in self._by_class:
                    self._by_class[word].append(names)
                else:
                    self._by_class[word] = [names]
        self._having: dict[tuple[str | None, str], list[tuple[lxml.html.HtmlElement, str]]] = {}
        self._found: dict[str, list[lxml.html.HtmlElement]] = {}

    @cached_property
    def metas(self) -> list[tuple[lxml.html.HtmlElement, dict[str, str]]]:
        """The meta elements with their attributes, which the head is read from and layouts ask for several times."""
        return [(meta, dict(meta.items())) for meta in self.root.iter("meta")]

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
        found = [self._standing(chain.steps) for chain in chains if self._may_hold(chain)]
        return found[0] if len(found) == 1 else _once(element for part in found for element in part)

    def _may_hold(self, chain: Chain) -> bool:
        """Whether all that the chain names stands in the page, which is true of few."""
        if not (chain.ids <= self._by_id.keys() and chain.classes <= self._by_class.keys()):
            return False
        return not chain.written or all(value in self.source for value in chain.written)

    def _by_xpath(self, selector: str) -> list[lxml.html.HtmlElement]:
        start, axis = self.root, "descendant-or-self::"
        if parts := read_head(selector):
            heads = self.select(parts.head)
            if not heads:
                return []
            if len(heads) == 1:
                start, selector, axis = heads[0], parts.rest, _AXES[parts.by]
        compiled = _compiled(selector, axis)
        return list(compiled(start)) if compiled else []

    def _standing(self, steps: tuple[Step, ...]) -> list[lxml.html.HtmlElement]:
        """Elements that match the last step, and whose ancestors match, from the inside out, the steps before."""
        last, outer = steps[-1], steps[:-1]
        if not outer:
            return self._matching(last)
        if last.is_tag:
            inside = ((holder, holder.iter(last.tag)) for holder in self._standing(outer))
            return _once(element for holder, within in inside for element in within if element is not holder)
        found = self._matching(last)
        around = [set(self._matching(step)) for step in outer] if found else []
        return [element for element in found if _is_inside(element, around)]

    def _matching(self, step: Step) -> list[lxml.html.HtmlElement]:
        """Elements that are meant by a step alone, whose names stand in the page."""
        tests = step.tests
        if step.id or step.classes:
            named = self._by_id[step.id] if step.id else self._by_class[step.classes[0]]
            if len(step.classes) > (not step.id):
                named = [names for names in named if words_of(names).issuperset(step.classes)]
            found = self._in_order(named)
            if step.tag:
                found = [element for element in found if element.tag == step.tag]
        elif tests:
            found, tests = self._asked(step.tag, tests[0]), tests[1:]
        else:
            found = list(self.root.iter(step.tag))
        for test in tests:
            found = [element for element in found if test.accepts(element.get(test.attribute))]
        return found

    def _asked(self, tag: str | None, test: Test) -> list[lxml.html.HtmlElement]:
        """Elements of the tag, or of any, whose attribute is as asked."""
        if not tag and test.value and test.attribute == "id":
            return self._in_order({names for told in filter(test.accepts, self._by_id) for names in self._by_id[told]})
        if not tag and test.value and test.attribute == "class":
            likely = [names for names in self._by_names if test.value in names]
            return self._in_order(names for names in likely if test.accepts(parted(names)[0]))
        asked = (tag, test.attribute)
        if asked not in self._having:
            self._having[asked] = list(self._told(tag, test.attribute))
        return [element for element, value in self._having[asked] if test.accepts(value)]

    def _told(self, tag: str | None, attribute: str) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
        """Elements of the tag, or of any, that have the attribute, and what it says."""
        if tag == "meta":
            yield from ((meta, told[attribute]) for meta, told in self.metas if attribute in told)
            return
        key = attribute.encode()
        for element in self.root.iter(tag) if tag else self._elements:
            if (value := element.get(key)) is not None:
                yield element, value

    def _in_order(self, named: Iterable[Names]) -> list[lxml.html.HtmlElement]:
        """The elements of these names, in document order."""
        numbers = sorted(number for names in named for number in self._by_names[names])
        return [self._elements[number] for number in numbers]


def _once(elements: Iterable[lxml.html.HtmlElement]) -> list[lxml.html.HtmlElement]:
    return list(dict.fromkeys(elements))


def _is_inside(element: lxml.html.HtmlElement, around: list[set[lxml.html.HtmlElement]]) -> bool:
    """Whether its ancestors are, from the inside out, one of the last set, one of the set before, and so on."""
    waiting = len(around)
    parent = element.getparent()
    while waiting and parent is not None:
        if parent in around[waiting - 1]:
            waiting -= 1
        parent = parent.getparent()
    return not waiting


@lru_cache(maxsize=2048)
def _compiled(selector: str, axis: str) -> etree.XPath | None:
    from cssselect import HTMLTranslator  # noqa: PLC0415  (only unusual selectors need it)

    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix=axis))
    except SelectorError:
        return None
