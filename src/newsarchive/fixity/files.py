"""One file of records: its size, its digest, and every record in it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from newsarchive.fixity.expected import Expected
from newsarchive.fixity.problem import Problem
from newsarchive.ingest.judge import CAPTURES
from newsarchive.ingest.records import Place, capture_of
from newsarchive.store import Capture
from newsarchive.warc import Damage, open_records
from newsarchive.warc.away import open_file
from newsarchive.warc.checked import check_records

_CHUNK = 1 << 20
_GZIP_HEADER = 10

Advance = Callable[[int], None]
"""Told how many bytes more have been read."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a file holds."""

    problems: tuple[Problem, ...]
    bytes: int
    records: int
    captures: dict[int, Capture]
    """By offset, what a row of news.db should say of each."""


def check_file(path: Path, shown: str, expected: Expected, advance: Advance) -> Walked:
    """Hold a file against what the ledger says of it; `shown` names it in problems."""
    size, digest = _measure(path, advance)
    is_whole = digest == expected.sha256
    damages, records, captures = _walk(path, expected, is_whole=is_whole)
    found: list[Problem] = []
    if size != expected.bytes:
        found.append(Problem("damaged file", shown, f"has {size} bytes, {expected.bytes} were noted"))
    if expected.records is not None and records != expected.records:
        found.append(Problem("damaged file", shown, f"holds {records} whole records, {expected.records} were noted"))
    # What was wrong with a file from elsewhere when it came was told then, and its bytes are still the same.
    if expected.records is not None or not is_whole:
        found += [Problem("damaged record", shown, damage.reason, damage.offset) for damage in damages]
    if not is_whole and not found:
        found += _changed_headers(path, shown, captures)
    if not is_whole and not found:
        found.append(Problem("damaged file", shown, "does not have the digest that was noted"))
    return Walked(tuple(found), size, records, captures)


def _measure(path: Path, advance: Advance) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with open_file(path) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
            advance(len(chunk))
    return size, f"sha256:{digest.hexdigest()}"


def _walk(path: Path, expected: Expected, *, is_whole: bool) -> tuple[list[Damage], int, dict[int, Capture]]:
    damages: list[Damage] = []
    records, captures = 0, dict[int, Capture]()
    if not expected.has_places:
        return damages, records, captures
    # Many makers wrote digests that do not fit; such a record was taken in, and its file is as it came.
    as_it_came = is_whole and expected.origin is not None
    for item in open_records(path) if as_it_came or path.suffix == ".wacz" else check_records(path):
        if isinstance(item, Damage):
            damages.append(item)
            continue
        records += 1
        if item.type in CAPTURES and item.uri and item.offset is not None and item.length is not None:
            place = Place(expected.path, item.offset, item.length, item.record_id)
            captures[item.offset] = capture_of(item, place)
    return damages, records, captures


def _changed_headers(path: Path, shown: str, offsets: Iterable[int]) -> list[Problem]:
    """Members whose gzip header is not like the others': no checksum covers those ten bytes."""
    heads = dict[int, bytes]()
    with open_file(path) as file:
        for offset in offsets:
            file.seek(offset)
            heads[offset] = file.read(_GZIP_HEADER)
    usual = {head for head, _ in Counter(heads.values()).most_common(1)}
    return [
        Problem("damaged record", shown, f"the header of the gzip member at byte {offset} was changed", offset)
        for offset, head in heads.items()
        if head not in usual
    ]
