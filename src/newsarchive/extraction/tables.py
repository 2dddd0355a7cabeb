"""What a table is: one of figures, a frame around pictures and their captions, or the layout of a page."""

from __future__ import annotations

import re

from newsarchive.extraction.element import Element, chain, text_of

_MEDIA = ("img", "video", "iframe")
_IMAGE = re.compile(r"^$|^#|^javascript:|\.(?:jpe?g|png|gif|webp)(?:$|\?)", re.IGNORECASE)
"""Where a picture leads that leads to no page."""
_LONGEST_FRAME, _LINE, _SOME, _NEAR = 1500, 60, 20, 3


def holds_media(element: Element) -> bool:
    """Whether there is a picture or a player in it."""
    return next(element.iter(*_MEDIA), None) is not None


def is_picture_frame(table: Element) -> bool:
    """A table of pictures and what is said of them, in each cell a line or two a picture: not a page laid out by it."""
    if len(table.text_content()) >= _LONGEST_FRAME:
        return False
    for cell in table.iter("td", "th"):
        pictures = sum(map(_is_shown, cell.iter(*_MEDIA)))
        sizes = [len(text.strip()) for text in cell.itertext()]
        if sum(size >= _LINE for size in sizes) > 1 + pictures or sum(map(_SOME.__le__, sizes)) > 1 + 2 * pictures:
            return False
    return True


def _is_shown(media: Element) -> bool:
    """A picture of the article, which may lead to itself in full; one that leads to a page is another article's."""
    links = (outer.get("href") or "" for outer in chain(media, _NEAR) if outer.tag == "a")
    return all(_IMAGE.search(link) for link in links)


def rows_of(table: Element) -> list[tuple[str, ...]]:
    """The texts of its cells, row by row; rows without any are left out."""
    rows = []
    for row in table.iter("tr"):
        cells = tuple(text_of(cell) for cell in row if cell.tag in {"td", "th"})
        if any(cells):
            rows.append(cells)
    return rows


def is_frame(rows: list[tuple[str, ...]]) -> bool:
    """Cells with whole paragraphs make no table of figures."""
    cells = [cell for row in rows for cell in row]
    return any(len(cell) > 600 for cell in cells) and len(cells) < 7
