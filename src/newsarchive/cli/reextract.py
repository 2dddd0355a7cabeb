"""`newsarchive reextract`: today's rules over what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import (
    ArchiveOption,
    ClusterOption,
    FirstDayOption,
    JsonOption,
    LastDayOption,
    NewspaperOption,
    WorkersOption,
    day,
)
from newsarchive.cli.output import note, print_json, progress

if TYPE_CHECKING:
    from newsarchive.reextract import Reextracted

_FINDINGS = 1
_SHOWN = 10


def reextract(  # noqa: PLR0917 - a command's options are its parameters
    newspaper: NewspaperOption = None,
    first: FirstDayOption = None,
    last: LastDayOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many captures.", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change; write nothing.")] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Read what is held again by today's rules: every capture that was read by others.

    Today's rules are the extractor's and what press/ and the package say of the newspaper: after a new layout or a
    corrected line the captures of the newspapers that it concerns are read again, and no others. Afterwards these
    newspapers are judged again (`status`).

    What comes out otherwise is stored as a re-extraction beside the old reading, never as an edit by the newspaper. A
    page in which no article is found any more keeps its revision and is told. Crawls, ingests, publish and serve may go
    on meanwhile; interrupted, the same command takes up what is left. Days are days of capture in Vietnam.

    Exit code 1: articles were refused, or records could not be read.

    Examples:
      newsarchive reextract --dry-run --limit 500
      newsarchive reextract --newspaper baodonghai --from 2026-01-01 --to 2026-03-31
      newsarchive reextract --cluster tcp://may-chu:8786
      newsarchive reextract --json
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory
    from newsarchive.health import look_after
    from newsarchive.reextract import reextract as read_again

    directory = archive_directory(archive)
    with Archive.open(directory, workers=workers, cluster=cluster) as opened, progress("captures") as shown:
        task = shown.add_task("reextract", total=None)
        result = read_again(
            opened,
            newspaper=newspaper,
            first=day(first),
            last=day(last),
            limit=limit,
            dry_run=dry_run,
            progress=lambda done, total: shown.update(task, completed=done, total=total),
        )
    if not dry_run and result.newspapers:
        look_after(directory, result.newspapers)
    if json:
        print_json(result.to_dict())
    else:
        _print(result)
    if result.refused or result.failed or result.damages:
        raise typer.Exit(_FINDINGS)


def _print(result: Reextracted) -> None:
    if not result.total:
        typer.echo(f"{result.extractor}, by what press/ and the package say today, has read everything there is")
        return
    tense = "would change" if result.dry_run else "changed"
    typer.echo(f"{result.captures} captures read by {result.extractor}; {result.articles} articles {tense}")
    counts = {
        "as before": result.equal,
        "read otherwise": result.changed,
        "give an article now": result.found,
        "give none any more, and keep the one they had": result.refused,
        "belong to another article now": result.moved,
        "failed": result.failed,
    }
    typer.echo("  captures: " + "; ".join(f"{count} {name}" for name, count in counts.items() if count))
    if result.fields:
        typer.echo("  fields: " + "; ".join(f"{count} {name}" for name, count in result.fields.most_common()))
    if not result.dry_run:
        typer.echo(f"{result.revisions} revisions added; {result.revisits} revisits follow their originals")
    for sample in result.samples:
        typer.echo(f"{sample.field}: {sample.url}")
        typer.echo(f"  - {sample.before if sample.before is not None else '(nothing)'}")
        typer.echo(f"  + {sample.after if sample.after is not None else '(nothing)'}")
    if result.damages:
        note(f"{result.damages} records could not be read:")
        for finding in result.damage[:_SHOWN]:
            note(f"  {finding.file}, byte {finding.offset}: {finding.reason}")
