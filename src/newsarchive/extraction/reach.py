"""The part of a page that its article can reach, where the newspaper's layout is known: the rest is not parsed.

Menus, lists and comments are two thirds of a page, and everything that reads the page pays for them. What is cut must
not be able to change what the layout finds: before the first, and behind the last place that one of its selectors can
mean, with some room behind the body for what else belongs to an article. A parser reads forward, so what comes behind a
closed body cannot change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from newsarchive.extraction.page import Page
from newsarchive.extraction.steps import Written, written
from newsarchive.press import Layout

_ABOVE = 16_000
"""Bytes above the first part of the signature in which other parts of an article are looked for."""
_BEHIND = 2_000
"""Bytes kept behind the body for what no selector tells, a box of the author or a moment; others are looked for."""
_LONGEST = 4_000
"""Bytes of a tag that is looked at."""
_MOST = 1_000_000
"""Bytes of markup: no newspaper's page has more, and one of hostile making may hold a name a million times."""
_LEAST = 2_000
"""Bytes that must be saved."""
_FIELDS = ("headline", "lead", "body", "byline", "published", "modified", "section", "keywords")
_GENERAL = (b"<h1", b"breadcrumb", b"GMT", b"UTC")
"""What rules without a layout look for above the body: the headline, the trail, a moment with its zone."""
_LINK = b"<link"
_HEAD = frozenset({b"<meta", b"<title"})
_TAG = re.compile(rb"<([A-Za-z][\w-]*)")
_ANY = Written(b"", ())
_ANY_TAG, _EMPTY = re.compile(rb"<[^>]*>"), 2_000
_EDGES = frozenset((b" ", b"\t", b"\r", b"\n", b"\f", b'"', b"'", b"=", b">", b"/"))


def reach(source: bytes, layouts: Iterable[Layout]) -> tuple[bytes, Layout] | None:
    """The head and the part around the article, for the first of the layouts that is likely the page's own.

    `source`: markup without scripts. The head is without the links that no rule reads. None when the page has no body
    of such a layout, or little to cut.
    """
    body = source.find(b"<body")
    if body < 0 or len(source) > _MOST:
        return None
    opened = source.find(b">", body) + 1
    layout, signed = next(((one, at) for one in layouts if (at := _signature(source, one, opened)) >= 0), (None, 0))
    if layout is None or not layout.signature or _ANY in _asked(layout, *_FIELDS):
        return None
    ends = [end for asked in _meant(layout) if (end := _last_end(source, asked, opened))]
    if not ends:
        return None
    start = _outside_comments(source, opened, _start(source, layout, max(opened, signed - _ABOVE), signed))
    end = _end(source, layout, max(ends))
    if start - opened + len(source) - end < _LEAST:
        return None
    head = source[:opened]
    asks_links = any(asked.tag == _LINK for asked in _asked(layout, *_FIELDS))
    return (head if asks_links else _without_links(head)) + source[start:end], layout


def _without_links(head: bytes) -> bytes:
    """The head without links to style sheets, icons, other languages: a tenth of all elements that would be parsed."""
    first, *links = head.split(_LINK + b" ")
    kept = [first]
    for link in links:
        tag, _, behind = link.partition(b">")
        cut_short = tag.count(b'"') % 2 or tag.count(b"'") % 2  # by a ">" within a value
        kept.append(_LINK + b" " + link if cut_short or b"canonical" in tag else behind)
    return b"".join(kept)


def is_closed(page: Page, layout: Layout) -> bool:
    """Whether the body ends before the page does, so that nothing of it was cut."""
    bodies = set(page.select(*layout.body))
    last = page.root
    while len(last):
        last = last[-1]
    return bool(bodies) and not any(outer in bodies for outer in (last, *last.iterancestors()))


def _signature(source: bytes, layout: Layout, opened: int) -> int:
    """Where the first of the tags in the body begins that the layout's signature names; -1 when one is not there."""
    least = len(source)
    for selector in layout.signature:
        found = (_first(source, compounds[-1], 0, len(source)) for compounds in written(selector))
        at = next((at for at in found if at >= 0), -1)
        if at < 0:
            return -1
        least = min(least, at) if at >= opened else least
    return least


