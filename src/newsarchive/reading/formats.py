"""The formats that a result set is taken away in. Each article tells the query, the release and the moment with it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from newsarchive.reading.reference import Reference, bibtex, ris

Record = Mapping[str, Any]

_FIELDS = (
    "uid", "headline", "lead", "authors", "byline", "newspaper", "newspaper_name", "province", "section", "day",
    "published", "published_precision", "published_raw", "language", "url", "permalink", "access", "word_count",
    "figures", "revisions", "captures", "first_captured_at", "last_captured_at", "content_digest", "extractor", "text",
    "query", "search_url", "release", "exported_at",
)  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs at which a spreadsheet takes a cell for a formula (OWASP: CSV injection)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a download comes from; it stands in the file itself."""

    query: str
    """As typed; empty when only filters were set."""
    search_url: str
    """The search, filters and all: opening it asks the same again."""
    release: str
    exported_at: str
    """UTC, ISO 8601 with Z."""

    def line(self) -> str:
        """The same as one line."""
        return f"query: {self.query}; search: {self.search_url}; release: {self.release}; taken: {self.exported_at}"


@dataclass(frozen=True, slots=True)
class Format:
    """How a file begins, what it says of an article, what parts two of them, and how it ends."""

    media_type: str
    head: Callable[[Stamp], str]
    entry: Callable[[Record, Stamp], str]
    separator: str = ""
    tail: str = ""


def _csv_head(_: Stamp) -> str:
    """With a byte order mark: without it, Excel reads Vietnamese letters as Latin-1."""
    return "\ufeff" + _csv_line(_FIELDS)


def _csv_entry(record: Record, stamp: Stamp) -> str:
    flat = {**_flat(record, stamp), "authors": "; ".join(record["authors"])}
    return _csv_line(_cell(flat[name]) for name in _FIELDS)


def _csv_line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; JSON leaves it as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _flat(record: Record, stamp: Stamp) -> dict[str, Any]:
    whole = {**record, **asdict(stamp)}
    return {name: whole[name] for name in _FIELDS}


def _json_head(stamp: Stamp) -> str:
    return json.dumps(asdict(stamp), ensure_ascii=False)[:-1] + ', "articles": [\n'


def _json_entry(record: Record, _: Stamp) -> str:
    return json.dumps(record, ensure_ascii=False)


def _line_entry(record: Record, stamp: Stamp) -> str:
    return json.dumps(_flat(record, stamp), ensure_ascii=False) + "\n"


def _atom_head(stamp: Stamp) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{_xml(stamp.search_url)}</id><title>{_xml(stamp.query or stamp.search_url)}</title>"
        f"<subtitle>{_xml(stamp.line())}</subtitle><updated>{stamp.exported_at}</updated>"
        f'<link href="{_xml(stamp.search_url)}"/><generator>newsarchive</generator>\n'
    )


def _atom_entry(record: Record, _: Stamp) -> str:
    authors = "".join(f"<author><name>{_xml(name)}</name></author>" for name in record["authors"])
    day = record["published"] or record["first_captured_at"] or "1970-01-01"
    updated = day if "T" in day else f"{day}T00:00:00+07:00"
    summary = f"<summary>{_xml(record['lead'])}</summary>" if record["lead"] else ""
    return (
        f"<entry><id>{_xml(record['permalink'])}</id><title>{_xml(record['headline'] or record['uid'])}</title>"
        f'<link href="{_xml(record["permalink"])}"/><link rel="related" href="{_xml(record["url"])}"/>'
        f"<updated>{_xml(updated)}</updated>{authors or _author(record['newspaper_name'])}{summary}</entry>\n"
    )


def _author(name: str) -> str:
    """Atom asks for an author; the newspaper answers for what nobody signed."""
    return f"<author><name>{_xml(name)}</name></author>"


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text), {'"': "&quot;"})


def _reference(record: Record) -> Reference:
    return Reference(
        uid=record["uid"],
        authors=record["authors"],
        headline=record["headline"],
        newspaper=record["newspaper_name"],
        day=record["day"],
        url=record["url"],
        permalink=record["permalink"],
        language=record["language"],
        captured_at=record["last_captured_at"],
    )


def _nothing(_: Stamp) -> str:
    return ""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("text/csv; charset=utf-8", _csv_head, _csv_entry),
        "json": Format("application/json; charset=utf-8", _json_head, _json_entry, ",\n", "\n]}\n"),
        "jsonl": Format("application/x-ndjson; charset=utf-8", _nothing, _line_entry),
        "atom": Format("application/atom+xml; charset=utf-8", _atom_head, _atom_entry, tail="</feed>\n"),
        "bib": Format(
            "application/x-bibtex; charset=utf-8", _nothing, lambda r, s: bibtex(_reference(r), s.line()), "\n"
        ),
        "ris": Format(
            "application/x-research-info-systems; charset=utf-8", _nothing, lambda r, s: ris(_reference(r), s.line())
        ),
    }
)
