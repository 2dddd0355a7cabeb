"""Cells of Datasette's tables: an article's permalink id leads to its page."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from markupsafe import Markup


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, database: str) -> Any:
    """A link for `uid`, nothing for other columns."""
    if database == "public" and column == "uid" and isinstance(value, str) and value.isalnum():
        return Markup('<a href="/bai/{0}">{0}</a>').format(value)
    return None
