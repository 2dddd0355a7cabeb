"""`newsarchive watch`: the timetable as a service."""

from __future__ import annotations

import typer

from newsarchive.cli.options import ArchiveOption
from newsarchive.cli.output import note


def watch(archive: ArchiveOption = None) -> None:
    """Keep the timetable until it is told to stop: every slot that comes is crawled by a `tick` of its own.

    SIGTERM or Ctrl-C stops cleanly: crawls on their way end as by Ctrl-C, what they have is kept, and what is left is
    due again. A second signal ends them at once; nothing is lost either way. Exit code 1: a crawl failed meanwhile.

    Examples:
      newsarchive watch --archive /srv/kho-bao
    """
    from newsarchive.config import archive_directory, load_config
    from newsarchive.manners import user_agent
    from newsarchive.schedules import Timetable, Watch

    directory = archive_directory(archive)
    user_agent(load_config(directory), directory / "archive.yml")
    with Timetable.of(directory) as timetable:
        note(f"keeping the timetable of {len(timetable.entries())} newspapers; Ctrl-C stops")
        failures = Watch(directory, timetable, say=note).run()
    if failures:
        raise typer.Exit(1)
