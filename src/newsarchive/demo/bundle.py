"""The bundled pages, and the captures made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from newsarchive.warc import HttpHead, SegmentWriter
from newsarchive.yamlfile import read_document

_HERE = Path(__file__).resolve().parent
PRESS = _HERE / "press"
"""What is known of the invented newspapers, in the form of an archive's own press/ folder."""
_HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "newsarchive demo"))


@dataclass(frozen=True, slots=True)
class DemoPage:
    """One saved page of the bundle."""

    file: str
    """Path below pages/: "baolamgiang/cau-ben-say.html"."""
    url: str
    saved: datetime
    """When it was saved: aware, UTC."""

    def read(self) -> bytes:
        """The page's bytes, UTF-8 HTML."""
        return (_HERE / "pages" / self.file).read_bytes()


@cache
def pages() -> tuple[DemoPage, ...]:
    """All pages, as pages.yml lists them."""
    entries = read_document(_HERE / "pages.yml").data["pages"]
    return tuple(DemoPage(entry["file"], entry["url"], _instant(entry["saved"])) for entry in entries)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def write_captures(directory: Path, chosen: Iterable[DemoPage]) -> Path:
    """Write the pages as responses, with the times they were saved at, into one new WARC file; returns its path.

    Raises StorageFullError when the directory cannot be written.
    """
    info = {"operator": "newsarchive demo", "description": "pages written for the demo; nothing here was ever fetched"}
    with SegmentWriter(directory, prefix="demo", info=info) as writer:
        for page in chosen:
            head = HttpHead(status=200, reason="OK", headers=_HEADERS)
            writer.write_response(page.url, page.saved, head, page.read())
    return writer.summaries[0].path
