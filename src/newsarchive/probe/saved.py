"""Pages from files: saved pages, and the pages of WARC, ARC and WACZ files."""

from __future__ import annotations

from pathlib import Path

from newsarchive.exceptions import UnreadableInputError
from newsarchive.probe.specimen import Sample
from newsarchive.warc import Record, kind_of, open_records

_MOST = 60
"""Pages of one file that are looked at."""
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def read_saved(path: Path) -> list[Sample]:
    """The pages of a file. Raises UnreadableInputError when it cannot be read or holds no page."""
    kind = kind_of(path)
    if kind in {"html", "text"}:
        try:
            return [Sample(path.read_bytes(), None, path.name)]
        except OSError as error:
            raise UnreadableInputError(path, error.strerror or "cannot be read") from error
    if kind is None or kind == "feed":
        raise UnreadableInputError(path, "neither a saved page nor a file of captures")
    samples: list[Sample] = []
    for record in open_records(path):
        if isinstance(record, Record) and _is_page(record):
            samples.append(Sample(record.content(), record.uri, captured_at=record.date))
        if len(samples) == _MOST:
            break
    if not samples:
        raise UnreadableInputError(path, "holds no captured page")
    return samples


def _is_page(record: Record) -> bool:
    answered = record.type == "resource" or (record.http is not None and record.http.status == 200)
    return record.type in {"response", "resource"} and answered and record.mime in _HTML
