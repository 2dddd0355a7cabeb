"""Elements that hold one line: a headline, a date, a name, perhaps inside others that hold nothing else."""

from __future__ import annotations

from newsarchive.extraction.element import Element

_WRAPPERS = 3
"""Elements in one another around a line: "<p><a><b>Tít bài</b></a></p>"."""


def line_of(element: Element) -> str:
    """The text of an element with at most one element in it, that with at most one, and so on; of any other "".

    Not cleaned. A whole page is looked through by it: of an element with a tree below it no text is put together.
    """
    if not len(element):
        return element.text or ""
    inner = element
    for _ in range(_WRAPPERS):
        if len(inner) != 1:
            break
        inner = inner[0]
    return "" if len(inner) else element.text_content()
