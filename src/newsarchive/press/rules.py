"""What of the registry decides how a newspaper's pages are read, as one short digest.

Another layout is our change and never the newspaper's: readings are only compared where these rules are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from re import Pattern

from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import Newspaper

_READ = (
    "name", "hosts", "patterns", "copies", "layouts", "names", "datelines", "never_author", "boilerplate"
)  # fmt: skip
"""Fields of a newspaper that extraction and identity ask; feeds, access and notes change no reading."""
_CHOOSING = tuple(one.name for one in fields(Layout) if one.name not in {"notes", "since", "until", "family"})
"""Fields of a layout but those that only tell people something."""
_DIGITS = 8


def digest_rules(paper: Newspaper | None, layouts: Mapping[str, Layout], shared: Iterable[Layout]) -> str:
    """Eight hexadecimal digits over a newspaper's definition, the layouts it lists and those that stand for everybody.

    `shared` alone for pages of no newspaper; empty when there is nothing to tell.
    """
    own = [layouts[name] for name in _listed(paper)] if paper else []
    rules = [*own, *shared]
    if paper is None and not rules:
        return ""
    told = {
        "newspaper": {name: _plain(getattr(paper, name)) for name in _READ} if paper else None,
        "layouts": [{name: _plain(getattr(one, name)) for name in _CHOOSING} for one in rules],
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def shared_layouts(
    papers: Iterable[Newspaper], layouts: Mapping[str, Layout], bundled: Mapping[str, Layout]
) -> list[Layout]:
    """Layouts of one's own that no newspaper lists: they are tried on every page.

    Those that come with the package change with the extractor's version.
    """
    listed = {name for paper in papers for name in _listed(paper)}
    return [one for one in layouts.values() if one.id not in listed and one != bundled.get(one.id)]


def _listed(paper: Newspaper) -> list[str]:
    """The layouts of its list and those that its URL patterns name."""
    named = (pattern.layout for pattern in paper.patterns if pattern.layout)
    return list(dict.fromkeys((*paper.layouts, *named)))


def _plain(value: object) -> object:
    if isinstance(value, Pattern):
        return value.pattern
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return [_plain(getattr(value, one.name)) for one in fields(value)]
    return value
