"""Saved pages and texts: what lies in a folder, each with the address it can be given."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from newsarchive.exceptions import UnreadableInputError
from newsarchive.press import newspaper_for

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
TEXT_SUFFIXES = frozenset({".txt"})
MAX_BYTES = 64 << 20
_PAGE, _META = "page.html", "meta.json"
_HEAD = 1 << 18
_OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
"""No newspaper page is older; a file time before it (0 in archives packed without times) tells nothing."""

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{4}\)(\S+)", re.IGNORECASE)
_CANONICAL = re.compile(
    rb"<link\b(?=[^>]{0,500}\brel=[\"']?canonical\b)[^>]{0,500}?\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_OG_URL = re.compile(
    rb"<meta\b(?=[^>]{0,500}\bproperty=[\"']?og:url\b)[^>]{0,500}?\bcontent=[\"']?([^\"'\s>]+)", re.IGNORECASE
)

SavedKind = Literal["html", "text", "feed"]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page or text from a disk, with what is known of where it came from."""

    path: Path
    kind: SavedKind
    data: bytes
    source: bytes
    """What was read, metadata included: two pages with equal `source` are one."""
    url: str
    fetched_at: datetime
    content_type: str


def find_saved(folder: Path) -> Iterator[Path]:
    """Every file below a folder in order of name, without the `_files` folders that browsers save beside a page.

    Raises UnreadableInputError when a folder cannot be listed.
    """

    def refuse(error: OSError) -> None:
        raise UnreadableInputError(error.filename or folder, error.strerror or "cannot be read")

    for where, folders, names in os.walk(folder, onerror=refuse):
        pages = {Path(name).stem for name in names if Path(name).suffix.lower() in PAGE_SUFFIXES}
        folders[:] = sorted(name for name in folders if name.removesuffix("_files") not in pages or name in pages)
        beside = {_META} if _PAGE in names else set()
        yield from (Path(where) / name for name in sorted(set(names) - beside))


def saved_kind(path: Path) -> SavedKind | None:
    """What a file in a folder is taken for, by its name; None for what is no page."""
    suffix = path.suffix.lower()
    return "html" if suffix in PAGE_SUFFIXES else "text" if suffix in TEXT_SUFFIXES else None


def read_saved(path: Path, kind: SavedKind) -> SavedPage:
    """Read a saved page; `page.html` takes its address and headers from a `meta.json` beside it.

    Raises UnreadableInputError when it cannot be read, is too large, or its meta.json is malformed.
    """
    data = _read(path)
    meta_path = path.with_name(_META)
    has_meta = path.name == _PAGE and meta_path.is_file()
    raw_meta = _read(meta_path) if has_meta else b""
    meta = _parse_meta(meta_path, raw_meta) if has_meta else {}
    headers = {str(name).lower(): str(value) for name, value in meta.get("headers", {}).items()}
    return SavedPage(
        path=path,
        kind=kind,
        data=data,
        source=data + raw_meta,
        url=str(meta.get("url") or "") or (find_url(data) if kind == "html" else None) or path.resolve().as_uri(),
        fetched_at=_header_date(headers.get("date")) or _file_date(path),
        content_type=headers.get("content-type") or _CONTENT_TYPES[kind],
    )


_CONTENT_TYPES = {"html": "text/html", "text": "text/plain", "feed": "application/xml"}


def find_url(page: bytes) -> str | None:
    """The address a page names as its own: the browser's "saved from", rel=canonical or og:url; None without one.

    An article's address goes before another, and any before a bare home page, which some templates print everywhere.

    >>> home = b'<link rel="canonical" href="https://example.org/">'
    >>> find_url(home + b'<meta property="og:url" content="https://example.org/a">')
    'https://example.org/a'
    """
    head = page[:_HEAD]
    found = (pattern.search(head) for pattern in (_SAVED_FROM, _CANONICAL, _OG_URL))
    urls = [url for match in found if match and (url := _web_url(match[1]))]
    return next(iter(sorted(urls, key=_rank)), None)


def _rank(url: str) -> int:
    paper = newspaper_for(url)
    if paper is not None and paper.is_article(url):
        return 0
    return 1 if urlsplit(url).path.strip("/") or urlsplit(url).query else 2


def _web_url(raw: bytes) -> str | None:
    text = raw.decode("utf-8", "replace").replace("&amp;", "&")
    try:
        parts = urlsplit(urljoin("https:", text))
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in {"http", "https"} and parts.hostname else None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error
    if len(data) > MAX_BYTES:
        raise UnreadableInputError(path, f"larger than {MAX_BYTES >> 20} MiB; that is no page")
    return data


def _parse_meta(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        meta = json.loads(raw)
    except ValueError as error:
        raise UnreadableInputError(path, f"not JSON: {error}") from error
    if not isinstance(meta, dict) or not isinstance(meta.get("headers", {}), dict):
        raise UnreadableInputError(path, 'must hold an object such as {"url": "https://…", "headers": {…}}')
    return meta


def _header_date(value: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _file_date(path: Path) -> datetime:
    """When the file was last written: the nearest we know to when the page was saved."""
    now = datetime.now(UTC).replace(microsecond=0)
    written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return written if _OLDEST <= written <= now else now
