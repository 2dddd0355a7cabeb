"""CSS selectors over one page, by an index of its ids and classes.

A layout asks for some forty selectors a page, nearly all of the shape "div.a .b[type=c]": as XPath each of them reads
every element of the page again (0.8 ms on a page of 200 kB). Of other shapes ("div.a .b > p:first-of-type") only what
stands behind the named part goes through XPath, from the element that was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from operator import contains, eq
from typing import NamedTuple, TypeAlias

import lxml.html
from cssselect import SelectorError
from lxml import etree

_Numbered: TypeAlias = list[tuple[int, lxml.html.HtmlElement]]
"""Elements with their place in the document."""
_NAME = r"[A-Za-z_][\w-]*"
_VALUE = rf"""\"[^"\]\s]*\"|'[^'\]\s]*'|{_NAME}"""
_PART = re.compile(
    rf"(?P<mark>[.#])(?P<name>{_NAME})|\[(?P<attribute>{_NAME})(?:(?P<test>[\^*]?=)(?P<value>{_VALUE}))?\]"
)
_PARTS = re.sub(r"\?P<\w+>", "?:", _PART.pattern)
_STEP = re.compile(rf"(?P<tag>[A-Za-z][A-Za-z0-9]*)?(?P<parts>(?:{_PARTS})*)")
_STEPS = re.sub(r"\?P<\w+>", "?:", _STEP.pattern)
_NAMED_PART = re.compile(rf"(?P<head>{_STEPS}(?:\s+{_STEPS})*)\s*(?P<by>[>~])\s*(?P<rest>[^,\s][^,]*)")
_PLAIN = re.compile(r"[\w-]*", re.ASCII)
_AXES = {">": "child::", "~": "following-sibling::"}
_ASKED = {None: "@{0}", "=": "@{0} = $v", "^=": "starts-with(@{0}, $v)", "*=": "contains(@{0}, $v)"}
_TESTS: dict[str, Callable[[str, str], bool]] = {"=": eq, "^=": str.startswith, "*=": contains}


class Test(NamedTuple):
    """What a selector asks of an attribute: "[type=c]"."""

    attribute: str
    kind: str | None
    value: str
    plain: bool
    """Nobody writes such a value with entities: a page without its letters has no such element."""

    def holds(self, element: lxml.html.HtmlElement) -> bool:
        """Whether the element's attribute is as asked."""
        told = element.get(self.attribute)
        if told is None or self.kind is None:
            return told is not None
        return _TESTS[self.kind](told, self.value) and bool(self.value or self.kind == "=")


class Step(NamedTuple):
    """One compound selector: "div#a.b[type=c]"."""

    tag: str | None
    id: str | None
    classes: tuple[str, ...]
    tests: tuple[Test, ...]

    def matches(self, element: lxml.html.HtmlElement) -> bool:
        """Whether the element is meant by this step alone."""
        if self.tag and element.tag != self.tag:
            return False
        if self.id and element.get("id") != self.id:
            return False
        if self.classes:
            held = (element.get("class") or "").split()
            if not all(word in held for word in self.classes):
                return False
        return all(test.holds(element) for test in self.tests)


class Chain(NamedTuple):
    """Steps with descendants between them: "div.a .b[type=c]"."""

    steps: tuple[Step, ...]
    ids: frozenset[str]
    classes: frozenset[str]
    """All that the steps name: a page without one of them has no such element, which is true of most selectors."""


