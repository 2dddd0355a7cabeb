"""Rows of articles as JSON lines, CSV and Parquet: one row at a time, so that memory stays flat."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from newsarchive.packages.output import Counted
from newsarchive.packages.rows import Row
from newsarchive.parquet import Kind, ParquetFile

_LISTS = ("body", "captions", "authors", "photographers", "keywords")
"""Columns that hold several strings."""
_NESTED = ("blocks", "figures", "bylines", "evidence", "rights")
"""Columns that hold structures: JSON in a cell."""
_PLACES = (
    "captured_at", "recorded_at", "extractor", "cause", "warc_file", "warc_offset", "warc_length", "record_id",
    "payload_digest",
)  # fmt: skip
_NUMBERS = frozenset({"revision", "warc_offset", "warc_length"})
COLUMNS = (
    "uid", "revision", "content_digest", "access", "withheld", "url", "canonical_url", "newspaper", "headline", "lead",
    "dateline", "body", "captions", "authors", "photographers", "published", "published_precision", "published_raw",
    "modified", "section", "keywords", "language", "blocks", "figures", "bylines", "evidence", "rights",
    *_PLACES,
)  # fmt: skip
"""Columns of the flat forms."""
_GROUP = 500
"""Articles in one row group of a Parquet file: what is held in memory."""


def write_jsonl(rows: Iterable[Row], out: Counted) -> None:
    """One article a line, nested as `Article.to_dict` has it."""
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def write_csv(rows: Iterable[Row], out: Counted) -> None:
    """RFC 4180 with a byte order mark, which spreadsheets need for Vietnamese; paragraphs are parted by a blank line,
    other lists by "; ", structures are JSON."""
    out.write(b"\xef\xbb\xbf")
    out.write(_csv_line(COLUMNS))
    for row in rows:
        out.write(_csv_line([_cell(name, value) for name, value in _flat(row).items()]))


def write_parquet(
    rows: Iterable[Row], out: Counted, columns: Sequence[str] = COLUMNS, told: Mapping[str, str] | None = None
) -> None:
    """Lists as lists of strings, structures as JSON; `told` stands in the file's metadata.

    Raises MissingLibraryError without pyarrow.
    """
    file = ParquetFile(out, {name: _kind(name) for name in columns}, told)
    for group in _groups(_flat(row) for row in rows):
        file.add(group)
    file.close()


def _flat(row: Row) -> Row:
    told = {**row, **row["provenance"]}
    return {name: _json(told[name]) if name in _NESTED else told[name] for name in COLUMNS}


def _cell(name: str, value: object) -> object:
    if name in _LISTS and isinstance(value, list):
        return ("\n\n" if name == "body" else "; ").join(value)
    return str(value).lower() if isinstance(value, bool) else value


def _csv_line(cells: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _kind(name: str) -> Kind:
    if name in _LISTS:
        return "texts"
    if name == "withheld":
        return "flag"
    return "number" if name in _NUMBERS else "text"


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, _GROUP)):
        yield group


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
