"""One file of records, looked through for what must go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsarchive.ingest.judge import CONVERTED_FROM, SAVED_AS
from newsarchive.warc import Damage, Record, open_records
from newsarchive.withhold.sought import Sought


@dataclass(frozen=True, slots=True)
class Place:
    """A record as it lies in the file."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What of a file stays and what goes."""

    kept: tuple[Place, ...]
    dropped: tuple[Place, ...]
    records: int
    """How many go, those without a place of their own (packed together with others) among them."""
    saved: tuple[str, ...]
    """Digests of the saved pages that went into records that go."""

    @property
    def bytes(self) -> int:
        """How many bytes go, as they lie in the file."""
        return sum(place.length for place in self.dropped)


@dataclass(frozen=True, slots=True)
class _Seen:
    place: Place | None
    wanted: bool
    kind: str
    id: str
    told: tuple[str, ...]
    """Ids of the records that it speaks of or stands beside."""
    at: tuple[str | None, datetime]
    saved: str | None


def scan(path: Path, sought: Sought) -> Scan:
    """Look through a file: a record goes by itself, or since it only speaks of one that goes (request, metadata).

    Damaged places are not kept: nobody can tell what they hold. Raises UnreadableInputError.
    """
    seen = [_see(item, sought) for item in open_records(path) if not isinstance(item, Damage)]
    gone = [one for one in seen if one.wanted]
    ids, moments = {one.id for one in gone if one.id}, {one.at for one in gone}
    beside = {told for one in gone for told in one.told}

    def goes(one: _Seen) -> bool:
        speaks = not ids.isdisjoint(one.told) or one.id in beside or one.at in moments
        return one.wanted or (one.kind in {"request", "metadata"} and speaks)

    going = [one for one in seen if goes(one)]
    return Scan(
        kept=tuple(one.place for one in seen if one.place is not None and not goes(one)),
        dropped=tuple(one.place for one in going if one.place is not None),
        records=len(going),
        saved=tuple(one.saved for one in going if one.saved),
    )


def _see(record: Record, sought: Sought) -> _Seen:
    has_place = record.offset is not None and record.length is not None
    told = (value for name, value in record.headers if name.lower() in {"warc-concurrent-to", "warc-refers-to"})
    saved = record.get(CONVERTED_FROM) if record.get(SAVED_AS) else None
    return _Seen(
        place=Place(record.offset or 0, record.length or 0) if has_place else None,
        wanted=sought.wants_record(record),
        kind=record.type,
        id=record.record_id,
        told=tuple(told) if record.type != "revisit" else (),
        at=(record.uri, record.date),
        saved=saved.removeprefix("sha256:") if saved else None,
    )
