"""Options that several commands share, so that each reads and works the same everywhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="The archive directory. Without it NEWSARCHIVE_DIR, else archive/ of the checkout or the current folder.",
        show_default=False,
    ),
]
"""Pass it through `newsarchive.config.archive_directory`. Default: None."""

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.", show_default=False)]
"""Default: False."""

NewspaperOption = Annotated[
    str | None, typer.Option("--newspaper", metavar="ID", help="One newspaper only.", show_default=False)
]
"""Default: None, for all."""

WorkersOption = Annotated[
    int | None, typer.Option(min=0, max=64, help="Extraction processes; 0: in this one.", show_default=False)
]
"""Default: None, for one per processor."""

ClusterOption = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Extract on a Dask cluster (tcp://scheduler:8786) that sees the archive at the same path.",
        show_default=False,
    ),
]
"""Default: None, for processes of this machine."""

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
"""How a day is written: as in archives, or as in Vietnam and as our own screens show it."""

FirstDayOption = Annotated[
    datetime | None,
    typer.Option("--from", formats=DAY_FORMATS, metavar="DATE", help="First day.", show_default=False),
]
LastDayOption = Annotated[
    datetime | None,
    typer.Option("--to", formats=DAY_FORMATS, metavar="DATE", help="Last day, included.", show_default=False),
]
"""Days in Vietnam; what of a page counts by them the command says. Pass both through `day`. Default: None."""


def day(given: datetime | None) -> date | None:
    """The day that typer read: it knows no dates without a time."""
    return given.date() if given else None
