"""What stands behind a paragraph: asked of every author and date element, however many a page of hostile making has."""

from __future__ import annotations

from newsarchive.extraction.element import Element


class Behind:
    """Elements with a sibling of more than so many characters before them; each parent is read once."""

    def __init__(self, characters: int) -> None:
        self._least = characters
        self._known: dict[Element, frozenset[Element]] = {}

    def __contains__(self, element: Element) -> bool:
        parent = element.getparent()
        return parent is not None and element in self._below(parent)

    def _below(self, parent: Element) -> frozenset[Element]:
        if parent not in self._known:
            children = list(parent)
            long = (at for at, child in enumerate(children) if len(child.text_content()) > self._least)
            self._known[parent] = frozenset(children[next(long, len(children)) + 1 :])
        return self._known[parent]
