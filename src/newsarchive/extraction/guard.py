"""What a page must not do to us: hang the parser, or lose its text in silence.

Every step is linear in the length of the page. Measured on lxml 6: 200,000 attributes on one element hang it, elements
nested deeper than its limit vanish without an error, and scripts and data: images are most of the bytes of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

MAX_CHARACTERS = 24_000_000
"""Longer pages are refused: the longest real article page we have seen has 0.6 million characters."""
MAX_MARKUP = 9_000_000
"""Bytes that are read of what is left without scripts and data: images; twice as many need 600 MB."""
MAX_ELEMENTS = 40_000
"""Four times the largest real page; half as many again need 5 s when each has the name of an author or a date."""
MAX_PIECES = 5_000
"""Paragraphs and pictures of one article, which take 1.5 s; the longest live report we know has 900."""
MAX_JSON_LD = 1_000_000

_LONG = 20_000
_LONG_TAG = re.compile(rb"<([A-Za-z][\w:-]{0,40})[^>]{%d,}" % _LONG)
_VALUE = re.compile(rb"\"[^\"]*\"|'[^']*'")
_MANY_ATTRIBUTES = 500
_LONGEST_VALUE = 20_000
"""Bytes of one attribute; longer ones hold data for scripts, or are made to hang a reader."""
_DATA_URI = re.compile(rb"data:[\w.+/-]{3,60};base64,[A-Za-z0-9+/=%]{400,}")
# The first letters as sets turn nearly every tag away, which an alternation regardless of case does not.
_OPEN_RAW = re.compile(rb"<([sStT][cCtTvVeE](?i:(?<=sc)ript|(?<=st)yle|(?<=sv)g|(?<=te)mplate))\b[^<>]{0,5000}>")
_CLOSE_RAW = {
    name: re.compile(rb"</%s\s*>" % name, re.IGNORECASE) for name in (b"script", b"style", b"svg", b"template")
}
_CONTROL = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_EARLY_END = re.compile(rb"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>|<![dD][oO][cC][tT][yY][pP][eE][^<>]{0,300}>")
_XML_HEAD = re.compile(rb"\s*<\?xml[^>]*>")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]{0,40})[^<>]{0,20000}>")
_CLOSED_BY_OTHERS = frozenset(
    {"p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup", "html", "head", "body"}
)
_BLOCK = re.compile(rb"<(?:p|div|br|li|td|h[1-6]|article|section)\b", re.IGNORECASE)
_VOID = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "source", "col", "area", "base", "embed", "wbr", "param"}
)
_DEPTH = 80
"""Deeper than any newsroom nests; table rows and paragraphs come on top, so the tree stays below 400."""


class Markup(NamedTuple):
    """A page in UTF-8 without its scripts, styles, drawings and templates."""

    source: bytes
    json_ld: tuple[str, ...]
    """Contents of its JSON-LD scripts."""
    scripts: tuple[bytes, ...]
    """The other inline scripts."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A page that is safe to parse."""

    source: bytes
    """Its markup in UTF-8."""
    json_ld: tuple[str, ...]
    """Contents of its JSON-LD scripts, which are cut out of `source` with all other scripts."""
    size: int
    """Bytes of markup, of which `source` holds at most MAX_MARKUP."""
    scripts: tuple[bytes, ...]
    """The other scripts that stand in the page, for the few facts which only they tell."""

    @property
    def html(self) -> str:
        """`source` as text, decoded anew each time."""
        return self.source.decode("utf-8")


def guard(html: bytes | str) -> Guarded:
    """Cut scripts, styles, drawings, data: images and control characters; strip elements with absurd attributes.

    `html`: the page as text, or as bytes in UTF-8, which are not copied as often.
    """
    return guard_markup(without_raw(html.encode("utf-8", "replace") if isinstance(html, str) else html))


