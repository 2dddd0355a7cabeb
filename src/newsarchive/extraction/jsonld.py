"""JSON-LD: the schema.org node that describes the article of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LOST_COMMA = re.compile(r"(\"|\]|\})(\s*\n\s*\")(?=[@\w]+\"\s*:)")
_PAIR = re.compile(r'"(headline|datePublished|dateModified|articleSection|@type)"\s*:\s*"((?:[^"\\]|\\.){1,500})"')
_MAX_NODES = 5_000


def article_node(scripts: tuple[str, ...]) -> Node | None:
    """The first NewsArticle-like node of the page's JSON-LD, entries of lists of other articles left aside.

    Broken JSON is mended where newsrooms break it (line breaks in strings, trailing and lost commas, comment marks);
    what stays broken gives its plain string pairs.
    """
    for script in scripts:
        for node in _nodes(_load(script)):
            if _is_article(node):
                return node
    return None


def is_list_page(scripts: tuple[str, ...]) -> bool:
    """True when the page describes itself as a list of articles."""
    return any('"ItemList"' in script or '"CollectionPage"' in script for script in scripts)


def texts(value: Any, key: str = "name") -> list[str]:
    """The strings of a schema.org value: a string, an object with `key`, or a list of them."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, dict):
        return texts(value.get(key), key) if isinstance(value.get(key), str) else []
    if isinstance(value, list):
        return [text for item in value[:50] for text in texts(item, key)]
    return []


def people(value: Any) -> list[str]:
    """Names of authors that are not declared to be organisations."""
    items = value if isinstance(value, list) else [value]
    return [
        name
        for item in items[:50]
        if not (isinstance(item, dict) and "Organization" in texts(item.get("@type")))
        for name in texts(item)
    ]


def _is_article(node: Node) -> bool:
    return any(_ARTICLE.search(kind) for kind in texts(node.get("@type")))


def _load(script: str) -> Any:
    attempt = script.strip()
    for mend in (_unwrap, _mend_commas, None):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            attempt = mend(attempt) if mend else attempt
    pairs: Node = {}
    for key, value in _PAIR.findall(script):
        pairs.setdefault(key, value.replace('\\"', '"').replace("\\/", "/"))
    return pairs


def _unwrap(script: str) -> str:
    return _WRAPPING.sub("", _WRAPPING.sub("", script)).strip()


def _mend_commas(script: str) -> str:
    return _LOST_COMMA.sub(r"\1,\2", _TRAILING_COMMA.sub(r"\1", script))


def _nodes(value: Any) -> Iterator[Node]:
    """Every object that may describe the page itself, outermost first."""
    waiting = [value]
    seen = 0
    while waiting and seen < _MAX_NODES:
        current = waiting.pop(0)
        seen += 1
        if isinstance(current, list):
            waiting.extend(current[:100])
        elif isinstance(current, dict):
            yield current
            waiting.extend(current[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in current)
