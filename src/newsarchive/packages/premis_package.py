"""The events of an archive as a PREMIS document: one per capture and, for preservation, all that was decided or done.

The public audience is told of captures alone: what was decided about which article stays inside.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from lxml import etree

from newsarchive.exceptions import UnreadableInputError
from newsarchive.packages.held import Shelf
from newsarchive.packages.output import Counted
from newsarchive.packages.picked import Picked
from newsarchive.packages.premis import (
    ARCHIVE,
    NAMESPACE,
    ROOT,
    SCHEMA_INSTANCE,
    Event,
    agent_element,
    entity_object,
    event_element,
    file_object,
)
from newsarchive.packages.work import Work
from newsarchive.warc import Record, read_records, segment_path

_PROGRAM = "newsarchive"
_ARC = (".arc", ".arc.gz")


def write_premis(work: Work, picked: Picked, shelf: Shelf, out: Counted) -> None:
    """Write the document; a record that is not whole is noted as damage and has no event."""
    source, decided = work.selection.source, work.selection.request.audience == "preservation"
    files, agents = picked.files(), dict.fromkeys([_PROGRAM])
    digests = _digests(source)
    with etree.xmlfile(out, encoding="UTF-8") as document:
        document.write_declaration()
        with document.element(ROOT, nsmap={None: NAMESPACE, "xsi": SCHEMA_INSTANCE}, version="3.0"):
            document.write(entity_object(ARCHIVE))
            for file in files:
                document.write(_file(work.warc_directory, file, digests))
            for subject in sorted({event.about for event in _done(source)} - {ARCHIVE, *files} if decided else ()):
                document.write(entity_object(subject))
            for event in chain(_captures(work, picked, shelf), _done(source) if decided else ()):
                agents.update(dict.fromkeys(event.agents))
                document.write(event_element(event))
            for agent in agents:
                document.write(agent_element(agent))


def _digests(source: sqlite3.Connection) -> dict[str, str]:
    """File as captures name it → its digest as the ledger has it; where it was told twice, the last one."""
    rows = source.execute("SELECT subject, detail FROM event WHERE kind IN ('segment-closed', 'import') ORDER BY id")
    told = ((subject, json.loads(detail)) for subject, detail in rows)
    return {detail.get("path") or subject: detail["sha256"] for subject, detail in told if detail.get("sha256")}


def _file(directory: Path, name: str, digests: dict[str, str]) -> etree._Element:
    path = segment_path(directory, name)
    size = path.stat().st_size if path.is_file() else None
    media_type = "application/x-internet-archive" if name.endswith(_ARC) else "application/warc"
    return file_object(name, size=size, sha256=digests.get(name), media_type=media_type)


def _captures(work: Work, picked: Picked, shelf: Shelf) -> Iterator[Event]:
    file, software = "", ""
    for number, place in enumerate(picked, start=1):
        if place.file != file:
            file, software = place.file, _software(segment_path(work.warc_directory, place.file))
        try:
            record = shelf.read(place).record
        except UnreadableInputError as error:
            work.exported.add_damage(str(error))
            continue
        detail = {"url": place.url, "record": record.record_id, "type": place.record_type, "newspaper": place.newspaper}
        where = {"offset": place.offset, "length": place.length, "payload_digest": record.payload_digest}
        agents = (software,) if software else ()
        work.exported.captures += 1
        work.progress("records", number, picked.count() if number == 1 else 0)
        yield Event(
            f"capture:{place.file}:{place.offset}", "capture", place.fetched_at, place.file, detail | where, agents
        )


def _software(path: Path) -> str:
    """Who made the records of a file, by its warcinfo: "newsarchive/0.1.0"; empty when it does not say."""
    first = next(iter(read_records(path)), None) if path.is_file() else None
    if not isinstance(first, Record) or first.type != "warcinfo":
        return ""
    lines = first.payload.decode("utf-8", "replace").splitlines()
    told = (line.partition(":") for line in lines)
    return next((value.strip() for name, _, value in told if name.strip().lower() == "software"), "")


def _done(source: sqlite3.Connection) -> Iterator[Event]:
    """What stands in the ledger, and the runs."""
    for row, at, kind, agent, subject, detail in source.execute(
        "SELECT id, at, kind, agent, subject, detail FROM event ORDER BY id"
    ):
        told = json.loads(detail)
        yield Event(f"event:{row}", kind, at, told.get("path") or subject, told, _agents(agent, told.get("version")))
    for row, kind, at, summary in source.execute("SELECT id, kind, started_at, summary FROM run ORDER BY id"):
        yield Event(f"run:{row}", kind, at, ARCHIVE, json.loads(summary or "{}"), (_PROGRAM,))


def _agents(agent: str, version: str | None) -> tuple[str, ...]:
    """Of "thu thư newsarchive" the person and the program, with its version where that was noted."""
    person, _, program = agent.rpartition(" ")
    return tuple(name for name in (person, f"{program}/{version}" if version else program) if name)
