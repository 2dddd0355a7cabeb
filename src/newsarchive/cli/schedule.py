"""`newsarchive schedule`: when each newspaper is crawled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import note, print_json, print_table, write_file

if TYPE_CHECKING:
    from newsarchive.schedules import Timetable

schedule = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Say when each newspaper is crawled, and see what became of it.

\b
Examples:
  newsarchive schedule set bacninh "0 5 * * *" --jitter 20
  newsarchive schedule next
  newsarchive schedule export --format systemd --output units/
""",
)

NewspaperArgument = Annotated[str, typer.Argument(metavar="NEWSPAPER", help="Id; `newsarchive newspapers`.")]
_FORMATS = ("systemd", "cron")


@schedule.command("set")
def set_(
    newspaper: NewspaperArgument,
    cron: Annotated[
        str,
        typer.Argument(metavar="CRON", help='Five fields by the clock of Vietnam: "0 5 * * 0" is Sunday at five.'),
    ],
    archive: ArchiveOption = None,
    jitter: Annotated[int, typer.Option(min=0, max=720, metavar="MINUTES", help="Begin up to so much later.")] = 10,
) -> None:
    """Crawl a newspaper by a cron line. It replaces the line it had."""
    from newsarchive.config import archive_directory
    from newsarchive.press import newspaper as find
    from newsarchive.press import press_of
    from newsarchive.schedules import next_slots

    with press_of(archive_directory(archive)):
        name = find(newspaper).id
    with _open(archive) as timetable:
        entry = timetable.set(name, cron, jitter)
        first = next_slots(entry.cron, timetable.clock(), 1)[0]
    typer.echo(f"{name}: {entry.cron}, next on {_when(first)}")


@schedule.command("remove")
def remove(newspaper: NewspaperArgument, archive: ArchiveOption = None) -> None:
    """Crawl a newspaper by the clock no more. Its history stays."""
    with _open(archive) as timetable:
        timetable.remove(newspaper)
    typer.echo(f"{newspaper}: no schedule any more")


@schedule.command("list")
def list_(archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """Show every newspaper's cron line and what became of its last slot."""
    with _open(archive) as timetable:
        rows = [(entry, next(iter(timetable.history(entry.newspaper, 1)), None)) for entry in timetable.entries()]
    if json:
        told = [
            {
                "newspaper": entry.newspaper,
                "cron": entry.cron,
                "jitter": entry.jitter,
                "last": last.to_dict() if last else None,
            }
            for entry, last in rows
        ]
        print_json(told)
        return
    if not rows:
        note('no schedules yet; `newsarchive schedule set NEWSPAPER "0 5 * * *"` makes one')
        return
    print_table(
        ("newspaper", "cron", "jitter", "last slot", "became"),
        [
            (one.newspaper, one.cron, f"{one.jitter} min", _when(last.at) if last else "", last.state if last else "")
            for one, last in rows
        ],
    )


@schedule.command("next")
def next_(
    archive: ArchiveOption = None,
    json: JsonOption = False,
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many slots.")] = 10,
) -> None:
    """Show the next slots of all newspapers."""
    from newsarchive.schedules import next_slots
    from newsarchive.schedules.records import in_utc

    with _open(archive) as timetable:
        now = timetable.clock()
        slots = [
            (slot + entry.delay(slot), slot, entry.newspaper)
            for entry in timetable.entries()
            for slot in next_slots(entry.cron, now, count)
        ]
    slots = sorted(slots)[:count]
    if json:
        told = [{"newspaper": name, "slot": in_utc(slot), "begins": in_utc(begins)} for begins, slot, name in slots]
        print_json(told)
        return
    print_table(("begins", "newspaper", "slot"), [(_when(begins), name, _when(slot)) for begins, slot, name in slots])


@schedule.command("history")
def history(
    newspaper: Annotated[str | None, typer.Argument(metavar="[NEWSPAPER]", show_default=False)] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many slots, newest first.")] = 50,
) -> None:
    """Show what became of past slots: done, failed, stopped, running, or missed while nobody looked."""
    with _open(archive) as timetable:
        slots = timetable.history(newspaper, limit)
    if json:
        print_json([slot.to_dict() for slot in slots])
        return
    print_table(
        ("slot", "newspaper", "became", "took", "detail"),
        [
            (
                _when(slot.at),
                slot.newspaper,
                f"{slot.slots} missed" if slot.state == "missed" else slot.state,
                _took(slot.begun_at, slot.ended_at),
                slot.detail,
            )
            for slot in slots
        ],
    )


@schedule.command("export")
def export(
    archive: ArchiveOption = None,
    kind: Annotated[str, typer.Option("--format", metavar="systemd|cron", help="Unit files, or a crontab line.")] = (
        "systemd"
    ),
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the unit files go.", show_default=False)
    ] = None,
) -> None:
    """Write what makes the machine keep the timetable: systemd units, or a line for cron.

    Enable newsarchive-tick.timer or newsarchive-watch.service of the units.
    """
    from newsarchive.config import archive_directory
    from newsarchive.schedules import crontab, systemd_units

    directory, command = archive_directory(archive), Path(sys.argv[0])
    if kind == "cron":
        typer.echo(crontab(directory, command))
        return
    if kind not in _FORMATS or output is None:
        raise typer.BadParameter("--format systemd --output DIR, or --format cron")
    for name, text in systemd_units(directory, command).items():
        write_file(output / name, text)


def _open(archive: Path | None) -> Timetable:
    from newsarchive.config import archive_directory
    from newsarchive.schedules import Timetable

    return Timetable.of(archive_directory(archive))


def _when(seconds: float) -> str:
    from newsarchive.schedules.records import in_vietnam
    from newsarchive.store.moments import to_words

    return f"{in_vietnam(seconds):%a} {to_words(seconds)}"


def _took(begun: float | None, ended: float | None) -> str:
    if begun is None or ended is None:
        return ""
    minutes, seconds = divmod(int(ended - begun), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
