"""What a newspaper said about rights at the capture an article stands for; shown beside it, whatever is shown of it."""

from __future__ import annotations

import sqlite3

from newsarchive.publish.source import SourceArticle
from newsarchive.store.rights import read_rights, read_site_rights

_CAPTURE = """
    SELECT id, url, fetched_at FROM capture WHERE revision_id = ? AND record_type <> 'revisit'
    ORDER BY fetched_at DESC, id LIMIT 1
"""


def rights_rows(source: sqlite3.Connection, article: SourceArticle, row_id: int) -> list[tuple[object, ...]]:
    """Rows of the table `rights`: of the latest capture that shows the article as it stands, and of its site then."""
    row = source.execute(_CAPTURE, (article.current.id,)).fetchone()
    if row is None:
        return []
    capture, url, at = row
    said = (*read_rights(source, capture), *read_site_rights(source, url, at))
    return [(row_id, i, one.source, one.name, one.value) for i, one in enumerate(said)]
