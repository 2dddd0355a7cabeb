"""`newsarchive datasette`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from newsarchive.cli.options import ArchiveOption
from newsarchive.cli.output import write_file


def datasette(
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="The folder to write into.")],
    archive: ArchiveOption = None,
) -> None:
    """Write datasette.yaml, metadata.yaml and templates, by which Datasette 1.0 itself serves a release.

    `newsarchive serve` needs none of them. The command printed starts Datasette with them, the reading room's pages
    included; newsarchive must be installed beside it. Without `serve` no new release comes into service by itself.

    Examples:
      newsarchive datasette --output datasette-1.0
    """
    from newsarchive.config import archive_directory
    from newsarchive.project import datasette_dir
    from newsarchive.reading.release import RELEASE_NAME
    from newsarchive.serving.configuration import CONFIGURATION, METADATA, configuration, own_templates

    templates = {f"templates/{name}": text for name, text in own_templates().items()}
    for name, text in (configuration() | templates).items():
        write_file(output / name, text)
    folder = datasette_dir()
    command = [
        "datasette", "serve", "--immutable", str(archive_directory(archive) / RELEASE_NAME),
        "--config", str(output / CONFIGURATION), "--metadata", str(output / METADATA),
        "--template-dir", str(output / "templates"), "--plugins-dir", str(folder / "plugins"),
        "--static", f"static:{folder / 'static'}",
    ]  # fmt: skip
    typer.echo(shlex.join(command))
