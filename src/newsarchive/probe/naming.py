"""Which ids and classes a newsroom's developer gave on purpose, and how much they say."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_NUMBERED = re.compile(r"\d{3,}")
# "css-1x2y3z", "sc-bdVaJa", "jsx-38", "svelte-x1": made by a build, another with the next one.
_BUILT = re.compile(
    r"(?:css|sc|jsx|svelte|astro|emotion|styled|tdi|vc|elementor|mui)[-_][A-Za-z0-9]{2,}|_{1,2}[A-Za-z0-9]{5,6}"
)
_SCRAMBLED = re.compile(
    r"(?=[A-Za-z]*\d[A-Za-z]*[A-Za-z]\d)[A-Za-z0-9]{5,}|(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{5,}"
)
_STATE = frozenset((
    "active", "show", "open", "hide", "hidden", "fade", "in", "first", "last", "odd", "even", "lazy", "lazyloaded",
    "loaded", "clearfix", "clear", "cf", "fl", "fr", "ng-scope", "no-js", "js"
))  # fmt: skip
# Bootstrap, Tailwind and their like: what it looks like, not what it is.
_LOOK = re.compile(
    r"(?:col|row|d|p|m|px|py|pt|pb|pl|pr|mx|my|mt|mb|ml|mr|w|h|flex|grid|gap|text|font|bg|border|rounded|float|pull"
    r"|align|justify|items|order|position|sm|md|lg|xl|hidden|visible|width|height|fs|fw|lh)(?:[-_][\w-]+)?"
    r"|(?:m|p)[trblxy]?\d+|f\d+|w\d+|h\d+|fon\w*|txt[-_]?\w*|bold|italic|left|right|center|justify|container(?:-fluid)?"
)
_COMMON = frozenset((
    "content", "main", "wrap", "wrapper", "inner", "box", "item", "text", "title", "name", "block", "page", "section",
    "body", "top", "bottom", "desc", "date", "time", "info", "detail", "image", "img", "list", "news", "post", "entry",
    "article", "link", "head", "header", "group", "cont"
))  # fmt: skip


@lru_cache(maxsize=8192)
def weigh_name(word: str) -> float | None:
    """What a class or id costs in a selector: 0 says what the element is, 5 how it looks; None for a made-up one.

    >>> [weigh_name(word) for word in ("detail-content", "content", "col-md-8", "post-10417", "css-1x2y3z", "active")]
    [0.0, 1.0, 5.0, None, None, None]
    """
    if not _WORD.fullmatch(word) or _NUMBERED.search(word) or _BUILT.fullmatch(word) or word.lower() in _STATE:
        return None
    if any(_SCRAMBLED.fullmatch(part) for part in re.split(r"[-_]", word)):
        return None
    if _LOOK.fullmatch(word.lower()) or len(word) < 3:
        return 5.0
    if word.lower() in _COMMON:
        return 1.0
    return 1.5 if any(map(str.isdigit, word)) else 0.0
