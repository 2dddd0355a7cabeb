"""What a PREMIS document describes: files of records, the captures in them, the articles made of those, and rights.

For preservation a file has the name that it has in a package of everything, its size and its digest. The public gets
neither of these two: a file may hold what is withheld, and whoever has a copy of it could tell by them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsarchive.packages.held import Place
from newsarchive.packages.names import told_names
from newsarchive.packages.picked import Picked
from newsarchive.packages.premis import Facts, bitstream_object, entity_object, file_object, rights_element
from newsarchive.packages.selection import Chosen
from newsarchive.packages.whole import whole_name
from newsarchive.packages.work import Work
from newsarchive.store.rights import rights_of
from newsarchive.warc import segment_path
from newsarchive.warc.away import is_present, size_of

_ARC = (".arc", ".arc.gz")
_UNKNOWN = "application/octet-stream"


class Described:
    """The objects of a selection, and the names under which events speak of them."""

    def __init__(self, work: Work, picked: Picked) -> None:
        self._work, self._picked = work, picked
        self._source = work.selection.source
        self._is_public = work.selection.request.audience == "public"
        self._digests = {} if self._is_public else _digests(self._source)
        self.names = told_names(picked.files()) if self._is_public else self._whole_names()
        """File as captures name it → its name in the document."""

    def files(self) -> Iterator[etree._Element]:
        """The files in which captures lie."""
        for file in self._picked.files():
            media_type = "application/x-internet-archive" if file.endswith(_ARC) else "application/warc"
            path = segment_path(self._work.warc_directory, file)
            size = size_of(path) if is_present(path) and not self._is_public else None
            yield file_object(self.names[file], Facts(media_type, size, self._digests.get(file)))

    def captures(self) -> Iterator[etree._Element]:
        """One a capture: the payload of its record."""
        for place in self._picked:
            row = self._capture(place)
            told = {"target URI": place.url, "record type": place.record_type, "newspaper": place.newspaper}
            if row["record_id"]:
                told["record id"] = row["record_id"]
            file = self.names[place.file]
            yield bitstream_object(
                self.capture_name(place),
                Facts(row["content_type"] or _UNKNOWN, row["payload_bytes"], row["payload_digest"]),
                told=told,
                file=file,
                at=f"{file}, bytes {place.offset}+{place.length}",
            )

    def articles(self) -> Iterator[etree._Element]:
        """One an article, with the digest of each of its revisions and the captures that show them."""
        for article in self._work.selection.articles():
            sources = [self.capture_name(place) for place in self._shown_by(article)]
            yield entity_object(article.uid, self._revisions(article), sources)

    def rights(self) -> Iterator[etree._Element]:
        """One for each capture of which something was said, by itself or by its site at that time."""
        for place in self._picked:
            if said := rights_of(self._source, self._capture(place)["id"]):
                yield rights_element(self.capture_name(place), said)

    def capture_name(self, place: Place) -> str:
        """The identifier of a capture."""
        return f"capture:{self.names[place.file]}:{place.offset}"

    def _whole_names(self) -> dict[str, str]:
        return {file: whole_name(file, self._digests.get(file)) for file in self._picked.files()}

    def _capture(self, place: Place) -> Any:
        return self._work.by_name.execute(
            "SELECT id, record_id, content_type, payload_bytes, payload_digest FROM capture"
            " WHERE warc_file = ? AND warc_offset = ?",
            (place.file, place.offset),
        ).fetchone()

    def _shown_by(self, article: Chosen) -> Iterator[Place]:
        rows = self._source.execute(
            """SELECT c.warc_file, c.warc_offset, c.warc_length, c.url, c.fetched_at, c.record_type, c.newspaper_id
               FROM capture AS c JOIN revision AS r ON r.id = c.revision_id
               WHERE r.article_id = ? ORDER BY c.fetched_at, c.id""",
            (article.id,),
        )
        return (place for place in (Place(*row) for row in rows) if self._picked.holds(place))

    def _revisions(self, article: Chosen) -> Iterator[tuple[str, str]]:
        yield "newspaper", article.newspaper
        for revision in article.revisions:
            row = self._source.execute(
                "SELECT number, content_digest, extractor FROM revision WHERE id = ?", (revision,)
            ).fetchone()
            yield f"content digest of revision {row[0]}, by extractor {row[2]}", row[1]


def _digests(source: sqlite3.Connection) -> dict[str, str]:
    """File as captures name it → its digest as the ledger has it; where it was told twice, the last one."""
    kinds = "('segment-closed', 'import', 'purge-file')"
    rows = source.execute(f"SELECT subject, detail FROM event WHERE kind IN {kinds} ORDER BY id")
    told = ((subject, json.loads(detail)) for subject, detail in rows)
    return {detail.get("path") or subject: detail["sha256"] for subject, detail in told if detail.get("sha256")}
