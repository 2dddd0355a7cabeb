"""`newsarchive status`: what the archive holds and how it fares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import echo, note, print_json, print_table
from newsarchive.cli.send import print_sending

if TYPE_CHECKING:
    from newsarchive.account import Status
    from newsarchive.archive import Archive
    from newsarchive.health import Health
    from newsarchive.sending import Sending
    from newsarchive.store.stock import PaperStock

_FINDINGS = 1
_SHOWN = 10
_COLOURS = {"green": "green", "amber": "yellow", "red": "bold red"}


def status(
    archive: ArchiveOption = None,
    json: JsonOption = False,
    judge: Annotated[bool, typer.Option("--judge", help="Judge every newspaper again first.")] = False,
) -> None:
    """Show how each newspaper fares and what is held of it, the last runs, damage, sizes and whether the ledger holds.

    After every crawl a newspaper is held against its own history: green, amber or red, with what was seen and what to
    do. --judge does so again now, after the last run of each; alarms leave as after a crawl. Exit code 1: there is
    something to look into (a newspaper in red, damage, an interrupted import, a broken ledger).

    Examples:
      newsarchive status
      newsarchive status --judge
      newsarchive status --archive kho-bao --json
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory
    from newsarchive.health import last_health, look_after

    directory = archive_directory(archive)
    if judge:
        look_after(directory)
    with Archive.open(directory, workers=0) as opened:
        found = opened.status()
        health = last_health(opened.store.connection)
        elsewhere = _elsewhere(opened)
    if json:
        told = {"elsewhere": elsewhere.to_dict() if elsewhere else None, "health": [one.to_dict() for one in health]}
        print_json({**found.to_dict(), **told})
    else:
        _print(found, {one.newspaper: one for one in health})
        if elsewhere:
            print_sending(elsewhere)
    is_sound = found.is_sound and (elsewhere is None or elsewhere.is_sound)
    if not is_sound or any(one.level == "red" for one in health):
        raise typer.Exit(_FINDINGS)


def _elsewhere(archive: Archive) -> Sending | None:
    """What was sent and what was not, where archive.yml names a place and the ledger holds."""
    from newsarchive.exceptions import LedgerError
    from newsarchive.sending import Dock, Target, take_stock

    storage = archive.config.storage
    if storage.segments is None:
        return None
    try:
        target = Target.of(storage, archive.directory)
        return take_stock(Dock(archive.directory, archive.store, archive.ledger, target))
    except LedgerError:
        return None


def _print(status: Status, health: Mapping[str, Health]) -> None:
    listed = [paper for paper in status.stock.papers if paper.kind != "unlisted"]
    unlisted = [paper for paper in status.stock.papers if paper.kind == "unlisted"]
    headers = ("newspaper", "captures", "articles", "revisions", "first day", "last day", "health")
    if listed:
        print_table(headers, [(*_row(paper), _light(health.get(paper.id))) for paper in listed])
    if unlisted:
        typer.echo(f"\n{len(unlisted)} hosts that are no newspaper we know:")
        print_table(headers[:-1], [_row(paper) for paper in unlisted[:_SHOWN]])
    if not status.stock.papers:
        typer.echo("nothing captured yet; `newsarchive ingest PATH` takes pages in")
    print_findings(health.values())
    _print_state(status)


def print_findings(health: Iterable[Health]) -> None:
    """What was found of newspapers in red and amber, and what to do about it; nothing of the others."""
    for one in sorted(health, key=lambda one: one.level != "red"):
        for finding in one.findings:
            echo(Text.assemble("\n", (one.newspaper, _COLOURS[finding.level]), f" {finding.level}: {finding.said}"))
            echo(Text(f"  → {finding.todo}"))
        if one.proposal and one.level != "green":
            echo(Text(f"  → a layout inferred from the new pages lies in {one.proposal}: look at it,"))
            echo(Text(f"    copy what is in it into press/, then `newsarchive reextract --newspaper {one.newspaper}`"))


def _light(health: Health | None) -> Text:
    return Text(health.level, _COLOURS[health.level]) if health else Text("")


def _row(paper: PaperStock) -> tuple[object, ...]:
    name = paper.id if paper.kind == "unlisted" else f"{paper.id} ({paper.name})"
    return (name, paper.captures, paper.articles, paper.revisions, paper.first_day, paper.last_day)


def _print_state(status: Status) -> None:
    typer.echo("")
    _line("captures", ", ".join(f"{outcome} {count}" for outcome, count in status.stock.outcomes.items()))
    for run in status.stock.runs[:3]:
        _line(f"last {run['kind']}", _run(run))
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


def _run(run: Mapping[str, Any]) -> str:
    """When, of what, and of a crawl what came of it: one that was stopped may have brought nothing."""
    from newsarchive.store.moments import to_words

    summary = run["summary"]
    parts = [to_words(run["finished_at"]) if run["finished_at"] else "not ended", summary.get("path", "")]
    if run["kind"] == "crawl":
        parts.append(f"{sum(summary.get('requests', {}).values())} requests")
        parts += [summary["stopped"]] if summary.get("stopped") else []
    return "  ".join(part for part in parts if part)


def _line(title: str, text: str) -> None:
    if text:
        typer.echo(f"{title + ':':14}{text}")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
