"""`newsarchive ingest`: the one door for files from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, ClusterOption, JsonOption, WorkersOption
from newsarchive.cli.output import complain, following, note, print_json, progress
from newsarchive.exceptions import UnreadableInputError

if TYPE_CHECKING:
    from rich.progress import Progress

    from newsarchive.archive import Archive
    from newsarchive.ingest import IngestSummary

_SHOWN = 10
_FINDINGS = 1

PathsArgument = Annotated[
    list[Path],
    typer.Argument(metavar="PATH…", help="WARC, ARC, WACZ files, bags, folders of saved pages, pages, texts."),
]


def ingest(  # noqa: PLR0917 - a command's options are its parameters
    paths: PathsArgument,
    archive: ArchiveOption = None,
    json: JsonOption = False,
    reference: Annotated[
        bool, typer.Option("--reference", help="Leave WARC and WACZ files where they are; keep no copy.")
    ] = False,
    only_known: Annotated[
        bool,
        typer.Option("--only-known", help="Of WARC, ARC and WACZ only newspapers of the registry; others counted."),
    ] = False,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Take pages in: capture, article, revision. Makes the archive where there is none; repeating it writes nothing.

    A folder is searched for .html, .htm and .txt files and for files of records; page.html takes its address from a
    meta.json beside it ({"url": …, "headers": {…}}), other pages from their canonical link. Exit code 1: something
    could not be read; what could be is there. Interrupted? The same command goes on.

    Of a bag the files of records are taken in. A bag or WACZ that `export --audience preservation` made of a whole
    archive is restored into an empty folder: files, ledger, database, settings, each held against its digest.

    Examples:
      newsarchive ingest crawl-2024.warc.gz
      newsarchive ingest --archive kho-bao --reference /mnt/warc/*.warc.gz
      newsarchive ingest --only-known CC-NEWS-20260108.warc.gz
      newsarchive ingest --archive kho-moi kho-2026-11/
      newsarchive ingest trang-da-luu/ bai-viet.txt --json
    """
    from newsarchive.archive import Archive
    from newsarchive.cli.send import send_after
    from newsarchive.config import archive_directory
    from newsarchive.packages import is_whole_package

    if not any(path.exists() for path in paths):  # before a mistyped path has made an archive
        raise UnreadableInputError(paths[0], "no such file or folder")
    if len(paths) == 1 and is_whole_package(paths[0]):
        _restore(archive_directory(archive), paths[0], json)
        return
    with (
        Archive.open(archive_directory(archive), create=True, workers=workers, cluster=cluster) as opened,
        progress() as shown,
    ):
        total, refused = _ingest_each(opened, paths, shown, reference=reference, only_known=only_known)
    send_after(archive_directory(archive))
    if json:
        print_json(total.to_dict())
    else:
        _print(total)
    if refused:
        raise typer.Exit(UnreadableInputError.exit_code)
    if total.damages:
        raise typer.Exit(_FINDINGS)


def _ingest_each(
    archive: Archive, paths: list[Path], shown: Progress, *, reference: bool, only_known: bool
) -> tuple[IngestSummary, int]:
    """What was taken in, and how many of the files could not be read."""
    from newsarchive.ingest import IngestSummary

    total, refused = IngestSummary(), 0
    for path in paths:
        try:
            total.add(_ingest_one(archive, path, shown, reference=reference, only_known=only_known))
        except UnreadableInputError as error:
            refused += 1
            complain(str(error))
    return total, refused


def _restore(directory: Path, package: Path, json: bool) -> None:
    from newsarchive.packages import restore

    with progress() as shown:
        restored = restore(directory, package, progress=following(shown, package.name))
    if json:
        print_json(restored.to_dict() if restored else {"known": True})
    elif restored is None:
        typer.echo(f"{package.name} was restored here before, nothing new in it")
    else:
        typer.echo(f"restored {restored.files} files ({restored.bytes / 1_000_000:.1f} MB) into {directory}:")
        typer.echo(f"{restored.captures} captures, {restored.articles} articles, {restored.revisions} revisions")
        typer.echo("`newsarchive verify` looks at every byte of it")
        for damage in restored.damage[:_SHOWN]:
            note(f"  {damage}")
    if restored and restored.damage:
        raise typer.Exit(_FINDINGS)


def _ingest_one(archive: Archive, path: Path, shown: Progress, *, reference: bool, only_known: bool) -> IngestSummary:
    task = shown.add_task(path.name, total=None)
    try:
        return archive.ingest(path, reference=reference, only_known=only_known, progress=_show(shown, task))
    finally:
        shown.remove_task(task)


def _show(shown: Progress, task: object) -> Callable[[Path, int, int], None]:
    def advance(path: Path, done: int, total: int) -> None:
        shown.update(task, description=path.name, completed=done, total=total)  # type: ignore[arg-type]

    return advance


def _print(summary: IngestSummary) -> None:
    recorded = summary.recorded
    if summary.known_files:
        typer.echo(f"{summary.known_files} taken in before, nothing new in them")
    if summary.files:
        typer.echo(f"{summary.files} taken in: {summary.records} records, {recorded.captures} new captures")
        typer.echo(f"{recorded.articles} new articles, {recorded.revisions} new revisions")
        _print_counts("captures", recorded.outcomes.items())
        _print_counts("no article", summary.reasons.most_common(_SHOWN))
    _print_counts("passed over", summary.passed_over.most_common(_SHOWN))
    if summary.damages:
        note(f"{summary.damages} places could not be read:")
        for finding in summary.damage[:_SHOWN]:
            where = finding.file if finding.offset is None else f"{finding.file}, byte {finding.offset}"
            note(f"  {where}: {finding.reason}")
    if not (summary.files or summary.known_files):
        note("nothing here that can be taken in")


def _print_counts(title: str, counts: Iterable[tuple[str, int]]) -> None:
    told = "; ".join(f"{count} {name}" for name, count in counts)
    if told:
        typer.echo(f"  {title}: {told}")
