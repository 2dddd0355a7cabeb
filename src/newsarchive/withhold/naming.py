"""Sections, feeds and whatever else shows no article of its own and names one: its headline and lead stand in them."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from newsarchive.exceptions import UnreadableInputError
from newsarchive.store import Store
from newsarchive.warc import read_record, segment_path
from newsarchive.withhold.target import Target

_CANDIDATES = """
    select payload_digest, warc_file, min(warc_offset) from capture
    where newspaper_id = ? and revision_id is null and record_type <> 'revisit'
      and not (coalesce(content_type, '') glob 'image/*' or coalesce(content_type, '') glob 'video/*')
    group by payload_digest
"""
"""Captures without an article that are neither picture nor film."""
_SHORTEST = 6
"""Signs of a path or headline below which it would be found in anything."""


def payloads_naming(warc: Path, store: Store, target: Target) -> frozenset[str]:
    """Payload digests of the newspaper's captures that name the article by address or headline and show no article.

    Each is read and its Content-Encoding undone; what cannot be read is left to the purge itself, which keeps no
    damaged record. Pages of other articles that link to this one are not among them.
    """
    marks = tuple(dict.fromkeys(_marks(store, target)))
    rows = store.connection.execute(_CANDIDATES, (target.newspaper,)).fetchall() if marks else []
    return frozenset(digest for digest, file, offset in rows if _names(warc, file, offset, marks))


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
