"""The WARC record of a capture inside its proof: not only that something was captured, but what."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path

from newsarchive.exceptions import ProofError, UnreadableInputError
from newsarchive.proof.leaf import Key
from newsarchive.store import Store, moments
from newsarchive.warc import Damage, Record, segment_path
from newsarchive.warc.checked import check_stream, fits

_PLACE = "select warc_file, warc_offset, warc_length from capture where payload_digest = ?"
_OWN = f"{_PLACE} and url = ? and fetched_at = ? and record_type = ?"
_ORIGINAL = f"{_PLACE} and record_type <> 'revisit' order by id limit 1"


def records_of(warc: Path, store: Store, key: Key) -> list[bytes]:
    """The record of a capture as it lies in the archive; of a revisit also the one whose payload it repeats.

    Raises UnreadableInputError when a file cannot be read.
    """
    own = (key.payload_digest, key.url, key.fetched_at, key.record_type)
    places = store.connection.execute(_OWN, own).fetchall()
    if key.record_type == "revisit":
        places += store.connection.execute(_ORIGINAL, (key.payload_digest,)).fetchall()
    return [_cut(segment_path(warc, file), offset, length) for file, offset, length in places]


def check_records(records: Sequence[str], key: Key, name: str) -> bytes:
    """Records in base64 → their bytes as one WARC file, when they are the capture that `key` names.

    Address, time and kind stand in the record's own header; the payload, of a revisit that of the record it repeats,
    must give the digest. Raises ProofError.
    """
    packed = [_decode(one, name) for one in records]
    found = [next(check_stream(io.BytesIO(one)), None) for one in packed]
    whole = [one for one in found if isinstance(one, Record)]
    if len(whole) < len(found):
        told = next(one.reason if isinstance(one, Damage) else "nothing" for one in found if one not in whole)
        raise ProofError(name, f"the record in it is not whole: {told}")
    own, shown = whole[0], whole[-1]
    if (own.uri, moments.to_text(own.date), own.type) != (key.url, key.fetched_at, key.record_type):
        raise ProofError(name, "the record in it is of another capture")
    if shown.type != "revisit" and not fits(key.payload_digest, shown.payload):
        raise ProofError(name, "the payload of the record in it does not give the digest")
    return b"".join(packed)


def _cut(path: Path, offset: int, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error


def _decode(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, TypeError) as error:
        raise ProofError(name, "the record in it is no base64") from error
