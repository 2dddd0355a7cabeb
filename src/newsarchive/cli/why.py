"""`newsarchive why`: what became of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import print_json, print_table

if TYPE_CHECKING:
    from newsarchive.account import Why


def why(
    url: Annotated[str, typer.Argument(metavar="URL", help="An address, in any of its spellings.")],
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what became of an address: each capture, where it lies, and the article or the reason why there is none.

    Examples:
      newsarchive why https://baocantho.com.vn/bai-viet-a12345.html
      newsarchive why --json https://baocantho.com.vn/thoi-su/
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory

    with Archive.open(archive_directory(archive)) as opened:
        found = opened.why(url)
    if json:
        print_json(found.to_dict())
    else:
        _print(found)


def _print_history(why: Why) -> None:
    from newsarchive.store.moments import to_words

    history = why.history
    if history is None:
        return
    where = history.found_on or "the newspaper's entry points"
    typer.echo(f"found: {to_words(history.first_seen)} as {history.kind} ({history.found_as}), on {where}")
    for visit in history.visits:
        times = f"{visit.times} times until {to_words(visit.last_at)}" if visit.times > 1 else "once"
        typer.echo(
            f"asked: {to_words(visit.first_at)} {times}: {visit.outcome} {visit.status or ''} {visit.detail or ''}"
        )
    due = to_words(history.due_at) if history.due_at is not None else "not again"
    typer.echo(f"being fetched by {history.held_by}" if history.held_by else f"next: {due}")


def _print(why: Why) -> None:
    from newsarchive.store.moments import to_words

    typer.echo(why.url)
    if why.canonical_url != why.url:
        typer.echo(f"canonical: {why.canonical_url}")
    typer.echo(f"newspaper: {why.newspaper or 'none we know'}")
    typer.echo(why.verdict)
    _print_history(why)
    for one in why.rights:
        typer.echo(f"rights ({one.source}): {one.name}: {one.value}")
    if not why.captures:
        return
    typer.echo("")
    print_table(
        ("captured", "status", "outcome", "revision", "reason", "WARC file", "offset", "address"),
        [
            (
                to_words(one.fetched_at),
                one.status,
                one.outcome,
                one.revision,
                one.reason,
                one.warc_file,
                one.warc_offset,
                one.url if one.url != why.url else "",
            )
            for one in why.captures
        ],
    )
