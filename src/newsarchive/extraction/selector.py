"""CSS selectors over one page, by an index of its ids and classes.

A layout asks for some forty selectors a page, nearly all of the shape "div.a .b": as XPath each of them reads every
class attribute of the page again (1.2 ms on a page of 500 kB). Other shapes still go through XPath.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import lxml.html
from cssselect import SelectorError
from lxml import etree

_SIMPLE = re.compile(r"[\w\s.#,-]+")
_STEP = re.compile(r"(?P<tag>[A-Za-z][A-Za-z0-9]*)?(?P<rest>(?:[.#][A-Za-z_][\w-]*)*)")
_PART = re.compile(r"([.#])([A-Za-z_][\w-]*)")


class Step(NamedTuple):
    """One compound selector: "div#a.b"."""

    tag: str | None
    id: str | None
    classes: tuple[str, ...]

    def matches(self, element: lxml.html.HtmlElement) -> bool:
        """Whether the element is meant by this step alone."""
        if self.tag and element.tag != self.tag:
            return False
        if self.id and element.get("id") != self.id:
            return False
        return not self.classes or set(self.classes) <= set((element.get("class") or "").split())


class Index:
    """Elements of one tree by id and by class, in document order."""

    def __init__(self, root: lxml.html.HtmlElement) -> None:
        self.root = root
        self.by_id: dict[str, list[lxml.html.HtmlElement]] = {}
        self.by_class: dict[str, list[lxml.html.HtmlElement]] = {}
        for element in root.xpath("//*[@id or @class]"):
            if named := element.get("id"):
                self.by_id.setdefault(named, []).append(element)
            for word in (element.get("class") or "").split():
                self.by_class.setdefault(word, []).append(element)

    def select(self, selector: str) -> list[lxml.html.HtmlElement]:
        """Elements that the selector matches; nothing for a selector that is none."""
        chains = _chains(selector)
        if chains is None:
            compiled = _compiled(selector)
            return list(compiled(self.root)) if compiled else []
        found: dict[lxml.html.HtmlElement, None] = {}
        for chain in chains:
            if all(self._named(step) is not None for step in chain):
                found.update(dict.fromkeys(each for each in self._candidates(chain) if _stands(each, chain)))
        return list(found)

    def _named(self, step: Step) -> list[lxml.html.HtmlElement] | None:
        """Elements with the step's id or rarest class; [] for a tag alone, None when the page has none."""
        if step.id:
            return self.by_id.get(step.id)
        if not step.classes:
            return []
        held = [self.by_class.get(word) for word in step.classes]
        return None if None in held else min((elements for elements in held if elements), key=len)

    def _candidates(self, chain: tuple[Step, ...]) -> list[lxml.html.HtmlElement]:
        """Elements that may match: those named like the last step, else its tag inside the nearest named one before."""
        if chain[-1].id or chain[-1].classes:
            return self._named(chain[-1]) or []
        for step in reversed(chain[:-1]):
            if holders := self._named(step):
                return [element for holder in holders for element in holder.iter(chain[-1].tag)]
        return list(self.root.iter(chain[-1].tag))


def _stands(element: lxml.html.HtmlElement, chain: tuple[Step, ...]) -> bool:
    """The element matches the last step, and its ancestors, from the inside out, the steps before."""
    if not chain[-1].matches(element):
        return False
    waiting = list(chain[:-1])
    parent = element.getparent()
    while waiting and parent is not None:
        if waiting[-1].matches(parent):
            waiting.pop()
        parent = parent.getparent()
    return not waiting


@lru_cache(maxsize=4096)
def _chains(selector: str) -> tuple[tuple[Step, ...], ...] | None:
    """The selector's alternatives as steps with descendants between; None when it has another shape."""
    if not _SIMPLE.fullmatch(selector):
        return None
    chains = []
    for alternative in selector.split(","):
        steps = [_step(word) for word in alternative.split()]
        if not steps or None in steps:
            return None
        chains.append(tuple(step for step in steps if step is not None))
    return tuple(chains)


def _step(word: str) -> Step | None:
    found = _STEP.fullmatch(word)
    if found is None or not word:
        return None
    parts = _PART.findall(found["rest"])
    ids = [name for kind, name in parts if kind == "#"]
    tag = found["tag"].lower() if found["tag"] else None
    return Step(tag, ids[0] if ids else None, tuple(name for kind, name in parts if kind == "."))


@lru_cache(maxsize=2048)
def _compiled(selector: str) -> etree.XPath | None:
    from lxml.cssselect import CSSSelector  # noqa: PLC0415  (only unusual selectors need it)

    try:
        return CSSSelector(selector, translator="html")
    except SelectorError:
        return None
