"""`newsarchive send`: closed WARC files to another place, read back, dropped here where told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import complain, following, note, print_json, print_table, progress

if TYPE_CHECKING:
    from newsarchive.sending import Sending, SendResult

_FINDINGS = 1
_SETTLED = frozenset({"sent", "dropped", "left"})


def send(
    archive: ArchiveOption = None,
    json: JsonOption = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Remove here what is whole there; `storage.drop_sent` does so always.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read back every copy that was sent before, and send damaged ones anew.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what is sent and what is not; send nothing.")
    ] = False,
) -> None:
    """Send closed WARC files to the place that `storage.segments` of archive.yml names, and read each back.

    A bucket of an S3-compatible server, an SFTP server or a folder on another disk. A file counts as sent when every
    byte that was read back has the digest that the ledger noted when it was closed; then that is a line of the ledger.
    Killed or cut off, the same command goes on; what fails is told, waits for the next run and stays here. After whole
    crawls, ticks and ingests it runs by itself. What was dropped here is read from there, by range.

    Keys come from the environment, a profile or the ssh agent, never from archive.yml.

    Exit code 1: a file could not be sent, or a copy is not what was sent.

    Examples:
      newsarchive send --dry-run
      newsarchive send --archive kho-bao
      newsarchive send --drop
      newsarchive send --check --json
    """
    from newsarchive import sending
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory, load_config

    directory = archive_directory(archive)
    storage = load_config(directory).storage
    target = sending.Target.of(storage, directory)
    with Archive.open(directory, workers=0) as opened, progress("bytes") as shown:
        dock = sending.Dock(directory, opened.store, opened.ledger, target)
        result = sending.SendResult()
        if not dry_run:
            tell = following(shown, "send")
            checked = sending.check_copies(dock, progress=tell) if check else None
            result = sending.send(dock, drop=drop or storage.drop_sent, progress=tell)
            if checked is not None:
                result = result.with_check(checked)
        stock = sending.take_stock(dock)
    if json:
        print_json({**stock.to_dict(), "run": result.to_dict()})
    else:
        _print(stock, result)
    if not result.is_sound:
        raise typer.Exit(_FINDINGS)


def send_after(directory: Path) -> None:
    """What a crawl or ingest does at its end, where archive.yml names a place: what fails is told, and waits."""
    from newsarchive import sending
    from newsarchive.archive import Archive
    from newsarchive.config import load_config
    from newsarchive.exceptions import ArchiveError, MissingLibraryError

    storage = load_config(directory).storage
    if storage.segments is None:
        return
    target = sending.Target.of(storage, directory)
    with Archive.open(directory, workers=0) as opened, progress("bytes") as shown:
        try:
            result = sending.send(
                sending.Dock(directory, opened.store, opened.ledger, target),
                drop=storage.drop_sent,
                progress=following(shown, "send"),
            )
        except (ArchiveError, MissingLibraryError) as error:
            note(f"WARC files were not sent: {error}")
            return
    _print_run(result)


def print_sending(stock: Sending) -> None:
    """One line on what is elsewhere, and one on each kind of what is not; `status` prints it."""
    told = ", ".join(f"{state} {count}" for state, count in stock.counts().items())
    typer.echo(f"{'elsewhere:':14}{stock.target}: {told or 'nothing yet'}")
    for one in stock.files:
        if one.state in {"failed", "missing"}:
            note(f"not sent: {one.file}: {one.why or 'neither here nor noted as dropped'}")


def _print(stock: Sending, result: SendResult) -> None:
    unsettled = [one for one in stock.files if one.state not in _SETTLED]
    if unsettled:
        print_table(("file", "bytes", "state", "why"), [(o.file, o.bytes, o.state, o.why) for o in unsettled])
    print_sending(stock)
    _print_run(result)


def _print_run(result: SendResult) -> None:
    if result.sent or result.dropped or result.checked:
        checked = f", {result.checked} copies read back again" if result.checked else ""
        note(f"{len(result.sent)} WARC files sent and read back, {len(result.dropped)} dropped here{checked}")
    for name, why in result.failed.items():
        complain(f"{name} is not sent: {why}")
    for name in result.damaged:
        complain(f"{name}: the copy is not what was sent, and it lies nowhere else")
    if result.is_given_up:
        note("The others wait for the next run, since one after the other failed. Nothing here is lost.")
