"""What newsrooms name the parts of their pages: tests of class and id."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from newsarchive.extraction.element import LONGEST_NAMES, Element

Names: TypeAlias = tuple[str, str]
"""Class and id of an element as they stand in the page."""
_KEPT = 4096


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
        classes, named = element.get("class"), element.get("id")
        return self.says(classes or "", named or "") if classes or named else self._unnamed

    def says(self, classes: str, named: str) -> bool:
        """The same of a class and an id as they stand in the page."""
        # Cut before they are kept: a page of hostile making has classes of 20,000 characters.
        return self._says(classes[:LONGEST_NAMES], named[:LONGEST_NAMES])

    def among(self, names: frozenset[Names]) -> list[Names]:
        """Of these pairs those that pass; nearly all are known not to, which is asked of all of them in one step."""
        unsure = names - self._others
        passing = [pair for pair in unsure if self.says(*pair)]
        others = unsure.difference(passing)
        if len(self._others) + len(others) > _KEPT:
            self._others.clear()
        self._others.update(pair for pair in others if sum(map(len, pair)) < LONGEST_NAMES)
        return passing


def naming(pattern: re.Pattern[str]) -> Naming:
    """The test of elements' names that a pattern makes."""
    return Naming(pattern)