@lru_cache(maxsize=512)
def _asked(layout: Layout, *fields: str) -> tuple[Written, ...]:
    """What stands in the tags of the outermost elements that these fields select, but for those of the head."""
    selectors = [selector for field in fields for selector in getattr(layout, field)]
    outermost = dict.fromkeys(compounds[0] for selector in selectors for compounds in written(selector))
    return tuple(asked for asked in outermost if asked.tag not in _HEAD)


@lru_cache(maxsize=512)
def _meant(layout: Layout) -> tuple[Written, ...]:
    """What stands in the tags of the bodies."""
    return tuple(compounds[-1] for selector in layout.body for compounds in written(selector))


def _start(source: bytes, layout: Layout, least: int, start: int) -> int:
    """Where the first tag from `least` on begins that can matter; `start` is one."""
    for word in _GENERAL:
        if (at := source.find(word, least, start)) >= 0:
            start = source.rfind(b"<", 0, at + 1)
    for asked in _asked(layout, *_FIELDS):
        if (at := _first(source, asked, least, start)) >= 0:
            start = at
    return start


def _end(source: bytes, layout: Layout, body: int) -> int:
    """Behind the last element that can matter. `body`: where the body ends."""
    end = body + _BEHIND
    for asked in set(_asked(layout, "byline", "keywords")).difference(_meant(layout)):
        if (at := _last(source, asked, body, len(source))) >= 0:
            end = max(end, _closed(source, at))
    found = source.find(b"<", end)
    return found if found >= 0 else len(source)


def _last_end(source: bytes, asked: Written, opened: int) -> int:
    """Where the last of the elements ends that are as asked and have text, by counting tags; 0 when there is none."""
    first, end = _first(source, asked, opened, len(source)), len(source)
    while first >= 0 and (last := _last(source, asked, first, end)) >= 0:
        closed = _closed(source, last)
        if last == first or closed - last > _EMPTY or _ANY_TAG.sub(b"", source[last:closed]).strip():
            return max(closed, _closed(source, first))
        end = last
    return 0


def _closed(source: bytes, at: int) -> int:
    """Where the element closes whose tag begins here; the end of the source when it never does."""
    opening = _TAG.match(source, at)
    if opening is None:
        return len(source)
    depth = 0
    for tag in _tags(opening[1]).finditer(source, at):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return source.find(b">", tag.end()) + 1 or len(source)
    return len(source)


@lru_cache(maxsize=64)
def _tags(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(/?)%s\b" % re.escape(name))


def _outside_comments(source: bytes, opened: int, place: int) -> int:
    """The same place, or the begin of the comment in which it stands."""
    comment = source.rfind(b"<!--", opened, place)
    return comment if comment >= 0 and source.find(b"-->", comment, place) < 0 else place


def _first(source: bytes, asked: Written, at: int, end: int) -> int:
    """Where the first tag begins that is as asked; -1 when there is none."""
    key = asked.words[0] if asked.words else asked.tag
    while (at := source.find(key, at, end)) >= 0:
        if (tag := _tag_at(source, asked, at)) >= 0:
            return tag
        at += len(key)
    return -1


def _last(source: bytes, asked: Written, at: int, end: int) -> int:
    """Where the last tag from `at` on begins that is as asked; -1 when there is none."""
    key = asked.words[0] if asked.words else asked.tag
    while (end := source.rfind(key, at, end)) >= 0:
        if (tag := _tag_at(source, asked, end)) >= at:
            return tag
    return -1


def _tag_at(source: bytes, asked: Written, at: int) -> int:
    """Where the tag begins in which the first word stands here, or the tag itself; -1 when it is another."""
    tag = source.rfind(b"<", max(0, at - _LONGEST), at + 1)
    if tag < 0 or source.find(b">", tag, at) >= 0:
        return -1
    if asked.tag and not (source.startswith(asked.tag, tag) and _is_edge(source, tag + len(asked.tag))):
        return -1
    if not asked.words:
        return tag
    end = source.find(b">", at, at + _LONGEST)
    whole = _is_edge(source, at - 1) and _is_edge(source, at + len(asked.words[0]))
    return tag if whole and all(word in source[tag:end] for word in asked.words[1:]) else -1


def _is_edge(source: bytes, at: int) -> bool:
    """Whether a name may begin behind this byte, or end before it."""
    return source[at : at + 1] in _EDGES
