"""A WACZ package of a selection; one of everything for preservation holds the archive's own files, ledger and database
beside what a browser needs, so that the archive can be restored from it."""

from __future__ import annotations

from pathlib import PurePath

from newsarchive.exceptions import UnreadableInputError
from newsarchive.packages.bag_package import copy_file
from newsarchive.packages.cdxj import Index, index_line, new_index
from newsarchive.packages.coverage import coverage_statement
from newsarchive.packages.held import Shelf
from newsarchive.packages.output import Counted, new_file
from newsarchive.packages.picked import Picked
from newsarchive.packages.premis_package import leave_out, write_premis
from newsarchive.packages.request import RESTRICTED
from newsarchive.packages.wacz import WaczFile, write_index, write_pages
from newsarchive.packages.warcfile import warc_info, write_warc
from newsarchive.packages.whole import (
    COVERAGE,
    DATABASE,
    LEDGER,
    PREMIS,
    WholeFile,
    kept_name,
    ledger_lines,
    proof_files,
    settings,
    whole_files,
)
from newsarchive.packages.work import Work
from newsarchive.proof import FOLDER
from newsarchive.warc.away import is_present
from newsarchive.warc.wacz import WHOLE_FOLDER

RECORDS, PREMIS_FOLDER = "records.warc.gz", "premis"
"""The folder of what tells of the package: PREMIS and the coverage statement."""


def write_wacz(work: Work) -> None:
    """Write a WACZ package to the output."""
    request = work.selection.request
    with work.captures() as (picked, shelf), new_index() as index, new_file(request.output) as file:
        out = Counted(file)
        package = WaczFile(out)
        if request.is_whole:
            put_away = _put_files(work, package)
            _index_files(work, picked, shelf, index, put_away)
        records = (place for place in picked if not (request.is_whole and _is_warc(place.file)))
        if not request.is_whole or any(not _is_warc(name) for name in picked.files()):
            with package.member(f"archive/{RECORDS}") as target:
                write_warc(
                    target,
                    RECORDS,
                    records,
                    shelf,
                    work.exported,
                    info=warc_info(request, work.config.operator, work.config.contact),
                    index=index,
                    progress=work.progress,
                    total=picked.count(),
                )
        write_index(package, index)
        write_pages(package, work.selection, picked.lies_at)
        if request.audience == "preservation":
            _put_ledger(work, package)
        leave_out(picked, shelf)
        with package.member(f"{PREMIS_FOLDER}/{PREMIS}", packed=True) as target:
            write_premis(work, picked, Counted(target))
        with package.member(f"{PREMIS_FOLDER}/{COVERAGE}", packed=True) as target:
            target.write(coverage_statement(work, picked))
        label = f" ({RESTRICTED})" if request.audience == "preservation" else ""
        package.finish(
            title=work.config.publish.title, description=f"Kept by newsarchive: {request.described()}{label}"
        )
        work.exported.bytes, work.exported.sha256 = out.size, f"sha256:{out.digest}"
    work.exported.articles = sum(1 for _ in work.selection.articles())


def member_name(file: WholeFile) -> str:
    """Where a file of the archive lies in a package of everything; one folder deep, as its readers want it."""
    name = PurePath(kept_name(file)).name
    return f"archive/{name}" if file.has_places and _is_warc(name) else f"{WHOLE_FOLDER}/{name}"


def _is_warc(name: str) -> bool:
    return name.endswith((".warc", ".warc.gz"))


def _put_files(work: Work, package: WaczFile) -> dict[str, str]:
    """Every file of the archive, the database and the settings; returns where each file lies, by its name."""
    put_away: dict[str, str] = {}
    for file in whole_files(work.directory, work.selection.source):
        work.progress(file.name, 0, 0)
        if not is_present(file.path):
            work.exported.add_damage(f"{file.name}: is gone")
            continue
        put_away[file.name] = PurePath(member_name(file)).name
        with package.member(member_name(file)) as target:
            found = copy_file(file, target)
        if file.sha256 is not None and found != file.sha256:
            work.exported.add_damage(f"{file.name}: is not what the ledger says; `newsarchive verify` tells more")
    with package.member(f"{WHOLE_FOLDER}/{DATABASE}", packed=True) as target, work.snapshot.open("rb") as database:
        while chunk := database.read(1 << 20):
            target.write(chunk)
    for name, path in settings(work.directory):
        folder, _, last = name.rpartition("/")
        with package.member(f"{folder.replace('/', '-') or WHOLE_FOLDER}/{last}", packed=True) as target:
            target.write(path.read_bytes())
    return put_away


def _index_files(work: Work, picked: Picked, shelf: Shelf, index: Index, put_away: dict[str, str]) -> None:
    for number, place in enumerate(picked, start=1):
        if not _is_warc(place.file) or place.file not in put_away:
            continue
        try:
            record = shelf.read(place).record
        except UnreadableInputError as error:
            work.exported.add_damage(str(error))
            continue
        index.add(index_line(record, put_away[place.file], place.offset, place.length))
        work.exported.captures += 1
        work.progress("index", number, picked.count())


def _put_ledger(work: Work, package: WaczFile) -> None:
    with package.member(f"{WHOLE_FOLDER}/{LEDGER}", packed=True) as target:
        for line in ledger_lines(work.directory, work.selection.source):
            target.write(line.to_json().encode() + b"\n")
    for path in proof_files(work.directory):
        with package.member(f"{FOLDER}/{path.name}", packed=True) as target:
            target.write(path.read_bytes())
