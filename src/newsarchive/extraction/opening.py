"""Bytes → a parsed page: cut to its markup, decoded, guarded, parsed; whole, or the part that its article can reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsarchive.article import Evidence
from newsarchive.extraction.choice import fits
from newsarchive.extraction.decode import BINARY, Decoded, decode
from newsarchive.extraction.guard import Markup, guard, guard_markup
from newsarchive.extraction.kind import is_feed
from newsarchive.extraction.page import Page
from newsarchive.extraction.parse import parse
from newsarchive.extraction.reach import is_closed, reach
from newsarchive.press import Layout


class Opened(NamedTuple):
    """A page that is parsed."""

    page: Page
    encoding: Evidence


def open_near(
    markup: Markup, url: str | None, content_type: str | None, layouts: Sequence[Layout]
) -> tuple[Opened, Layout] | None:
    """The part of a page that the article of one of the layouts can reach; None where it is not sure to hold it all."""
    near = reach(markup.source, layouts)
    if near is None:
        return None
    source, layout = near
    decoded = decode(source, content_type)
    if decoded.sent is not source:
        return None
    opened = _parse(markup._replace(source=source), url, decoded)
    return (opened, layout) if fits(layout, opened.page) and is_closed(opened.page, layout) else None


def open_whole(html: bytes | str, markup: Markup | None, url: str | None, content_type: str | None) -> Opened | str:
    """The whole page, or the reason why it cannot be read. `markup`: that of the bytes, should they be UTF-8."""
    if markup is not None:
        decoded = decode(markup.source, content_type)
        if decoded.sent is markup.source and _why_unread(decoded) is None:
            return _parse(markup, url, decoded)
    decoded = decode(html, content_type)
    return _why_unread(decoded) or Opened(
        parse(guard(decoded.utf8), url, cut=True), Evidence(decoded.rule, decoded.encoding)
    )


def _parse(markup: Markup, url: str | None, decoded: Decoded) -> Opened:
    return Opened(parse(guard_markup(markup), url, cut=True), Evidence(decoded.rule, decoded.encoding))


def _why_unread(decoded: Decoded) -> str | None:
    if not decoded.text or decoded.text.isspace():
        return "empty"
    if decoded.is_binary:
        return BINARY
    return "feed: a list of articles, not one" if is_feed(decoded.text) else None
