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

from newsarchive.extraction.head import without_unread
from newsarchive.extraction.page import Page
from newsarchive.extraction.steps import Written, written
from newsarchive.press import Layout

_ABOVE = 16_000
"""Bytes above the first part of the signature in which other parts of an article are looked for."""
_BEHIND, _BLOCK = 1_000, b"<div"
"""Bytes kept behind the body, up to a block, for what no selector tells, a box of the author or a moment; what a
selector means is looked for."""
_CUT, _MARK = ".newsarchive-cut", b'<wbr class="newsarchive-cut">'
"""An element where the part around the body ends. It stands in the tree, and below the body, unless the body is still
open there, or a comment or a field to write in, which would take what follows for its own."""
_LONGEST = 4_000
"""Bytes of a tag that is looked at."""
_MOST = 1_000_000
"""Bytes of markup: no newspaper's page has more, and one of hostile making may hold a name a million times."""
_LEAST = 2_000
"""Bytes that must be saved."""
_FIELDS = ("section", "published", "headline", "lead", "body", "byline", "modified", "keywords")
"""Those that stand highest first: what lies below a place that was found is not looked through for the others."""
_GENERAL = (b"breadcrumb", b"<h1", b"GMT", b"UTC")
"""What rules without a layout look for above the body: the trail, the headline, a moment with its zone."""
_HEAD = frozenset({b"<meta", b"<title"})
_TAG = re.compile(rb"<([A-Za-z][\w-]*)")
_ANY = Written(b"", ())
_RARE, _SHORT = b"<h1", 8
"""A tag that stands once in a page is looked for, rather than a name of fewer letters: "title" stands everywhere."""
_ANY_TAG, _EMPTY = re.compile(rb"<[^>]*>"), 2_000
_EDGES = frozenset((b" ", b"\t", b"\r", b"\n", b"\f", b'"', b"'", b"=", b">", b"/"))


def reach(source: bytes, layouts: Iterable[Layout]) -> tuple[bytes, Layout] | None:
    """The head and the part around the article, for the first of the layouts that is likely the page's own.

    `source`: markup without scripts. The head is without the elements that no rule reads. None when the page has no
    body of such a layout, or little to cut.
    """
    body = source.find(b"<body")
    if body < 0 or len(source) > _MOST:
        return None
    opened = source.find(b">", body) + 1
    firsts = _Firsts(source)
    layout, signed = next(((one, at) for one in layouts if (at := _signature(firsts, one, opened)) >= 0), (None, 0))
    if layout is None or not layout.signature or _ANY in _asked(layout, *_FIELDS):
        return None
    ends = [end for asked in _meant(layout) if (end := _last_end(firsts, asked, opened))]
    if not ends:
        return None
    above = _start(firsts, layout, max(opened, signed - _ABOVE), signed)
    start = _outside_comments(source, opened, above)
    around, *below = [source[begin:end] for begin, end in _parts(source, layout, start, max(ends))]
    if len(source) - opened - len(around) - sum(map(len, below)) < _LEAST:
        return None
    return b"".join([without_unread(source[:opened], layout), around, _MARK, *below]), layout


def is_closed(page: Page, layout: Layout) -> bool:
    """Whether the body ends before the first cut below it, so that nothing of it is missing."""
    bodies, cuts = set(page.select(*layout.body)), page.select(_CUT)
    return bool(bodies and cuts) and not any(outer in bodies for cut in cuts for outer in cut.iterancestors())


class _Firsts(dict[Written, int]):
    """Where the first tag begins that is as asked, -1 for none: signature and body often ask for the same."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.source = source

    def __missing__(self, asked: Written) -> int:
        at = self[asked] = _first(self.source, asked, 0, len(self.source))
        return at


def _signature(firsts: _Firsts, layout: Layout, opened: int) -> int:
    """Where the first of the tags in the body begins that the layout's signature names; -1 when one is not there."""
    least = len(firsts.source)
    for selector in layout.signature:
        found = (firsts[compounds[-1]] for compounds in written(selector))
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
    return tuple(dict.fromkeys(compounds[-1] for selector in layout.body for compounds in written(selector)))


def _start(firsts: _Firsts, layout: Layout, least: int, start: int) -> int:
    """Where the first tag from `least` on begins that can matter; `start` is one."""
    source = firsts.source
    for word in _GENERAL:
        if (at := source.find(word, least, start)) >= 0:
            start = source.rfind(b"<", 0, at + 1)
    for asked in _asked(layout, *_FIELDS):
        at = firsts.get(asked, 0)
        if 0 <= at < least:
            at = _first(source, asked, least, start)
        if 0 <= at < start:
            start = at
    return start


