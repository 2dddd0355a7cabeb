"""`newsarchive endangered`: hosts that are about to go."""

from __future__ import annotations

from typing import Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import note, print_json, print_table


def endangered(
    archive: ArchiveOption = None,
    json: JsonOption = False,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Let their next crawl ask first for what is known and not held.")
    ] = False,
) -> None:
    """List hosts that lead elsewhere, fail by name, certificate or answer, or have fallen silent, since when, by what.

    Every date is one of a request or a capture of our own. --sweep makes every article that is known of these
    newspapers and not held due now, the oldest first, before what is only looked at again; robots.txt and pace stand.
    The next `newsarchive crawl` of each asks for them. Exit code 1: some host is endangered.

    Examples:
      newsarchive endangered
      newsarchive endangered --sweep
    """
    from newsarchive.archive import Archive
    from newsarchive.config import archive_directory
    from newsarchive.frontier import Frontier, find_home
    from newsarchive.store.moments import day_of
    from newsarchive.succession import find_endangered

    directory = archive_directory(archive)
    with Archive.open(directory, workers=0) as opened:
        connection = opened.store.connection
        if find_home(directory).exists():
            with Frontier.of(directory) as frontier:
                found = find_endangered(connection, frontier)
                names = dict.fromkeys(one.newspaper for one in found)
                swept = {name: frontier.sweep(name) for name in names} if sweep else {}
        else:
            found, swept = find_endangered(connection, None), {}
    if json:
        print_json({"endangered": [one.to_dict() for one in found], "swept": swept})
    else:
        rows = [
            (one.newspaper, one.host, one.kind, day_of(one.since), day_of(one.last), one.successor or "")
            for one in found
        ]
        if rows:
            print_table(("newspaper", "host", "what", "since", "last seen so", "carried on by"), rows)
        else:
            typer.echo("no host is endangered, as far as crawls tell")
        for one in found:
            note(f"{one.newspaper}: {one.evidence}")
        for name, count in swept.items():
            typer.echo(f"{name}: {count} known addresses are due now, the oldest first; `newsarchive crawl {name}`")
    if found:
        raise typer.Exit(1)