class Index:
    """Elements of one tree by id and class, in document order; `source` is the HTML it was parsed from.

    One walk reads the class and id of every element, which are a tenth of the cost of a page, for all who ask for them.
    """

    def __init__(self, root: lxml.html.HtmlElement, source: bytes) -> None:
        self.root = root
        self.source = source
        self._by_names: dict[tuple[str, str], _Numbered] = defaultdict(list)
        self._by_id: dict[str, list[_Numbered]] = defaultdict(list)
        self._by_class: dict[str, list[_Numbered]] = defaultdict(list)
        self._by_tag: dict[str | None, list[lxml.html.HtmlElement]] = {}
        self._found: dict[str, list[lxml.html.HtmlElement]] = {}
        for number, element in enumerate(root.iter()):
            classes, named = element.get("class", ""), element.get("id", "")
            if classes or named:
                self._by_names[classes, named].append((number, element))
        for (classes, named), elements in self._by_names.items():
            self._by_id[named].append(elements)
            for word in {*classes.split()}:
                self._by_class[word].append(elements)

    def named(self, says: Callable[[str, str], bool]) -> list[lxml.html.HtmlElement]:
        """Elements of whose class and id `says` is true, in document order; asked once for each pair of both."""
        return _in_order([elements for names, elements in self._by_names.items() if says(*names)])

    def select(self, selector: str) -> list[lxml.html.HtmlElement]:
        """Elements that the selector matches; nothing for a selector that is none."""
        if selector not in self._found:
            self._found[selector] = self._select(selector)
        return self._found[selector]

    def _select(self, selector: str) -> list[lxml.html.HtmlElement]:
        chains = _chains(selector)
        if chains is None:
            return self._by_xpath(selector)
        found: dict[lxml.html.HtmlElement, None] = {}
        for steps, ids, classes in chains:
            if not (ids <= self._by_id.keys() and classes <= self._by_class.keys()):
                continue
            if all(self._named(step) is not None for step in steps):
                found.update(dict.fromkeys(each for each in self._candidates(steps) if _stands(each, steps)))
        return list(found)

    def _by_xpath(self, selector: str) -> list[lxml.html.HtmlElement]:
        start, axis = self.root, "descendant-or-self::"
        if parts := _NAMED_PART.fullmatch(selector):
            heads = self.select(parts["head"])
            if not heads:
                return []
            if len(heads) == 1:
                start, selector, axis = heads[0], parts["rest"], _AXES[parts["by"]]
        compiled = _compiled(selector, axis)
        return list(compiled(start)) if compiled else []

    def _named(self, step: Step) -> list[lxml.html.HtmlElement] | None:
        """Elements with the step's id or rarest class; [] for a step without, None when the page has none."""
        if step.id:
            return _in_order(self._by_id[step.id]) if step.id in self._by_id else None
        if any(test.plain and test.value.encode() not in self.source for test in step.tests):
            return None
        if not step.classes:
            return []
        held = [self._by_class.get(word) for word in step.classes]
        return None if None in held else _in_order(min((lists for lists in held if lists), key=_count))

    def _candidates(self, steps: tuple[Step, ...]) -> list[lxml.html.HtmlElement]:
        """Elements that may match: named like the last step, having its attribute, or of its tag below the rest."""
        last = steps[-1]
        if last.id or last.classes:
            return self._named(last) or []
        if last.tests and not last.tag:
            return list(_having(last.tests[0].attribute, last.tests[0].kind)(self.root, v=last.tests[0].value))
        if last.tests:
            asked = last.tests[0].attribute
            return [element for element in self._tagged(last.tag) if element.get(asked) is not None]
        if len(steps) == 1:
            return self._tagged(last.tag)
        holders = (each for each in self._candidates(steps[:-1]) if _stands(each, steps[:-1]))
        return [element for holder in holders for element in holder.iter(last.tag)]

    def _tagged(self, tag: str | None) -> list[lxml.html.HtmlElement]:
        """Elements of a tag; kept, since layouts ask for several meta elements."""
        if tag not in self._by_tag:
            self._by_tag[tag] = list(self.root.iter(tag))
        return self._by_tag[tag]


def _in_order(lists: list[_Numbered]) -> list[lxml.html.HtmlElement]:
    return [element for _, element in (lists[0] if len(lists) == 1 else sorted(chain.from_iterable(lists)))]


def _count(lists: list[_Numbered]) -> int:
    return sum(map(len, lists))


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


@lru_cache(maxsize=4096)
def _chains(selector: str) -> tuple[Chain, ...] | None:
    """The selector's alternatives as steps with descendants between; None when it has another shape."""
    chains = []
    for alternative in selector.split(","):
        steps = [_step(word) for word in alternative.split()]
        if not steps or None in steps:
            return None
        known = tuple(step for step in steps if step is not None)
        ids = frozenset(step.id for step in known if step.id)
        chains.append(Chain(known, ids, frozenset(name for step in known for name in step.classes)))
    return tuple(chains)


def _step(word: str) -> Step | None:
    found = _STEP.fullmatch(word)
    if found is None:
        return None
    parts = list(_PART.finditer(found["parts"]))
    ids = [part["name"] for part in parts if part["mark"] == "#"]
    classes = tuple(part["name"] for part in parts if part["mark"] == ".")
    tests = tuple(_test(part) for part in parts if part["attribute"])
    return Step(found["tag"].lower() if found["tag"] else None, ids[0] if ids else None, classes, tests)


def _test(part: re.Match[str]) -> Test:
    value = (part["value"] or "").strip("'\"")
    return Test(part["attribute"].lower(), part["test"], value, _PLAIN.fullmatch(value) is not None)


@lru_cache(maxsize=512)
def _having(attribute: str, kind: str | None) -> etree.XPath:
    """Elements with an attribute that is as asked; the value is given with each call."""
    return etree.XPath(f"descendant-or-self::*[{_ASKED[kind].format(attribute)}]")


@lru_cache(maxsize=2048)
def _compiled(selector: str, axis: str) -> etree.XPath | None:
    from cssselect import HTMLTranslator  # noqa: PLC0415  (only unusual selectors need it)

    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix=axis))
    except SelectorError:
        return None
