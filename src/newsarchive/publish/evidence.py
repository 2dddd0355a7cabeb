"""By which rule each field of an article was found, and in which words: for the page of an article shown in full."""

from __future__ import annotations

import json
import sqlite3

from newsarchive.publish.source import SourceArticle

RAW = 160
"""Characters of what a field was read from: the article itself stands beside it, the record in the WARC file."""


def evidence_rows(source: sqlite3.Connection, article: SourceArticle, row_id: int) -> list[tuple[object, ...]]:
    """Rows of the table `evidence`, in the order of their fields: of the article as it stands now."""
    (told,) = source.execute("SELECT evidence FROM revision WHERE id = ?", (article.current.id,)).fetchone()
    fields: dict[str, dict[str, str | None]] = json.loads(told)
    return [(row_id, name, str(one["rule"]), _short(one["raw"])) for name, one in sorted(fields.items())]


def _short(raw: str | None) -> str | None:
    return raw if raw is None or len(raw) <= RAW else raw[: RAW - 1] + "…"
