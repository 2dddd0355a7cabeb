"""`newsarchive verify`: is everything held still as it was taken in."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import following, note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.fixity import Report

_FINDINGS = 1
_SHOWN = 50


def verify(
    archive: ArchiveOption = None,
    json: JsonOption = False,
    sample: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Look at N captures drawn at random only.", show_default=False),
    ] = None,
    repair_from: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Bring back damaged and missing files from this second copy.", show_default=False
        ),
    ] = None,
) -> None:
    """Hold files, records, news.db and ledger against each other, and name file and byte of every damage.

    Reads every byte: gzip members, digests of blocks, payloads and files, record counts, rows against records both
    ways, each revision against its digest, the ledger's chain, roots of days and their timestamps. The check is noted
    in the ledger. With --repair-from, a file whose copy has exactly the digest that was noted is brought back; then
    all is looked at again.
    Exit code 1: something is not as it was taken in.

    Examples:
      newsarchive verify
      newsarchive verify --archive kho-bao --sample 1000 --json
      newsarchive verify --repair-from /mnt/ban-sao/kho-bao
    """
    from newsarchive import fixity
    from newsarchive.config import archive_directory

    directory = archive_directory(archive)
    report = _check(directory, sample)
    repaired = fixity.repair(directory, repair_from, report) if repair_from and not report.is_sound else []
    if any(one.problem is None for one in repaired):
        report = _check(directory, sample)
    if json:
        print_json({**report.to_dict(), "repaired": [asdict(one) for one in repaired]})
    else:
        for one in repaired:
            typer.echo(f"not brought back: {one.file}: {one.problem}" if one.problem else f"brought back: {one.file}")
        _print(report)
    if not report.is_sound:
        raise typer.Exit(_FINDINGS)


def _check(directory: Path, sample: int | None) -> Report:
    from newsarchive import fixity

    with progress() as shown:
        return fixity.verify(directory, sample=sample, progress=following(shown, "verify"))


def _print(report: Report) -> None:
    drawn = " drawn at random" if report.sampled is not None else ""
    typer.echo(f"{report.files} files, {report.bytes:,} bytes, {report.records} records read")
    typer.echo(f"{report.captures} captures{drawn} and {report.revisions} revisions held against their digests")
    typer.echo(f"{report.ledger_lines} lines of the ledger, {report.roots} roots of days")
    for name in report.being_written:
        note(f"being written, not looked into: {name}")
    if report.is_sound:
        typer.echo("all is as it was taken in")
        return
    counts = Counter(problem.kind for problem in report.problems)
    note(f"{len(report.problems)} problems: {', '.join(f'{count} {kind}' for kind, count in counts.most_common())}")
    for problem in report.problems[:_SHOWN]:
        where = problem.file if problem.offset is None else f"{problem.file}, byte {problem.offset}"
        note(f"  {problem.kind}: {where}: {problem.reason}")
    if len(report.problems) > _SHOWN:
        note(f"  … and {len(report.problems) - _SHOWN} more; --json tells them all")
