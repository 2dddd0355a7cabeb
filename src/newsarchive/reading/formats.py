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

from newsarchive.parquet import has_pyarrow
from newsarchive.reading.records import COLUMNS, LISTS, Record, Stamp, as_row
from newsarchive.reading.reference import Reference, bibtex, ris
from newsarchive.reading.written import TextForm, Written, open_table

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Signs at which a spreadsheet takes a cell for a formula (OWASP: CSV injection)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A media type and how a file of it is begun."""

    media_type: str
    open: Callable[[Stamp], Written]


def _csv_head(_: Stamp) -> str:
    """With a byte order mark: without it, Excel reads Vietnamese letters as Latin-1."""
    return "\ufeff" + _csv_line(COLUMNS)


def _csv_entry(record: Record, stamp: Stamp) -> str:
    """Captions are parted by a blank line, other lists by "; "."""
    joined = {name: ("\n\n" if name == "captions" else "; ").join(record[name]) for name in LISTS}
    return _csv_line(map(_cell, (as_row(record, stamp) | joined).values()))


def _csv_line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it; JSON leaves it as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json_head(stamp: Stamp) -> str:
    return json.dumps(asdict(stamp), ensure_ascii=False)[:-1] + ', "articles": [\n'


def _json_entry(record: Record, _: Stamp) -> str:
    return json.dumps(record, ensure_ascii=False)


def _line_entry(record: Record, stamp: Stamp) -> str:
    return json.dumps(as_row(record, stamp), ensure_ascii=False) + "\n"


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


def _text(media_type: str, form: TextForm) -> Format:
    return Format(f"{media_type}; charset=utf-8", form.open)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": _text("text/csv", TextForm(_csv_head, _csv_entry)),
        "json": _text("application/json", TextForm(_json_head, _json_entry, ",\n", "\n]}\n")),
        "jsonl": _text("application/x-ndjson", TextForm(_nothing, _line_entry)),
        "parquet": Format("application/vnd.apache.parquet", open_table),
        "atom": _text("application/atom+xml", TextForm(_atom_head, _atom_entry, tail="</feed>\n")),
        "bib": _text("application/x-bibtex", TextForm(_nothing, lambda r, s: bibtex(_reference(r), s.line()), "\n")),
        "ris": _text(
            "application/x-research-info-systems", TextForm(_nothing, lambda r, s: ris(_reference(r), s.line()))
        ),
    }
)
"""Ending of a file's name → its format."""

_NAMES = {
    "csv": "CSV", "json": "JSON", "jsonl": "JSON Lines", "parquet": "Parquet", "atom": "Atom", "bib": "BibTeX",
    "ris": "RIS",
}  # fmt: skip


def offered_formats() -> tuple[tuple[str, str], ...]:
    """(ending, name) of each format that can be written here."""
    return tuple((form, name) for form, name in _NAMES.items() if form != "parquet" or has_pyarrow())
