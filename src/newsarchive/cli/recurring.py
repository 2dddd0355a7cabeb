"""House lines of a newspaper, proposed from what an archive holds of it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from newsarchive.cli.output import note, print_json

if TYPE_CHECKING:
    from newsarchive.store.recurring import Recurring


def propose(newspaper: str | None, directory: Path, *, json: bool) -> None:
    """Print what recurs at the head or tail of the newspaper's articles, as YAML for its file or as JSON.

    Raises ArchiveError without an archive, UnknownNewspaperError for an id that is neither known nor held.
    """
    from newsarchive.archive import Archive
    from newsarchive.press import newspaper as find_newspaper

    if newspaper is None:
        raise typer.BadParameter("say of which newspaper: newsarchive newspapers ID --recurring")
    with Archive.open(directory, workers=0) as archive:
        found = archive.store.recurring(newspaper)
        if not found.articles:
            find_newspaper(newspaper)
    if json:
        lines = [{"line": line.line, **dataclasses.asdict(line)} for line in found.lines]
        print_json({**dataclasses.asdict(found), "lines": lines})
    elif found.lines:
        typer.echo(_to_yaml(found))
    else:
        note(f"no line recurs at the head or tail of its articles ({found.articles} held)")


def _to_yaml(found: Recurring) -> str:
    lines = [
        f"# {found.newspaper}: lines at the head or tail of its articles, {found.articles} held.",
        "# Keep those that are of the house, none that an article needs.",
        "boilerplate:",
    ]
    for line in found.lines:
        # A JSON string is a YAML string, whatever signs it holds.
        lines.append(f"  - {json.dumps(line.line, ensure_ascii=False)}")
        differ = "; its numbers differ: is it not what the articles are about?" if line.varies else ""
        lines.append(f"    # {line.place} of {line.articles} articles, such as {line.examples[0]}{differ}")
        lines += [f"    #   {url}" for url in line.examples[1:]]
    return "\n".join(lines)
