"""What a PREMIS document tells as done: every capture; for preservation also what the ledger tells, and the runs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from newsarchive.packages.picked import Picked
from newsarchive.packages.premis import ARCHIVE, Event
from newsarchive.packages.premis_objects import Described
from newsarchive.packages.work import Work
from newsarchive.store.agent import PROGRAM, parted
from newsarchive.warc import Record, read_records, segment_path
from newsarchive.warc.away import is_present


def captured(work: Work, picked: Picked, described: Described) -> Iterator[Event]:
    """One event a capture, by whatever program wrote its file."""
    file, agents = "", tuple[str, ...]()
    for place in picked:
        if place.file != file:
            software = _software(segment_path(work.warc_directory, place.file))
            file, agents = place.file, (software,) if software else ()
        name = described.capture_name(place)
        yield Event(name, "capture", place.fetched_at, name, {"url": place.url, "type": place.record_type}, agents)


def done(source: sqlite3.Connection, described: Described) -> Iterator[Event]:
    """What stands in the ledger, what else was noted, and the runs."""
    for row, at, kind, agent, subject, detail in source.execute(
        "SELECT id, at, kind, agent, subject, detail FROM event ORDER BY id"
    ):
        told = json.loads(detail)
        about = told.get("path") or subject
        about = described.names.get(about, about)
        yield Event(f"event:{row}", kind, at, about, told, parted(agent, told.get("version")))
    for row, kind, at, summary in source.execute("SELECT id, kind, started_at, summary FROM run ORDER BY id"):
        yield Event(f"run:{row}", kind, at, ARCHIVE, json.loads(summary or "{}"), (PROGRAM,))


def _software(path: Path) -> str:
    """Who made the records of a file, by its warcinfo: "newsarchive/0.1.0"; empty when it does not say."""
    first = next(iter(read_records(path)), None) if is_present(path) else None
    if not isinstance(first, Record) or first.type != "warcinfo":
        return ""
    lines = first.payload.decode("utf-8", "replace").splitlines()
    told = (line.partition(":") for line in lines)
    return next((value.strip() for name, _, value in told if name.strip().lower() == "software"), "")
