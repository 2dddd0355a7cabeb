"""`newsarchive verify`: is everything held still as it was taken in."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption, WorkersOption
from newsarchive.cli.output import following, note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.fixity import Report
    from newsarchive.reextract import Replayed

_FINDINGS = 1
_SHOWN = 50


def verify(  # noqa: PLR0917 - a command's options are its parameters
    archive: ArchiveOption = None,
    json: JsonOption = False,
    sample: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Look at N captures drawn at random only.", show_default=False),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Read the articles again too, and list pictures that are not held.")
    ] = False,
    workers: WorkersOption = None,
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

    With --replay each article is then read again from its record, by the pool, and compared with what was read when it
    came; only where the same rules read it (`newsarchive reextract` is for the others). Pictures that articles show and
    nobody holds are listed with what came of them.

    Exit code 1: something is not as it was taken in, or is read otherwise; a picture that is not held is none of these.

    Examples:
      newsarchive verify
      newsarchive verify --archive kho-bao --sample 1000 --json
      newsarchive verify --replay --sample 500
      newsarchive verify --repair-from /mnt/ban-sao/kho-bao
    """
    from newsarchive import fixity
    from newsarchive.config import archive_directory
    from newsarchive.exceptions import ArchiveError

    directory = archive_directory(archive)
    if repair_from is not None and not repair_from.is_dir():
        raise ArchiveError(repair_from, "no such folder to repair from")
    report = _check(directory, sample)
    repaired = fixity.repair(directory, repair_from, report) if repair_from and not report.is_sound else []
    if any(one.problem is None for one in repaired):
        report = _check(directory, sample)
    replayed = _replay(directory, sample, workers) if replay else None
    if json:
        told = {**report.to_dict(), "repaired": [asdict(one) for one in repaired]}
        print_json(told if replayed is None else {**told, "replay": replayed.to_dict()})
    else:
        for one in repaired:
            typer.echo(f"not brought back: {one.file}: {one.problem}" if one.problem else f"brought back: {one.file}")
        _print(report)
        if replayed is not None:
            _print_replay(replayed)
    if not report.is_sound or not (replayed is None or replayed.is_sound):
        raise typer.Exit(_FINDINGS)


def _check(directory: Path, sample: int | None) -> Report:
    from newsarchive import fixity

    with progress() as shown:
        return fixity.verify(directory, sample=sample, progress=following(shown, "verify"))


def _replay(directory: Path, sample: int | None, workers: int | None) -> Replayed:
    from newsarchive.archive import Archive
    from newsarchive.reextract import replay

    with Archive.open(directory, workers=workers) as opened, progress("captures") as shown:
        tell = following(shown, "replay")
        return replay(opened, sample=sample, progress=lambda done, total: tell("replay", done, total))


def _print_replay(found: Replayed) -> None:
    one = found.readings
    typer.echo(f"{one.captures} captures read again: {one.equal} as when they came")
    counts = {
        "read otherwise": one.changed,
        "give an article that they did not": one.found,
        "give none any more": one.refused,
        "belong to another article": one.moved,
        "failed": one.failed,
        "could not be read": one.damages,
    }
    for name, count in counts.items():
        if count:
            note(f"  {count} {name}")
    for sample in one.samples:
        note(f"  {sample.field}: {sample.url}: {sample.before!r} came out as {sample.after!r}")
    for finding in (*one.damage, *found.lost_revisits)[:_SHOWN]:
        note(f"  {finding.file}, byte {finding.offset}: {finding.reason}")
    if found.revisits:
        typer.echo(f"{found.revisits} revisits, {len(found.lost_revisits)} of them without what they speak of")
    if found.other:
        typer.echo(f"{found.other} captures were read by other rules, and not compared: `newsarchive reextract`")
    typer.echo(f"{found.pictures} pictures in these articles, {found.missing_pictures} of them not held")
    for why, count in found.missing_by.most_common(_SHOWN):
        typer.echo(f"  {count} {why}")
    for picture in found.missing[:_SHOWN]:
        typer.echo(f"  {picture.src} ({picture.uid}): {picture.why}")
    if found.missing_pictures > _SHOWN:
        typer.echo(f"  … {found.missing_pictures - _SHOWN} more; --json tells the first thousand")


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
    if any("file" in kind or "record" in kind for kind in counts):
        note("→ `newsarchive verify --repair-from COPY` brings files back from a second copy or a preservation bag;")
        note("  without one `newsarchive salvage FILE --output NEW` saves the records that are whole")
