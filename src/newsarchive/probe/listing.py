"""A known newspaper's file with new layouts at the head of its list; every other line stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from newsarchive.yamlfile import parse_document

_KEY = re.compile(r"^layouts\s*:")
_TOP = re.compile(r"^[^\s#\-\]]")
"""Begins the next key: the lines of a list may begin with a blank, a comment, a dash or a bracket."""


def list_layouts(text: str, path: Path, ids: Sequence[str]) -> str:
    """The file's text with `ids` first in `layouts`. Raises ConfigurationError for what is no YAML mapping."""
    told = parse_document(text, path).data.get("layouts") or []
    known = [told] if isinstance(told, str) else [str(one) for one in told]
    line = f"layouts: [{', '.join(dict.fromkeys((*ids, *known)))}]\n"
    lines = text.splitlines(keepends=True)
    first = next((at for at, one in enumerate(lines) if _KEY.match(one)), None)
    if first is None:
        return text.removesuffix("\n") + "\n" + line
    end = next((at for at in range(first + 1, len(lines)) if _TOP.match(lines[at])), len(lines))
    return "".join([*lines[:first], line, *lines[end:]])