def _parts(source: bytes, layout: Layout, start: int, body: int) -> list[tuple[int, int]]:
    """Begin and end of what can matter: around the body, which ends at `body`, and below it from the first to the last
    of each kind of bylines and tags, which may stand behind long lists."""
    below = source.find(_BLOCK, body + _BEHIND)
    parts = [(start, _outside_comments(source, start, below) if below >= 0 else len(source))]
    for asked in _asked(layout, "byline", "keywords"):
        if asked not in _meant(layout) and (last := _last(source, asked, body, len(source))) >= 0:
            first = _first(source, asked, body, len(source))
            parts.append((_outside_comments(source, body, first), _closed(source, last)))
    return _merged(parts)


def _merged(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places without an overlap, in their order."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(parts):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _last_end(firsts: _Firsts, asked: Written, opened: int) -> int:
    """Where the last of the elements ends that are as asked and have text, by counting tags; 0 when there is none."""
    source, first = firsts.source, firsts[asked]
    if 0 <= first < opened:
        first = _first(source, asked, opened, len(source))
    if first < 0:
        return 0
    closed, behind, end = _closed(source, first), source.find(b">", first), len(source)
    while (last := _last(source, asked, behind, end)) >= 0:
        last_closed = _closed(source, last)
        if last_closed - last > _EMPTY or _ANY_TAG.sub(b"", source[last:last_closed]).strip():
            return max(closed, last_closed)
        end = last
    return closed


def _closed(source: bytes, at: int) -> int:
    """Where the element closes whose tag begins here; the end of the source when it never does."""
    opening = _TAG.match(source, at)
    if opening is None:
        return len(source)
    opens, closes = b"<" + opening[1], b"</" + opening[1]
    depth, place = 0, at
    while (end := source.find(closes, place)) >= 0:
        # Of "<b" also "<br>": then it ends later, and more is kept.
        depth += source.count(opens, place, end) - 1
        if depth <= 0:
            return source.find(b">", end) + 1 or len(source)
        place = end + len(closes)
    return len(source)


def _outside_comments(source: bytes, opened: int, place: int) -> int:
    """The same place, or the begin of the comment in which it stands."""
    # By the rarest of its signs, for which alone the machine looks at many bytes at a time.
    mark = source.rfind(b"!", opened, place)
    while mark >= 0 and not source.startswith(b"<!--", mark - 1):
        mark = source.rfind(b"!", opened, mark)
    return mark - 1 if mark >= 0 and source.find(b"-->", mark, place) < 0 else place


def _first(source: bytes, asked: Written, at: int, end: int) -> int:
    """Where the first tag begins that is as asked; -1 when there is none."""
    if asked.tag != _RARE or not asked.words or len(asked.words[0]) >= _SHORT:
        return _first_by(_key(asked), source, asked, at, end)
    while (at := source.find(_RARE, at, end)) >= 0:
        behind = source.find(b"<", at + 1, end)
        if (tag := _first_by(asked.words[0], source, asked, at, behind if behind >= 0 else end)) >= 0:
            return tag
        at += len(_RARE)
    return -1


def _first_by(key: bytes, source: bytes, asked: Written, at: int, end: int) -> int:
    """The same, where only tags with this key can be meant."""
    while (at := source.find(key, at, end)) >= 0:
        if (tag := _tag_at(source, asked, at)) >= 0:
            return tag
        at += len(key)
    return -1


def _last(source: bytes, asked: Written, at: int, end: int) -> int:
    """Where the last tag from `at` on begins that is as asked; -1 when there is none."""
    key = _key(asked)
    # Forwards first, which takes half as long where there is none.
    if source.find(key, at, end) < 0:
        return -1
    while (end := source.rfind(key, at, end)) >= 0:
        if (tag := _tag_at(source, asked, end)) >= at:
            return tag
    return -1


def _key(asked: Written) -> bytes:
    return asked.words[0] if asked.words else asked.tag


def _tag_at(source: bytes, asked: Written, at: int) -> int:
    """Where the tag begins in which the first word stands here, or the tag itself; -1 when it is another."""
    tag = source.rfind(b"<", max(0, at - _LONGEST), at + 1)
    if tag < 0 or source.find(b">", tag, at) >= 0:
        return -1
    if asked.tag and not (source.startswith(asked.tag, tag) and _is_edge(source, tag + len(asked.tag))):
        return -1
    if not asked.words:
        return tag
    if not (_is_edge(source, at - 1) and _is_edge(source, at + len(asked.words[0]))):
        return -1
    if len(asked.words) == 1:
        return tag
    end = source.find(b">", at, at + _LONGEST)
    told = source[tag : end if end >= 0 else at + _LONGEST]
    return tag if all(word in told for word in asked.words[1:]) else -1


def _is_edge(source: bytes, at: int) -> bool:
    """Whether a name may begin behind this byte, or end before it."""
    return source[at : at + 1] in _EDGES
