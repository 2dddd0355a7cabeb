"""Articles as rows: `Article.to_dict` with uid, revision, digest, rights as they were told, and where it comes from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from newsarchive.article import Article
from newsarchive.exceptions import ArchiveError
from newsarchive.packages.selection import Chosen, Selection
from newsarchive.publish.access import Access
from newsarchive.publish.rows import excerpt
from newsarchive.publish.source import file_name
from newsarchive.rights import RightsSignal
from newsarchive.store import moments
from newsarchive.store.reading import read_revision
from newsarchive.store.records import Revision
from newsarchive.store.rights import rights_of_revision

Row = dict[str, Any]


def article_rows(selection: Selection, database: sqlite3.Connection) -> Iterator[Row]:
    """The rows of a selection, one article at a time; `database` is its snapshot with rows by name."""
    return (article_row(chosen, database) for chosen in selection.articles())


def article_row(chosen: Chosen, database: sqlite3.Connection) -> Row:
    """The row of one article."""
    revision = read_revision(database, chosen.uid, chosen.revision)
    if revision is None:
        raise ArchiveError("news.db", f"revision {chosen.revision} of article {chosen.uid} is gone")
    return _row(chosen, revision, rights_of_revision(database, chosen.revisions[-1]))


def _row(chosen: Chosen, revision: Revision, rights: Iterable[RightsSignal]) -> Row:
    article = narrow(revision.article, chosen.access)
    return {
        "uid": chosen.uid,
        "revision": revision.number,
        "content_digest": revision.content_digest,
        "access": chosen.access,
        "withheld": chosen.withheld,
        **article.to_dict(),
        "rights": [asdict(one) for one in rights],
        "provenance": _provenance(revision),
    }


def narrow(article: Article, access: Access) -> Article:
    """What an access level leaves of an article, as in a release (publish.rows): no body below full."""
    if access == "full":
        return article
    return replace(
        article,
        lead=excerpt(article.lead, article.blocks) if access == "excerpt" else None,
        dateline=None,
        blocks=(),
        figures=(),
        bylines=tuple(replace(byline, raw=byline.name) for byline in article.bylines),
        evidence={},
    )


def _provenance(revision: Revision) -> dict[str, Any]:
    capture = revision.capture
    return {
        "captured_at": moments.to_text(capture.fetched_at),
        "recorded_at": moments.to_text(revision.recorded_at),
        "extractor": revision.extractor,
        "cause": revision.cause,
        "warc_file": file_name(capture.warc_file),
        "warc_offset": capture.warc_offset,
        "warc_length": capture.warc_length,
        "record_id": capture.record_id,
        "payload_digest": capture.payload_digest,
    }
