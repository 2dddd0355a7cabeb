"""A bag: records, articles and what is held of which month; for preservation also database, ledger and events."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from newsarchive.packages.bag import Bag
from newsarchive.packages.coverage import coverage_statement
from newsarchive.packages.held import Shelf
from newsarchive.packages.output import Counted, new_folder
from newsarchive.packages.picked import Picked
from newsarchive.packages.premis_package import leave_out, write_premis
from newsarchive.packages.request import RESTRICTED
from newsarchive.packages.tables import write_jsonl
from newsarchive.packages.warcfile import warc_info, write_warc
from newsarchive.packages.whole import (
    COVERAGE,
    DATABASE,
    EVENTS,
    LEDGER,
    PREMIS,
    SCHEMA,
    WholeFile,
    event_lines,
    kept_name,
    ledger_lines,
    proof_files,
    schema_text,
    settings,
    whole_files,
)
from newsarchive.packages.work import Work
from newsarchive.store import moments
from newsarchive.warc.away import is_present, open_file
from newsarchive.warc.bag import PACKAGE_FIELD, PART, WHOLE

_CHUNK = 1 << 20


def write_bag(work: Work) -> None:
    """Write a bag into the output folder."""
    request = work.selection.request
    with work.captures() as (picked, shelf), new_folder(request.output) as folder:
        bag = Bag(folder)
        if request.is_whole:
            _put_whole(work, bag)
            work.exported.captures = picked.count()
        else:
            _put_records(work, bag, picked, shelf)
        if request.audience == "preservation":
            _put_decisions(work, bag)
        with bag.file("articles.jsonl") as target:
            write_jsonl(work.rows(), Counted(target))
        with bag.file(PREMIS) as target:
            write_premis(work, picked, Counted(target))
        bag.put(COVERAGE, coverage_statement(work, picked))
        work.exported.sha256 = f"sha256:{bag.close(_info(work))}"
        work.exported.bytes = bag.bytes


def _put_whole(work: Work, bag: Bag) -> None:
    """Every file of records as it is, the database as it is at this moment, and the settings."""
    for file in whole_files(work.directory, work.selection.source):
        work.progress(file.name, bag.bytes, 0)
        if not is_present(file.path):
            work.exported.add_damage(f"{file.name}: is gone")
            continue
        with bag.file(f"warc/{kept_name(file)}") as target:
            found = copy_file(file, target)
        if file.sha256 is not None and found != file.sha256:
            work.exported.add_damage(f"{file.name}: is not what the ledger says; `newsarchive verify` tells more")
    with bag.file(DATABASE) as target:
        _copy(work.snapshot, target)
    for name, path in settings(work.directory):
        with bag.file(name) as target:
            _copy(path, target)


def _put_records(work: Work, bag: Bag, picked: Picked, shelf: Shelf) -> None:
    with bag.file("warc/records.warc.gz") as target:
        write_warc(
            target,
            "records.warc.gz",
            picked,
            shelf,
            work.exported,
            info=warc_info(work.selection.request, work.config.operator, work.config.contact),
            progress=work.progress,
            total=picked.count(),
        )
    leave_out(picked, shelf)


def _put_decisions(work: Work, bag: Bag) -> None:
    source = work.selection.source
    with bag.file(LEDGER) as target:
        for line in ledger_lines(work.directory, source):
            target.write(line.to_json().encode() + b"\n")
    with bag.file(EVENTS) as target:
        for event in event_lines(source):
            target.write(event)
    bag.put(SCHEMA, schema_text(source))
    for path in proof_files(work.directory):
        with bag.file(f"proof/{path.name}") as target:
            _copy(path, target)


def _info(work: Work) -> dict[str, str]:
    request = work.selection.request
    told = {
        "Source-Organization": work.config.operator or "",
        "Contact-Email": work.config.contact or "",
        "External-Description": f"Newspapers kept by newsarchive: {request.described()}",
        "Bagging-Date": moments.now()[:10],
        "Bag-Software-Agent": f"newsarchive/{version('newsarchive')}",
        PACKAGE_FIELD: WHOLE if request.is_whole else PART,
        "Access": RESTRICTED if request.audience == "preservation" else "public",
    }
    return {name: value for name, value in told.items() if value}


def copy_file(file: WholeFile, target: BinaryIO) -> str:
    """Copy what belongs to the snapshot; returns its sha256 in hex."""
    digest, left = hashlib.sha256(), file.bytes
    with open_file(file.path) as source:
        while left and (chunk := source.read(min(left, _CHUNK))):
            target.write(chunk)
            digest.update(chunk)
            left -= len(chunk)
        if file.sha256 is not None and source.read(1):
            digest.update(b"more than the ledger says")
    return digest.hexdigest()


def _copy(path: Path, target: BinaryIO) -> None:
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
