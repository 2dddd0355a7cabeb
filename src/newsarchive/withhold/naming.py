"""What names an article beside its own pages: sections and feeds, in which its headline and lead stand, and the pages
of other articles, which link to it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.exceptions import UnreadableInputError
from newsarchive.store import Store
from newsarchive.warc import read_record, segment_path
from newsarchive.withhold.target import Target

_CANDIDATES = """
    select c.payload_digest, c.warc_file, min(c.warc_offset), a.uid from capture c
    left join revision r on r.id = c.revision_id left join article a on a.id = r.article_id
    where c.newspaper_id = ? and c.record_type <> 'revisit' and a.uid is not ?
      and not (coalesce(c.content_type, '') glob 'image/*' or coalesce(c.content_type, '') glob 'video/*')
    group by c.payload_digest order by c.warc_file, c.warc_offset
"""
"""The newspaper's captures that do not show the article itself and are neither picture nor film."""
_SHORTEST = 6
"""Signs of a path or headline below which it would be found in anything."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What names an article."""

    lists: frozenset[str] = frozenset()
    """Payload digests of captures that show no article of their own: they go with a purge."""
    articles: tuple[str, ...] = ()
    """uids of the articles on whose captured pages it stands: those pages are records of their own, and stay."""


def find_naming(warc: Path, store: Store, target: Target) -> Naming:
    """The newspaper's captures in which the article's address or headline stands.

    Each is read and its Content-Encoding undone; what cannot be read is left to the purge itself, which keeps no
    damaged record.
    """
    marks = tuple(dict.fromkeys(_marks(store, target)))
    rows = store.connection.execute(_CANDIDATES, (target.newspaper, target.uid)).fetchall() if marks else []
    found = [(digest, uid) for digest, file, offset, uid in rows if _names(warc, file, offset, marks)]
    return Naming(
        frozenset(digest for digest, uid in found if uid is None),
        tuple(sorted({uid for _, uid in found if uid is not None})),
    )


def _names(warc: Path, file: str, offset: int, marks: tuple[bytes, ...]) -> bool:
    try:
        content = read_record(segment_path(warc, file), offset).content()
    except UnreadableInputError:
        return False
    return any(mark in content for mark in marks)


def _marks(store: Store, target: Target) -> Iterator[bytes]:
    for address in target.addresses:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if len(path) >= _SHORTEST:
            yield path.encode("utf-8", "surrogatepass")
            yield html.escape(path).encode("utf-8", "surrogatepass")
    rows = store.connection.execute("select distinct headline from revision where article_id = ?", (target.id,))
    for (headline,) in rows:
        if headline and len(headline) >= _SHORTEST:
            yield headline.encode()
            yield html.escape(headline).encode()
