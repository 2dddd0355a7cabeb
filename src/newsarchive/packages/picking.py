"""Picking the captures of a selection: those of its articles, their pictures, and for preservation all the rest.

Public are the captures of public articles whose access level is full, and the pictures that stand in them. Nothing
else is: a list, a feed or an error page may name or quote what must not be shown. A revisit goes with its original;
where that may not go out, neither does the revisit, which could not be replayed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from newsarchive.exceptions import UnreadableInputError
from newsarchive.packages.held import Place, Shelf
from newsarchive.packages.picked import Picked
from newsarchive.packages.request import Exported
from newsarchive.packages.selection import Chosen, Selection, day_of
from newsarchive.publish.pictures import PICTURES
from newsarchive.store import moments

_PLACE = "c.warc_file, c.warc_offset, c.warc_length, c.url, c.fetched_at, c.record_type, c.newspaper_id"
WITHOUT_ORIGINAL = "revisit whose original is not in the package"


def pick(selection: Selection, picked: Picked, shelf: Shelf, exported: Exported) -> None:
    """Fill `picked` with the captures that the selection stands for."""
    source, public = selection.source, selection.request.audience == "public"
    for article in selection.articles():
        if article.access == "full":
            picked.add(_captures(source, article))
            picked.add(_pictures(source, article))
    if not public:
        picked.add(_others(selection))
    if selection.request.is_whole:
        return
    unseen = _Unseen(selection) if public else None
    for place in picked.revisits():
        original = _original(source, place, shelf)
        if original is not None and picked.holds(original):
            continue
        if original is not None and (unseen is None or unseen.allows(original)):
            picked.add_original(original)
        elif unseen is not None:
            picked.drop(place)
            exported.left_out[WITHOUT_ORIGINAL] += 1
    picked.settle()


def _captures(source: sqlite3.Connection, article: Chosen) -> Iterator[Place]:
    rows = source.execute(
        f"""SELECT {_PLACE}, c.payload_digest FROM capture AS c JOIN revision AS r ON r.id = c.revision_id
            WHERE r.article_id = ?""",
        (article.id,),
    )
    for *row, digest in rows:
        place = Place(*row)
        key = (place.url, place.fetched_at, place.record_type, digest)
        if article.captures is None or key in article.captures:
            yield place


def _pictures(source: sqlite3.Connection, article: Chosen) -> Iterator[Place]:
    for revision in article.revisions:
        rows = source.execute(f"SELECT {_PLACE} FROM {PICTURES}", (revision,))
        yield from (Place(*row) for row in rows)


def _others(selection: Selection) -> Iterator[Place]:
    """Captures that show no article: lists, feeds, pictures, errors, redirects."""
    rows = selection.source.execute(f"SELECT {_PLACE} FROM capture AS c WHERE c.revision_id IS NULL")
    for row in rows:
        place = Place(*row)
        if selection.request.takes(place.newspaper, day_of(place.fetched_at)):
            yield place


def _original(source: sqlite3.Connection, revisit: Place, shelf: Shelf) -> Place | None:
    """The capture whose payload a revisit repeats."""
    try:
        record = shelf.read(revisit).record
    except UnreadableInputError:
        return None  # Told when the records are written.
    uri, date = record.refers_to
    wanted = "c.fetched_at = ?" if date else "c.payload_digest = ?"
    value = moments.to_text(date) if date else record.get("WARC-Payload-Digest")
    row = source.execute(
        f"SELECT {_PLACE} FROM capture AS c WHERE c.url = ? AND {wanted} AND c.record_type <> 'revisit'", (uri, value)
    ).fetchone()
    return Place(*row) if row else None


class _Unseen:
    """Which pictures stand in revisions that must not be shown: those go out with no revisit from elsewhere."""

    def __init__(self, selection: Selection) -> None:
        self._source = selection.source
        shown = {one for article in selection.articles() if article.access == "full" for one in article.revisions}
        rows = self._source.execute("SELECT src, revision_id FROM figure")
        self._hidden = {src for src, revision in rows if revision not in shown}

    def allows(self, original: Place) -> bool:
        """Whether the original of a picture may go out, though no public article shows it at that address."""
        row = self._source.execute(
            "SELECT content_type, revision_id FROM capture WHERE warc_file = ? AND warc_offset = ?",
            (original.file, original.offset),
        ).fetchone()
        is_picture = bool(row) and row[1] is None and str(row[0] or "").startswith("image/")
        return is_picture and original.url not in self._hidden