def guard_markup(markup: Markup) -> Guarded:
    """The same of a page without its scripts."""
    source = markup.source
    if b"base64," in source:
        source = _DATA_URI.sub(b"data:,", source)
    if _may_have_long_tag(source):
        source = _LONG_TAG.sub(_tame_tag, source)
    if len(source) > MAX_MARKUP:
        source = _without_comments(source)
    # Cut before the steps that copy the page: on 12 MB of text each copy is 12 MB.
    size = len(source)
    if size > MAX_MARKUP:
        source = source[:MAX_MARKUP].decode("utf-8", "ignore").encode("utf-8")
    # Each by itself, which the processor does faster than it copies the page.
    if any(control in source for control in _CONTROL):
        source = source.translate(None, _CONTROL)
    if head := _XML_HEAD.match(source):
        source = source[head.end() :]
    # Báo Tây Ninh closes <html> before <head> and puts a second document inside the body: lxml stops at the first end.
    source = _EARLY_END.sub(b"", source)
    if not _BLOCK.search(source):
        # Text without any paragraph marks: its line breaks are the paragraphs.
        lines = source.decode("utf-8").splitlines()
        source = "".join(f"<p>{line}</p>" if line.strip() else "" for line in lines).encode("utf-8")
    return Guarded(source, markup.json_ld, size, markup.scripts)


def _may_have_long_tag(html: bytes) -> bool:
    """Whether half as many bytes as make a long tag stand together without a ">": a look at few of them."""
    return any(html.find(b">", at, at + _LONG // 2) < 0 for at in range(0, len(html) - _LONG // 2, _LONG // 2))


def flatten(html: str) -> str:
    """The same page with every element nested deeper than 80 taken out, its text kept.

    For pages on which lxml reports excessive depth: it would drop that text without a word.
    """
    open_tags: list[str] = []

    def keep(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _VOID or name in _CLOSED_BY_OTHERS:
            return tag[0]
        if not tag[1]:
            open_tags.append(name)
            return tag[0] if len(open_tags) <= _DEPTH else " "
        inside = len(open_tags) <= _DEPTH
        if open_tags:
            open_tags.pop()
        return tag[0] if inside else " "

    return _TAG.sub(keep, html)


def _tame_tag(tag: re.Match[bytes]) -> bytes:
    """An element with more attributes than any page has reason for loses them all, and absurdly long values."""
    count = len(_VALUE.sub(b"v ", tag[0]).split())
    if count > _MANY_ATTRIBUTES:
        return b"<%s " % tag[1]
    return _VALUE.sub(lambda value: value[0] if len(value[0]) < _LONGEST_VALUE else b'""', tag[0])


def _without_comments(html: bytes) -> bytes:
    """The markup without comments, up to one that nothing closes."""
    kept: list[bytes] = []
    at = 0
    while (start := html.find(b"<!--", at)) >= 0 and (end := html.find(b"-->", start + 4)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    return b"".join([*kept, html[at:]])


def without_raw(html: bytes) -> Markup:
    """The markup of a page, which is the lesser part of it, and what its scripts hold."""
    kept: list[bytes] = []
    json_ld: list[str] = []
    scripts: list[bytes] = []
    room = MAX_JSON_LD
    at = 0
    while opening := _OPEN_RAW.search(html, at):
        name = opening[1].lower()
        kept.append(html[at : opening.start()])
        if closing := _CLOSE_RAW[name].search(html, opening.end()):
            end, at = closing.span()
        elif opening[0].endswith(b"/>"):
            end = at = opening.end()
        else:
            # Nothing closes it: a browser would show nothing more, but here no text may vanish in silence.
            kept.append(_OPEN_RAW.sub(b" ", html[opening.start() :]))
            at = len(html)
            break
        if name == b"script" and end - opening.end() <= room:
            content = html[opening.end() : end]
            if b"ld+json" in opening[0].lower():
                json_ld.append(content.decode("utf-8", "replace"))
            else:
                scripts.append(content)
            room -= len(content)
    kept.append(html[at:])
    return Markup(b" ".join(kept) if len(kept) > 1 else html, tuple(json_ld), tuple(scripts))
