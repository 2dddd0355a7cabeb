"""Records held against the digests that their own headers tell."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsarchive.warc.cut import Cut, open_input, read_format
from newsarchive.warc.read import WARC
from newsarchive.warc.record import Damage, Record, find_field
from newsarchive.warc.source import Readable

_HASHES = frozenset({"md5", "sha1", "sha256", "sha512"})
_PAYLOADS = frozenset({"response", "resource", "conversion"})


def check_records(path: Path, *, offset: int = 0) -> Iterator[Record | Damage]:
    """`read_records`, with a Damage in place of each record whose block or payload does not fit its digest.

    A digest that is not told, or by a hash we do not know, is not judged. Raises UnreadableInputError.
    """
    with open_input(path) as file:
        yield from check_stream(file, offset=offset)


def check_stream(file: Readable, *, offset: int = 0) -> Iterator[Record | Damage]:
    """`check_records` of a file that is open."""
    return read_format(file, replace(WARC, build=_build), offset)


def fits(digest: str | None, data: bytes | memoryview) -> bool:
    """Whether data has the digest "algorithm:value", in hex or base32; True when it cannot be judged.

    >>> fits("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"")
    True
    >>> fits("sha256:00", b"")
    False
    """
    name, colon, told = (digest or "").strip().partition(":")
    name = name.lower().replace("-", "")
    if not colon or name not in _HASHES:
        return True
    found = hashlib.new(name, data, usedforsecurity=False).digest()
    return told.lower() == found.hex() or told.upper().rstrip("=") == base64.b32encode(found).decode().rstrip("=")


def _build(cut: Cut, offset: int | None, length: int | None) -> Record | Damage:
    record = WARC.build(cut, offset, length)
    if isinstance(record, Damage) or record.truncated:
        return record
    where = f"the {record.type} record {record.record_id} at byte {offset}"
    if not fits(find_field(cut.fields, "WARC-Block-Digest"), cut.block):
        return Damage(offset, f"{where} does not fit its block digest")
    if record.type in _PAYLOADS and not fits(record.get("WARC-Payload-Digest"), record.payload):
        return Damage(offset, f"{where} does not fit its payload digest")
    return record
