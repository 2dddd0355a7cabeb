"""The head of a page without what no rule reads: links to style sheets and icons, half of its meta elements.

They are a fifth of all elements that would be parsed of a page whose layout is known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsarchive.extraction.metadata import READ_METAS
from newsarchive.extraction.steps import Written, written
from newsarchive.press import Layout

_FIELDS = ("signature", "headline", "lead", "body", "byline", "published", "modified", "section", "keywords")
_LINK = b"<link"
_NAMING = frozenset({b"property", b"name", b"itemprop", b"content"})
_NAMED_META = rb"<meta (?:property|name|itemprop)=([\"'])(?!(?:%s)\1)[^\"'<>=]+\1 content=([\"'])[^\"'<>=]*\2\s?/?>"
_NOTHING = re.compile(rb"(?!)")


def without_unread(head: bytes, layout: Layout) -> bytes:
    """Its markup without the links and the meta elements that neither a rule nor the layout's selectors can mean."""
    kept = _unread_metas(layout).sub(b"", head)
    return kept if any(each.tag == _LINK for each in _asked(layout)) else _without_links(kept)


@lru_cache(maxsize=512)
def _asked(layout: Layout) -> tuple[Written, ...]:
    """What stands in the tags that the layout asks for an attribute, or that are links."""
    selectors = [selector for field in _FIELDS for selector in getattr(layout, field)]
    asking = [selector for selector in selectors if "[" in selector or "link" in selector]
    return tuple(compounds[-1] for selector in asking for compounds in written(selector))


def _without_links(head: bytes) -> bytes:
    """The head without links to style sheets, icons, other languages: a tenth of all elements that would be parsed."""
    first, *links = head.split(_LINK + b" ")
    kept = [first]
    for link in links:
        tag, _, behind = link.partition(b">")
        cut_short = tag.count(b'"') % 2 or tag.count(b"'") % 2  # by a ">" within a value
        kept.append(_LINK + b" " + link if cut_short or b"canonical" in tag else behind)
    return b"".join(kept)


@lru_cache(maxsize=512)
def _unread_metas(layout: Layout) -> re.Pattern[bytes]:
    """Meta elements of a name and a content that no rule and no selector of the layout asks for: half of them."""
    asked = {each.words[0] for each in _asked(layout) if each.words and each.tag in {b"", b"<meta"}}
    if asked & _NAMING:
        return _NOTHING
    names = b"|".join(map(re.escape, sorted({*(name.encode() for name in READ_METAS), *asked})))
    return re.compile(_NAMED_META % names, re.IGNORECASE)
