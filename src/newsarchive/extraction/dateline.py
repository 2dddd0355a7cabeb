"""The newsroom's mark at the head of the text, cut from lead and body into a field of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsarchive.article import Evidence
from newsarchive.cleaning.dateline import cut_mark
from newsarchive.extraction.element import text_of
from newsarchive.extraction.naming import naming
from newsarchive.extraction.page import Page
from newsarchive.extraction.pieces import Piece

_is_stamp = naming(re.compile(r"location-stamp|(?:^|\s)dateline(?:$|\s)"))


def cut_dateline(
    page: Page, lead: Evidence | None, pieces: list[Piece], known: Sequence[str] = ()
) -> tuple[str | None, str | None, Evidence | None]:
    """The lead without its mark, the mark, and where it stood; the mark is cut from the first paragraph too.

    A place in an element of its own (span.location-stamp "TP HCM") counts as well as a mark in the text ("(BTV)").
    `known`: marks of this newspaper.
    """
    text = lead.raw if lead else None
    mark: str | None = None
    if text:
        stamp = _location_stamp(page)
        if stamp and text.startswith(stamp):
            return text.removeprefix(stamp).lstrip(" -–—:,.") or None, stamp, Evidence("location stamp", stamp)
        mark, text = cut_mark(text, known)
    first = next((piece for piece in pieces if piece.kind == "text" and piece.role == ""), None)
    if first is not None:
        own, rest = cut_mark(first.text, known)
        if own and rest and (mark is None or own == mark):
            mark, first.text = own, rest
    return text or None, mark, Evidence("mark at the head of the text", mark) if mark else None


def _location_stamp(page: Page) -> str | None:
    stamps = page.named(_is_stamp, "span", "strong", "b")
    return text_of(stamps[0]) or None if stamps else None
