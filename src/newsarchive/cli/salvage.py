"""`newsarchive salvage`: the whole records of a damaged WARC file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from newsarchive.cli.options import JsonOption
from newsarchive.cli.output import note, print_json, progress

_FINDINGS = 1
_SHOWN = 50


def salvage(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A torn or damaged WARC file or WACZ package; it is left as it is.")
    ],
    output: Annotated[Path, typer.Option("--output", metavar="PATH", help="The new file, .warc.gz.")],
    json: JsonOption = False,
) -> None:
    """Write every whole record of a damaged WARC file or package into a new file, and tell what could not be saved.

    Whole is a record that ends where its header says and fits the digests it tells. Exit code 1: something was lost.

    Examples:
      newsarchive salvage hong.warc.gz --output cuu-duoc.warc.gz
    """
    from newsarchive.fixity import salvage as save

    with progress() as shown:
        task = shown.add_task(file.name, total=file.stat().st_size if file.is_file() else None)
        found = save(file, output, lambda done: shown.update(task, completed=done))
    if json:
        print_json({**asdict(found), "output": str(output)})
    elif found.records:
        typer.echo(f"{found.records} whole records in {output}")
    else:
        note(f"no whole record in {file}; nothing written")
    if found.damages and not json:
        note(f"{len(found.damages)} places could not be saved:")
        for damage in found.damages[:_SHOWN]:
            note(f"  {damage.reason}" if damage.offset is None else f"  byte {damage.offset}: {damage.reason}")
    if found.damages or not found.records:
        raise typer.Exit(_FINDINGS)
