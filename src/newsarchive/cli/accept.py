"""`newsarchive accept`: a change of a newspaper that stays."""

from __future__ import annotations

from typing import Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import print_json
from newsarchive.cli.status import print_findings


def accept(
    newspaper: Annotated[str, typer.Argument(metavar="ID", help="The newspaper.", show_default=False)],
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FINDING]…", help="Such as silent, few, byline. Without any, all.", show_default=False),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the ledger.", show_default=False)] = "",
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Accept what `status` finds of a newspaper: it is no defect, it is how the newspaper is from now on.

    A merged newspaper brings fewer articles, a redesigned one prints no bylines any more: its history begins anew with
    the run that the finding was first told after. The decision stands in the ledger. `newsarchive status --json` names
    the findings ("code").

    Exit code 1: something in red is left.

    Examples:
      newsarchive accept bacgiang
      newsarchive accept yenbai few --reason "merged with laocai"
    """
    from newsarchive.config import archive_directory
    from newsarchive.health import accept as take

    found = take(archive_directory(archive), newspaper, codes or (), reason=reason)
    if json:
        print_json(found.to_dict())
    else:
        typer.echo(f"{newspaper}: {found.level}")
        print_findings([found])
    if found.level == "red":
        raise typer.Exit(1)
