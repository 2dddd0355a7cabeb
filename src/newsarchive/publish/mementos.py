"""Which archived copies a release may give out: pages of articles shown in full, and the pictures that stand in them.

Nothing else is listed, and the reading room gives out nothing that is not listed here. A revisit is listed with the
place of the record whose payload it repeats; without one that may be shown it is left out, since it could not be shown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Literal

from newsarchive.elsewhere import name_elsewhere
from newsarchive.publish.pictures import PICTURES
from newsarchive.publish.source import SourceArticle
from newsarchive.store.withholding import Withholding
from newsarchive.surt import surt

_COLUMNS = """c.url, c.fetched_at, c.record_type, c.content_type, c.warc_file, c.warc_offset, c.warc_length,
    c.payload_digest, c.revision_id"""
_OURS = "sha256:"
_ORIGINALS = f"SELECT {_COLUMNS} FROM capture AS c WHERE c.record_type <> 'revisit' AND c.outcome <> 'error'"
_SAME_PICTURE = f"""{_ORIGINALS} AND c.payload_digest = ? AND c.record_type = 'response'
    AND c.content_type LIKE 'image/%' LIMIT 1"""
_EARLIER = f"{_ORIGINALS} AND c.url = ? AND c.fetched_at <= ? ORDER BY c.fetched_at DESC LIMIT 1"

MementoRow = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A capture of news.db."""

    url: str
    fetched_at: str
    record_type: str
    content_type: str | None
    file: str
    offset: int
    length: int
    digest: str
    revision: int | None
    """Row id of the revision it shows."""
    revisit_digest: str | None = None
    """What a revisit says the digest of its payload is, where another algorithm than ours made it."""


class MementoRows:
    """Rows of the table `mementos`, one article after another."""

    def __init__(self, source: sqlite3.Connection, withheld: dict[str, Withholding]) -> None:
        self.source, self._withheld = source, withheld
        self._elsewhere = names_elsewhere(source)

    def of(self, article: SourceArticle, row_id: int) -> Iterator[MementoRow]:
        """Those of an article that is shown in full; `row_id` is its row in the release."""
        revisions = tuple(revision.id for revision in article.revisions)
        for page in self._pages(article.uid, revisions):
            yield from self._row(page, "page", row_id)
        for picture in self._pictures(revisions):
            yield from self._row(picture, "picture", None)

    def _pages(self, uid: str, revisions: tuple[int, ...]) -> Iterator[_Held]:
        marks = ", ".join("?" * len(revisions))
        rows = self.source.execute(
            f"SELECT {_COLUMNS} FROM capture AS c WHERE c.revision_id IN ({marks}) ORDER BY c.fetched_at, c.id",
            revisions,
        )
        withheld = self._withheld.get(uid)
        every = (_Held(*row) for row in rows)
        captures = [one for one in every if not (withheld and withheld.covers(None, one.digest))]
        originals = [one for one in captures if one.record_type != "revisit"]
        yield from originals
        for one in captures:
            if one.record_type == "revisit" and (original := _original_page(one, originals)):
                yield _at(one, original)

    def _pictures(self, revisions: tuple[int, ...]) -> Iterator[_Held]:
        for revision in revisions:
            for row in self.source.execute(f"SELECT {_COLUMNS} FROM {PICTURES}", (revision,)).fetchall():
                one = _Held(*row)
                if one.record_type != "revisit":
                    yield one
                elif original := self._original_picture(one):
                    yield _at(one, original)

    def _original_picture(self, revisit: _Held) -> _Held | None:
        """The picture whose bytes a revisit repeats, at whatever address: they are what this one was sent as."""
        row = self.source.execute(_SAME_PICTURE, (revisit.digest,)).fetchone()
        if row is None and not revisit.digest.startswith(_OURS):
            row = self.source.execute(_EARLIER, (revisit.url, revisit.fetched_at)).fetchone()
        found = _Held(*row) if row else None
        return found if found and (found.content_type or "").startswith("image/") else None

    def _row(self, held: _Held, kind: Literal["page", "picture"], article: int | None) -> Iterator[MementoRow]:
        """The row; none for what is no address of the web."""
        if not held.url.startswith(("http://", "https://")):
            return
        timestamp = "".join(letter for letter in held.fetched_at[:19] if letter.isdigit())
        file = self._elsewhere.get(held.file, held.file)
        if PurePath(file).is_absolute():
            return  # nobody noted where it lies
        yield (
            kind, article, surt(held.url), timestamp, held.url, held.content_type, file, held.offset, held.length,
            held.digest, held.revisit_digest,
        )  # fmt: skip


def _original_page(revisit: _Held, originals: list[_Held]) -> _Held | None:
    """By digest; of one told by another algorithm than ours the latest before it that shows the same revision."""
    if revisit.digest.startswith(_OURS):
        return next((one for one in originals if one.digest == revisit.digest), None)
    earlier = (
        one for one in reversed(originals) if one.revision == revisit.revision and one.fetched_at <= revisit.fetched_at
    )
    return next(earlier, None)


def _at(revisit: _Held, original: _Held) -> _Held:
    told = None if revisit.digest.startswith(_OURS) else revisit.digest
    return replace(original, url=revisit.url, fetched_at=revisit.fetched_at, revisit_digest=told)


def names_elsewhere(source: sqlite3.Connection) -> dict[str, str]:
    """Path of each file that an import left in its place → the name by which a release speaks of it."""
    rows = source.execute('SELECT id, path FROM "import" ORDER BY id')
    return {path: name_elsewhere(number, path) for number, path in rows if PurePath(path).is_absolute()}
