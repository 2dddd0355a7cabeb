"""`newsarchive newspapers`: which newspapers the press registry knows, and what it knows of one."""

from __future__ import annotations

import dataclasses
import difflib
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import print_json, print_table
from newsarchive.cli.recurring import propose
from newsarchive.exceptions import UnknownProvinceError

if TYPE_CHECKING:
    from newsarchive.press import Newspaper, Province


def newspapers(
    newspaper: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Show all that is known of this one.", show_default=False)
    ] = None,
    province: Annotated[
        str | None,
        typer.Option(
            metavar="PROVINCE",
            help="Only newspapers of this province: slug or name, with or without marks. A province that took in "
            "others on 1 July 2025 shows theirs too; an older one shows its own.",
            show_default=False,
        ),
    ] = None,
    recurring: Annotated[
        bool,
        typer.Option(
            "--recurring",
            help="Propose house lines of this one: what recurs at the head or tail of its articles in the archive, as "
            "YAML for its file. Nothing is dropped before you put it there.",
        ),
    ] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """List the newspapers we know, or show one.

    These are the press registry's and those of the archive's own press/ folder.

    Examples:
      newsarchive newspapers
      newsarchive newspapers --province "Bắc Ninh"
      newsarchive newspapers cantho --json
      newsarchive newspapers cantho --recurring
    """
    from newsarchive.config import archive_directory
    from newsarchive.press import newspaper as find_newspaper
    from newsarchive.press import newspapers as all_newspapers
    from newsarchive.press import press_of

    if recurring:
        propose(newspaper, archive_directory(archive), json=json)
        return
    with press_of(archive_directory(archive)):
        chosen = [find_newspaper(newspaper)] if newspaper else list(all_newspapers())
    if newspaper:
        _show(chosen[0], json)
        return
    if province:
        slugs = _slugs(province)
        chosen = [paper for paper in chosen if paper.province in slugs]
    if json:
        print_json([_plain(paper) for paper in chosen])
        return
    print_table(("id", "name", "province", "host", "layouts", "carries on as"), [_row(paper) for paper in chosen])
    typer.echo(f"{len(chosen)} newspapers", err=True)


def _row(paper: Newspaper) -> tuple[str | None, ...]:
    where = paper.province or paper.kind
    return paper.id, paper.name, where, paper.host, ", ".join(paper.layouts), paper.successor


def _slugs(wanted: str) -> set[str]:
    """Slugs of the province meant and of those merged into it. Raises UnknownProvinceError."""
    from newsarchive.press import provinces

    by_name: dict[str, Province] = {}
    for each in provinces():
        names = (each.slug, each.name, *(change.name for change in each.changes))
        by_name |= {_bare(name): each for name in names}
    meant = by_name.get(_bare(wanted))
    if meant is None:
        close = difflib.get_close_matches(_bare(wanted), by_name, n=3)
        raise UnknownProvinceError(wanted, tuple(dict.fromkeys(by_name[name].slug for name in close)))
    return {meant.slug, *(each.slug for each in provinces() if each.merged_into == meant.slug)}


def _bare(name: str) -> str:
    """A province's name as compared: no marks, no rank, single blanks.

    >>> _bare("Thành phố  Hồ Chí Minh"), _bare("bac-ninh")
    ('ho chi minh', 'bac ninh')
    """
    from newsarchive.cleaning.text import fold

    words = " ".join(re.split(r"[\s\-–_]+", fold(name).strip()))
    return re.sub(r"^(?:tinh|thanh pho|tp\.?) ", "", words)


def _show(paper: Newspaper, json: bool) -> None:
    known = _plain(paper)
    if json:
        print_json(known)
        return
    rows = [(name.replace("_", " "), _cell(value)) for name, value in known.items() if value not in (None, [], "")]
    print_table(("", ""), rows)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items() if item)
    return str(value)


def _plain(value: Any) -> Any:
    """A record as JSON values: patterns as their text, days in ISO 8601."""
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, re.Pattern):
        return value.pattern
    return value.isoformat() if isinstance(value, date) else value
