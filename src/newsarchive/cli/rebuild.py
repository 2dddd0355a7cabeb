"""`newsarchive rebuild`: news.db again from the WARC files and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption, WorkersOption
from newsarchive.cli.output import following, note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.rebuild import Rebuilt

_FINDINGS = 1
_SHOWN = 10


def rebuild(
    archive: ArchiveOption = None,
    json: JsonOption = False,
    workers: WorkersOption = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Go on though files that the ledger tells of are gone.")
    ] = False,
) -> None:
    """Make news.db again from the WARC files and the ledger alone, and tell whether every article came out as it was.

    Needs the archive to itself: no crawl, ingest or other command may have it open. The new database takes the old
    one's place at the very end. Exit code 1: files are gone or damaged, or articles differ from those before.

    Examples:
      newsarchive rebuild
      newsarchive rebuild --archive kho-bao --json
    """
    from newsarchive.config import archive_directory
    from newsarchive.rebuild import rebuild as make_again

    with progress() as shown:
        rebuilt = make_again(
            archive_directory(archive),
            workers=workers,
            allow_missing=allow_missing,
            progress=following(shown, "rebuild"),
        )
    if json:
        print_json(rebuilt.to_dict())
    else:
        _print(rebuilt)
    if rebuilt.missing or rebuilt.damage or rebuilt.is_equal is False:
        raise typer.Exit(_FINDINGS)


def _print(rebuilt: Rebuilt) -> None:
    typer.echo(f"{rebuilt.captures} captures, {rebuilt.articles} articles, {rebuilt.revisions} revisions")
    told = {
        True: "every revision has the digest it had before",
        False: "some revisions differ from before: read by other rules, or not held by the WARC files",
        None: "there was no database to compare with",
    }
    typer.echo(told[rebuilt.is_equal])
    typer.echo(rebuilt.digest)
    if rebuilt.carried:
        typer.echo(f"{rebuilt.carried} of them are readings by earlier extractors, copied from the database before")
    if rebuilt.lost:
        note(f"{rebuilt.lost} readings by earlier extractors were in the database before alone, and are gone")
    for name in rebuilt.missing:
        note(f"gone: {name}")
    for finding in rebuilt.damage[:_SHOWN]:
        where = finding.file if finding.offset is None else f"{finding.file}, byte {finding.offset}"
        note(f"could not be read: {where}: {finding.reason}")
