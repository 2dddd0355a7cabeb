"""What a newspaper said about rights at the capture an article stands for; shown beside it, whatever is shown of it."""

from __future__ import annotations

import sqlite3

from newsarchive.publish.source import SourceArticle
from newsarchive.store.rights import rights_of_revision


def rights_rows(source: sqlite3.Connection, article: SourceArticle, row_id: int) -> list[tuple[object, ...]]:
    """Rows of the table `rights`: of the latest capture that shows the article as it stands, and of its site then."""
    said = rights_of_revision(source, article.current.id)
    return [(row_id, i, one.source, one.name, one.value) for i, one in enumerate(said)]
