"""WACZ: the records, an index that browsers can search in, the list of pages, and a digest of everything."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import islice
from typing import Any, BinaryIO

from newsarchive.packages.cdxj import Index
from newsarchive.packages.output import Counted
from newsarchive.packages.selection import Selection
from newsarchive.store import moments

WACZ_VERSION = "1.1.1"
"""What packages hold is as WACZ 1.2.0 wants it. That drops the number and calls the profile `wacz`; but py-wacz 0.6
validates no other number than this, and ReplayWeb.page opens no such profile."""
_BLOCK_LINES = 1024
"""Lines in one gzip member of the index: a reader fetches that much to find one address."""
_TITLE = 300
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""Zip keeps local time without a zone: rather none. When it was made stands in datapackage.json."""


@dataclass(slots=True)
class WaczFile:
    """A package being written: members one after the other, each hashed; `finish` writes what tells of them."""

    file: Counted
    _zip: zipfile.ZipFile = field(init=False)
    _resources: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._zip = zipfile.ZipFile(_Unseekable(self.file), "w", zipfile.ZIP_STORED, allowZip64=True)

    @contextmanager
    def member(self, path: str, *, packed: bool = False) -> Iterator[BinaryIO]:
        """A member to write to. Records and their index are stored as they are, as the standard demands."""
        info = zipfile.ZipInfo(path, _ZIP_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w", force_zip64=True) as target:
            out = Counted(target)  # type: ignore[arg-type]
            yield out  # type: ignore[misc]
        name = path.rpartition("/")[2].lower()
        self._resources.append({"name": name, "path": path, "hash": f"sha256:{out.digest}", "bytes": out.size})

    def finish(self, title: str, description: str, software: str = "newsarchive") -> None:
        """Write datapackage.json and its digest, and close the zip file."""
        told = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": title,
            "description": description,
            "created": moments.now(),
            "software": f"{software}/{version('newsarchive')}",
            "resources": self._resources,
        }
        text = json.dumps(told, ensure_ascii=False, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        self._zip.writestr("datapackage.json", text, zipfile.ZIP_DEFLATED)
        self._zip.writestr("datapackage-digest.json", json.dumps(digest, indent=2), zipfile.ZIP_DEFLATED)
        self._zip.close()


def write_index(package: WaczFile, index: Index) -> None:
    """index.cdx.gz in blocks, and index.idx, which tells the first line of each and where it lies."""
    lines, summary, offset = iter(index), ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'], 0
    with package.member("indexes/index.cdx.gz") as target:
        while block := list(islice(lines, _BLOCK_LINES)):
            data = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
            target.write(data)
            key = " ".join(block[0].split(" ", 2)[:2])
            told = {
                "offset": offset,
                "length": len(data),
                "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "filename": "index.cdx.gz",
            }
            summary.append(f"{key} {json.dumps(told)}")
            offset += len(data)
    with package.member("indexes/index.idx", packed=True) as target:
        target.write("".join(f"{line}\n" for line in summary).encode())


def write_pages(package: WaczFile, selection: Selection, holds: Callable[[str, int], bool]) -> int:
    """pages.jsonl: every article whose latest capture `holds` says is in the package; returns how many."""
    count = 0
    with package.member("pages/pages.jsonl", packed=True) as target:
        target.write(b'{"format": "json-pages-1.0", "id": "pages", "title": "Articles"}\n')
        for page in _pages(selection, holds):
            target.write(json.dumps(page, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def _pages(selection: Selection, holds: Callable[[str, int], bool]) -> Iterator[dict[str, str]]:
    for article in selection.articles():
        if article.access != "full":
            continue
        row = _latest(selection.source, article.revisions[-1])
        if row is None or not holds(row[0], row[1]):
            continue
        yield {"id": article.uid, "url": row[2], "ts": row[3], "title": (row[4] or row[2])[:_TITLE]}


def _latest(source: sqlite3.Connection, revision: int) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = source.execute(
        """SELECT c.warc_file, c.warc_offset, c.url, c.fetched_at, r.headline
           FROM revision AS r JOIN capture AS c ON c.id = r.capture_id WHERE r.id = ?""",
        (revision,),
    ).fetchone()
    return row


class _Unseekable(io.RawIOBase):
    """What zipfile writes to: forward only, so that the digest of the whole is made on the way."""

    def __init__(self, out: Counted) -> None:
        super().__init__()
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return self._out.write(bytes(data))
