"""The files that come with the package, as records at once: tests hold them against the schema, no page waits for it.

The schema is half of what a process needs before its first page (pydantic, every selector compiled once to see that it
is one), and every worker of the pool begins with the registry. Files of one's own are always read by `loading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import Newspaper
from newsarchive.press.records import make_layout, make_newspaper
from newsarchive.yamlfile import read_document

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, re.error)
"""What a file that the schema would refuse makes of it here."""


def read_newspapers(folder: Path) -> tuple[Newspaper, ...]:
    """`folder`/newspapers/*.yml by id, unchecked; raises one of UNREADABLE for a key or a value of another shape."""
    return tuple(make_newspaper(path.stem, _typed(path, _NEWSPAPER)) for path in _files(folder / "newspapers"))


def read_layouts(folder: Path) -> tuple[Layout, ...]:
    """`folder`/layouts/*.yml by id, unchecked; raises one of UNREADABLE for a key or a value of another shape."""
    return tuple(make_layout(path.stem, _typed(path, _LAYOUT)) for path in _files(folder / "layouts"))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".yml" and not path.name.startswith("."))


def _typed(path: Path, types: Mapping[str, Callable[[Any], object]]) -> dict[str, Any]:
    return _converted(read_document(path).data, types)


def _converted(told: Mapping[str, Any], types: Mapping[str, Callable[[Any], object]]) -> dict[str, Any]:
    return {key: types[key](value) if key in types else value for key, value in told.items()}


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _items(value: list[dict[str, Any]] | None) -> tuple[dict[str, Any], ...]:
    return tuple(_converted(item, _ITEM) for item in value or ())


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


_Types: TypeAlias = dict[str, Callable[[Any], object]]
_TEXT_LISTS = (
    "other_names", "former_hosts", "layouts", "not_articles", "datelines", "never_author", "boilerplate", "feeds",
    "sitemaps", "sections", "allow_private",
)  # fmt: skip
_SELECTORS = (
    "signature", "headline", "lead", "body", "byline", "published", "modified", "section", "keywords", "caption", "drop"
)  # fmt: skip
_ITEM: _Types = {"path": re.compile}
_NEWSPAPER: _Types = {
    "articles": _items,
    "copies": _items,
    "embargo_days": int,
    "merged_on": _day,
    "verified": _day,
    **dict.fromkeys(_TEXT_LISTS, _texts),
}
_LAYOUT: _Types = {"since": _day, "until": _day, "url": re.compile, **dict.fromkeys(_SELECTORS, _texts)}
