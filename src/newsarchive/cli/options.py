"""Options that several commands share, so that each reads and works the same everywhere."""

from __future__ import annotations

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
