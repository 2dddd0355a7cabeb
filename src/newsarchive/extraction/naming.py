"""What newsrooms name the parts of their pages: tests of class and id."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from newsarchive.extraction.element import LONGEST_NAMES, Element

Names: TypeAlias = str
"""Class and id of an element as they stand in the page: the class alone, or both with a NUL between, which no page has.

One string, since it is looked up many times.
"""
_KEPT = 4096


def joined(classes: str, named: str) -> Names:
    """Class and id of an element that has an id."""
    return f"{classes}\0{named}"


def parted(names: Names) -> tuple[str, str]:
    """Class and id, each empty where there is none."""
    classes, _, named = names.partition("\0")
    return classes, named


@lru_cache(maxsize=4096)
def words_of(names: Names) -> frozenset[str]:
    """The words of a class; kept, since newsrooms repeat few on all their pages."""
    return frozenset(parted(names)[0].split())


def names_of(element: Element) -> str:
    """Class and id as one lower-case string, the way newsrooms name their parts."""
    return _names(element.get("class", ""), element.get("id", ""))


def _names(classes: str, named: str) -> str:
    return f"{classes} {named}"[:LONGEST_NAMES].lower()


class Naming:
    """A test of elements' names, which remembers its answers: newsrooms repeat few names on all their pages."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._says = lru_cache(maxsize=2048)(lambda classes, named: pattern.search(_names(classes, named)) is not None)
        self._unnamed = self._says("", "")
        self._others: set[Names] = set()

    def __call__(self, element: Element) -> bool:
        """Whether the pattern is found in the element's class and id."""
        # In bytes, which lxml need not encode for each element.
        classes, named = element.get(b"class"), element.get(b"id")
        return self.says(classes or "", named or "") if classes or named else self._unnamed

    def says(self, classes: str, named: str) -> bool:
        """The same of a class and an id as they stand in the page."""
        # Cut before they are kept: a page of hostile making has classes of 20,000 characters.
        return self._says(classes[:LONGEST_NAMES], named[:LONGEST_NAMES])

    def among(self, names: frozenset[Names]) -> list[Names]:
        """Of these names those that pass; nearly all are known not to, which is asked of all of them in one step."""
        unsure = names - self._others
        passing = [each for each in unsure if self.says(*parted(each))]
        others = unsure.difference(passing)
        if len(self._others) + len(others) > _KEPT:
            self._others.clear()
        self._others.update(each for each in others if len(each) < LONGEST_NAMES)
        return passing


def naming(pattern: re.Pattern[str]) -> Naming:
    """The test of elements' names that a pattern makes."""
    return Naming(pattern)
