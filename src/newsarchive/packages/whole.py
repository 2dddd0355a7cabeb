"""What a package needs beside articles and records to be the whole archive: files, ledger, decisions, settings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from newsarchive.config import CONFIG_NAME
from newsarchive.fixity.expected import files_of
from newsarchive.proof import FOLDER
from newsarchive.store import Ledger
from newsarchive.store.ledger import LedgerLine
from newsarchive.store.reading import ledger_head
from newsarchive.warc import segment_path

LEDGER, DATABASE, SCHEMA, EVENTS = "ledger.jsonl", "news.db", "schema.sql", "events.jsonl"
COVERAGE, PREMIS = "coverage.txt", "premis.xml"


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file below data/warc that belongs to the archive."""

    name: str
    """Relative to data/warc; absolute for one that was left where it was."""
    path: Path
    bytes: int
    """How many of its bytes belong to the snapshot: of a segment still being written the whole records only."""
    sha256: str | None
    """As the ledger has it, in hex; None for a segment that is still being written."""
    has_places: bool = True
    """Whether captures lie in it; else it was rewritten when it came, and is kept as it was."""


def ledger_lines(directory: Path, source: sqlite3.Connection) -> Iterator[LedgerLine]:
    """The ledger up to the line that the snapshot has seen last; raises LedgerError when it does not hold."""
    ledger, head = Ledger(directory / "data" / LEDGER), ledger_head(source)
    ledger.verify(head)
    seen = head[0] if head else 0
    return (line for line in ledger.lines() if line.seq <= seen)


def whole_files(directory: Path, source: sqlite3.Connection) -> Iterator[WholeFile]:
    """Every file that the snapshot answers for, in the order of the ledger, then those still being written."""
    warc = directory / "data" / "warc"
    told = ((line.kind, line.subject, line.detail, line.at) for line in ledger_lines(directory, source))
    expected = files_of(told)
    for name, file in expected.items():
        yield WholeFile(name, warc / name, file.bytes, file.sha256.removeprefix("sha256:"), file.has_places)
    ends = source.execute("SELECT warc_file, max(warc_offset + warc_length) FROM capture GROUP BY warc_file")
    for name, end in ends:
        if name not in expected:
            path = segment_path(warc, name)
            yield WholeFile(name, path, path.stat().st_size if "/" in name else end, None)


def kept_name(file: WholeFile) -> str:
    """Its name in a package, relative to the folder of WARC files."""
    return whole_name(file.name, file.sha256)


def whole_name(name: str, sha256: str | None) -> str:
    """The name in a package of a file, by its name in the archive and its digest."""
    path = PurePath(name)
    head = (sha256 or "").removeprefix("sha256:")[:16]
    return f"imported/{head}-{path.name}" if path.is_absolute() else name


def schema_text(source: sqlite3.Connection) -> bytes:
    """The schema of news.db as SQL."""
    rows = source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    return "".join(f"{row[0]};\n" for row in rows).encode()


def event_lines(source: sqlite3.Connection) -> Iterator[bytes]:
    """Every event, one JSON line each, in the order in which they happened."""
    rows = source.execute("SELECT id, at, kind, agent, subject, detail, ledger_seq, ledger_hash FROM event ORDER BY id")
    for id_, at, kind, agent, subject, detail, seq, digest in rows:
        told = {"id": id_, "at": at, "kind": kind, "agent": agent, "subject": subject, "detail": json.loads(detail)}
        yield json.dumps({**told, "ledger_seq": seq, "ledger_hash": digest}, ensure_ascii=False).encode() + b"\n"


def proof_files(directory: Path) -> Iterator[Path]:
    """Leaves of roots, timestamps and the certificates to believe them by: without them the roots prove nothing."""
    folder = directory / "data" / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.name.endswith(".partial"):
            yield path


def settings(directory: Path) -> Iterator[tuple[str, Path]]:
    """archive.yml and the operator's own newspapers and layouts: without them uids and access would differ."""
    if (directory / CONFIG_NAME).is_file():
        yield CONFIG_NAME, directory / CONFIG_NAME
    press = directory / "press"
    for path in sorted(press.rglob("*.yml")) if press.is_dir() else ():
        yield f"press/{path.relative_to(press).as_posix()}", path
