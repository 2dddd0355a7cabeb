"""`newsarchive status`: what the archive holds and how it fares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import note, print_json, print_table

if TYPE_CHECKING:
    from newsarchive.account import Status
    from newsarchive.store.stock import PaperStock

_FINDINGS = 1
_SHOWN = 10


def status(archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """Show what is held of each newspaper, the last runs, damage, sizes and whether the ledger holds.

    Exit code 1: there is something to look into (damage, an interrupted import, a broken ledger).

    Examples:
      newsarchive status
      newsarchive status --archive kho-bao --json
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory

    with Archive.open(archive_directory(archive)) as opened:
        found = opened.status()
    if json:
        print_json(found.to_dict())
    else:
        _print(found)
    if not found.is_sound:
        raise typer.Exit(_FINDINGS)


def _print(status: Status) -> None:
    listed = [paper for paper in status.stock.papers if paper.kind != "unlisted"]
    unlisted = [paper for paper in status.stock.papers if paper.kind == "unlisted"]
    headers = ("newspaper", "captures", "articles", "revisions", "first day", "last day")
    if listed:
        print_table(headers, [_row(paper) for paper in listed])
    if unlisted:
        typer.echo(f"\n{len(unlisted)} hosts that are no newspaper we know:")
        print_table(headers, [_row(paper) for paper in unlisted[:_SHOWN]])
    if not status.stock.papers:
        typer.echo("nothing captured yet; `newsarchive ingest PATH` takes pages in")
    _print_state(status)


def _row(paper: PaperStock) -> tuple[object, ...]:
    name = paper.id if paper.kind == "unlisted" else f"{paper.id} ({paper.name})"
    return (name, paper.captures, paper.articles, paper.revisions, paper.first_day, paper.last_day)


def _print_state(status: Status) -> None:
    typer.echo("")
    _line("captures", ", ".join(f"{outcome} {count}" for outcome, count in status.stock.outcomes.items()))
    for run in status.stock.runs[:3]:
        _line(f"last {run['kind']}", f"{run['finished_at']}  {run['summary'].get('path', '')}")
    _line("on disk", ", ".join(f"{name} {_size(size)}" for name, size in status.sizes.items()))
    _line("ledger", status.ledger_problem or f"holds, {status.ledger_lines} lines")
    _line("withheld", ", ".join(f"{level} {count}" for level, count in status.stock.withheld.items()))
    if status.stock.unfinished_purges:
        note(f"{status.stock.unfinished_purges} purges are not done; the next command goes on with them")
    if status.stock.came_back:
        note(f"{status.stock.came_back} captures of what was purged came again; purge it once more")
    for name in status.stock.unfinished:
        note(f"interrupted: {name}; the same `newsarchive ingest` goes on with it")
    for name in status.unread:
        note(f"not read yet: {name}; the disk was full, the next command tries again")
    if status.stock.damages:
        note(f"{status.stock.damages} places could not be read:")
        for found in status.stock.damage[:_SHOWN]:
            where = found["file"] if found["offset"] is None else f"{found['file']}, byte {found['offset']}"
            note(f"  {where}: {found['reason']}")


def _line(title: str, text: str) -> None:
    if text:
        typer.echo(f"{title + ':':14}{text}")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
