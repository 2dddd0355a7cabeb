"""`newsarchive export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, FirstDayOption, JsonOption, LastDayOption, NewspaperOption, day
from newsarchive.cli.output import following, note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.packages import Exported

_FINDINGS = 1
_SHOWN = 10


class _Format(StrEnum):
    WACZ = "wacz"
    BAGIT = "bagit"
    CDXJ = "cdxj"
    WARC = "warc"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    DATASET = "dataset"
    PREMIS = "premis"


class _Audience(StrEnum):
    PUBLIC = "public"
    PRESERVATION = "preservation"


OutputOption = Annotated[
    Path, typer.Option("--output", metavar="PATH", help="The file (bagit, dataset: the folder) to make.")
]
SplitOption = Annotated[
    int | None,
    typer.Option(
        "--split", min=1, metavar="MB", help="warc: a folder of files of at most so many MB.", show_default=False
    ),
]


def export(  # noqa: PLR0917 - a command's options are its parameters
    output: OutputOption,
    format_: Annotated[_Format, typer.Option("--format", help="What to make.")],
    audience: Annotated[
        _Audience, typer.Option("--audience", help="public: what a release may show; preservation: everything.")
    ] = _Audience.PUBLIC,
    newspaper: NewspaperOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
    split: SplitOption = None,
    force: Annotated[bool, typer.Option("--force", help="Put the new file in the place of one that is there.")] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Write a package or a table of what the archive holds, as it is at this moment; crawls may go on meanwhile.

    public holds nothing that is withheld, under embargo or above its newspaper's access level; of records only those of
    articles shown in full and of their pictures. preservation holds everything and the ledger, and is restricted: made
    of the whole archive (no --newspaper, --from, --to) as bagit or wacz, `newsarchive ingest` restores it into an empty
    folder. Days are days in Vietnam: of publication, else of the first capture.

    wacz: records, index and pages in one file. bagit: a folder of records, articles, coverage statement; for
    preservation also database, ledger, events. warc: the records, byte for byte; with --split in several files.
    cdxj: an index of the files in data/warc. jsonl, csv, parquet: the articles. dataset: a folder of Parquet files,
    newspaper=ID/year=YYYY/part-MM.parquet, for DuckDB, Polars or Spark; written again into the same folder, only files
    whose articles changed are written anew, and what may not be shown any more is gone. premis: captures and articles,
    what was done with them and by whom, as PREMIS 3 XML, part of every wacz and bag; for the public nothing of what was
    decided.
    Exit code 1: some records could not be read and are left out.

    Examples:
      newsarchive export --format wacz --output bao.wacz
      newsarchive export --format bagit --audience preservation --output kho-2026-11
      newsarchive export --format dataset --output bao.parquet.d
      newsarchive export --format csv --newspaper baodonghai --from 2026-01-01 --to 2026-03-31 --output quy-1.csv
    """
    from newsarchive.config import archive_directory
    from newsarchive.packages import Request
    from newsarchive.packages import export as write_export

    request = Request(
        format=format_.value,
        output=output,
        audience=audience.value,
        newspaper=newspaper,
        first=day(first),
        last=day(last),
        split=split * 1_000_000 if split else None,
        force=force,
    )
    with progress() as shown:
        exported = write_export(archive_directory(archive), request, progress=following(shown, "export"))
    if json:
        print_json(exported.to_dict())
    else:
        _print(exported)
    if exported.damages:
        raise typer.Exit(_FINDINGS)


def _print(exported: Exported) -> None:
    what = f"{exported.articles} articles"
    if exported.format in {"wacz", "bagit", "warc", "cdxj"}:
        what += f", {exported.captures} captures"
    typer.echo(f"{exported.path} ({exported.bytes / 1_000_000:.1f} MB): {what}, {exported.audience} audience")
    typer.echo(exported.sha256)
    if exported.parts:
        typer.echo("files: " + ", ".join(f"{count} {what}" for what, count in exported.parts.items()))
    for reason, count in exported.left_out.most_common():
        typer.echo(f"  left out: {count} {reason}")
    if exported.damages:
        note(f"{exported.damages} could not be read and are left out:")
        for damage in exported.damage[:_SHOWN]:
            note(f"  {damage}")
