"""What kind of file is this? Told by its content, since names lie."""

from __future__ import annotations

import codecs
import re
import zipfile
from itertools import islice
from pathlib import Path
from typing import Literal

from newsarchive.warc.arc import ARC
from newsarchive.warc.cut import open_input
from newsarchive.warc.inflate import GZIP_MAGIC, InflateError, new_inflater
from newsarchive.warc.read import WARC, read_records
from newsarchive.warc.record import Record
from newsarchive.warc.zip import ZIP_ERRORS
from newsarchive.warc.zst import ZSTD_MAGICS, read_zst

Kind = Literal["warc", "warc.gz", "arc", "arc.gz", "wacz", "whole-gzip-warc", "warc.zst", "html", "text", "feed"]
_START = 1 << 14
_PROLOGUE = re.compile(r"(?:\s|<\?[^>]{0,500}\?>|<!--.{0,5000}?-->)*", re.DOTALL)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|[a-z][a-z0-9]{0,15}[\s/>])", re.IGNORECASE)

_FRAME = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
"""Below what a server printed before the page: warnings, a menu of blanks."""
_TAGS = re.compile(r"</(?:p|div|span|a|h\d)>|<(?:br|p|div|img)\b[^>]{0,500}>", re.IGNORECASE)
_FEW_TAGS = 3


def kind_of(path: Path) -> Kind | None:
    """The kind of a file, None when it is none that we read.

    "whole-gzip-warc" is a WARC file packed as one gzip member, in which no record can be found by its offset. "feed"
    includes sitemaps. Raises UnreadableInputError when the file cannot be opened.
    """
    with open_input(path) as file:
        start = file.read(_START)
    if start.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if start.startswith(GZIP_MAGIC):
        return _gzip_kind(path, start)
    if start.startswith(ZSTD_MAGICS):
        return _zst_kind(path)
    return _record_kind(start) or text_kind(start)


def _record_kind(start: bytes) -> Literal["warc", "arc"] | None:
    head = start.lstrip(b"\r\n")
    if WARC.marks.header.match(head):
        return "warc"
    return "arc" if head.startswith(b"filedesc:") or ARC.marks.header.match(head) else None


def _gzip_kind(path: Path, start: bytes) -> Kind | None:
    try:
        kind = _record_kind(new_inflater().decompress(start, _START))
    except InflateError:
        kind = None
    if kind == "arc":
        return "arc.gz"
    # Without a record at its beginning it may still be a WARC file whose beginning is damaged.
    first = next((item for item in islice(read_records(path), 3) if isinstance(item, Record)), None)
    if first is None:
        return "warc.gz" if kind else None
    return "whole-gzip-warc" if first.offset is not None and first.length is None else "warc.gz"


def _zst_kind(path: Path) -> Literal["warc.zst"] | None:
    """Frames without a record in them are a WARC file where the name says so: a dictionary may be missing."""
    named = path.name.lower().endswith(".warc.zst")
    return "warc.zst" if named or any(isinstance(item, Record) for item in islice(read_zst(path), 3)) else None


def _zip_kind(path: Path) -> Kind | None:
    try:
        with open_input(path) as file, zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (*ZIP_ERRORS, OSError):
        return "wacz" if path.suffix.lower() == ".wacz" else None
    return "wacz" if any(name == "datapackage.json" or name.startswith("archive/") for name in names) else None


def text_kind(start: bytes) -> Literal["html", "text", "feed"] | None:
    """What a file that begins so holds, None for binary data and for nothing but blanks.

    >>> text_kind(b"<!DOCTYPE html><title>x</title>"), text_kind("Sáng 3/2, <tỉnh>".encode())
    ('html', 'text')
    """
    text = _decode(start[:_START])
    if text is None:
        return None
    begin = _PROLOGUE.match(text)
    at = begin.end() if begin else 0
    if _FEED.match(text, at):
        return "feed"
    if _HTML.match(text, at) or _FRAME.search(text) or len(list(islice(_TAGS.finditer(text), _FEW_TAGS))) == _FEW_TAGS:
        return "html"
    return "text" if text.strip() else None


def _decode(start: bytes) -> str | None:
    """The start of a text file in any encoding, None for binary data."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "replace").lstrip("\ufeff")
    if b"\0" in start:
        return None
    text = start.decode("utf-8-sig", "replace")
    strange = sum(1 for char in text if char < " " and char not in "\t\n\r\f\x1b")
    return text if strange <= len(text) // 100 else None
