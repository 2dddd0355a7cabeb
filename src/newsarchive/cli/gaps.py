"""`newsarchive gaps`: what was published and is not held."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from newsarchive.cli.options import ArchiveOption, FirstDayOption, JsonOption, LastDayOption, NewspaperOption, day
from newsarchive.cli.output import note, print_json, write_file

if TYPE_CHECKING:
    from newsarchive.gaps import Day, Filled, Gaps

_FINDINGS = 1
_SHOWN = 20
_BASIS = {
    "lists": "its lists name them",
    "ids": "its article numbers went on",
    "weekday": "by other weeks",
}


def gaps(  # noqa: PLR0917 - typer makes options of them
    archive: ArchiveOption = None,
    json: JsonOption = False,
    newspaper: NewspaperOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
    svg: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a calendar of each as SVG.", show_default=False)
    ] = None,
    fill: Annotated[bool, typer.Option("--fill", help="Let the next crawl ask for what is missing.")] = False,
) -> None:
    """Show on which days more was published than is held: a calendar of each newspaper, and the days that lack.

    What a day should have brought its lists tell (feeds, sitemaps), else how far the newspaper's article numbers went
    on, else what the same weekday brings at other times. --fill makes the known addresses of those days due, the
    newspaper's lists, and the missing numbers where its file has `by_number`; the next `newsarchive crawl` asks for
    them. Days are days of publication, from the first that is held to yesterday. Exit code 1: something is missing.

    Examples:
      newsarchive gaps --newspaper bacninh --from 2026-01-01
      newsarchive gaps --svg calendars/ --fill
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory
    from newsarchive.frontier import find_home
    from newsarchive.gaps import fill as queue
    from newsarchive.gaps import find_gaps

    directory = archive_directory(archive)
    frontier = find_home(directory)
    with Archive.open(directory, workers=0) as opened:
        name = _known(newspaper) if newspaper else None
        found = list(find_gaps(opened.store, frontier, newspaper=name, first=day(first), last=day(last)))
    filled = [queue(frontier, one) for one in found if fill and one.missing and frontier.exists()]
    if svg is not None:
        _write(svg, found)
    if json:
        print_json({"newspapers": [one.to_dict() for one in found], "filled": [_told(one) for one in filled]})
    else:
        _print(found, filled)
    if any(one.missing for one in found):
        raise typer.Exit(_FINDINGS)


def _known(newspaper: str) -> str:
    from newsarchive.press import newspaper as find

    return find(newspaper).id


def _told(filled: Filled) -> dict[str, object]:
    told = {"addresses": filled.addresses, "lists": filled.lists, "numbers": filled.numbers}
    return {"newspaper": filled.newspaper, **told}


def _write(folder: Path, found: list[Gaps]) -> None:
    from newsarchive.gaps import to_svg

    for one in found:
        write_file(folder / f"{one.newspaper}.svg", to_svg(one, one.newspaper))


def _print(found: list[Gaps], filled: list[Filled]) -> None:
    from newsarchive.gaps import to_text

    out = Console(highlight=False, markup=False, soft_wrap=True)
    for one in found:
        out.print(f"{one.newspaper}: {sum(day.held for day in one.days)} articles, {len(one.missing)} days with a gap")
        for line in to_text(one):
            out.print(line)
        for stretch in one.stretches()[:_SHOWN]:
            out.print("  " + _describe(stretch))
        if len(one.stretches()) > _SHOWN:
            out.print(f"  … and {len(one.stretches()) - _SHOWN} more; --json tells them all")
    if not found:
        note("no article with a day of publication is held, so nothing can be expected")
    for queued in filled:
        numbers = f", {queued.numbers} article numbers" if queued.numbers else ""
        out.print(
            f"{queued.newspaper}: {queued.addresses} known addresses{numbers} and {queued.lists} lists are due now"
        )


def _describe(stretch: tuple[Day, ...]) -> str:
    first, last = stretch[0], stretch[-1]
    days = f"{first.day:%d/%m/%Y}" if first is last else f"{first.day:%d/%m/%Y} – {last.day:%d/%m/%Y}"
    held, expected = sum(day.held for day in stretch), sum(day.expected for day in stretch)
    basis = ", ".join(dict.fromkeys(_BASIS[day.by] for day in stretch if day.by))
    return f"{days}: {held} held, about {expected:.0f} expected ({basis})"
