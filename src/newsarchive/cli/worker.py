"""`newsarchive worker`: one of several machines that crawl from one frontier."""

from __future__ import annotations

from typing import Annotated

import typer

from newsarchive.cli.options import ArchiveOption
from newsarchive.cli.output import note


def worker(
    newspapers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NEWSPAPER…]", help="Ids; unless told, all in the frontier.", show_default=False),
    ] = None,
    archive: ArchiveOption = None,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="Newspapers crawled here side by side.")] = 4,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when nothing is due.")] = False,
) -> None:
    """Crawl whatever newspaper has something due and is crawled by nobody, until told to stop.

    Any number of workers, on any number of machines, share one frontier: `storage.frontier` of each archive.yml names
    the same PostgreSQL database. A newspaper belongs to one worker at a time; what a worker that died had in hand, the
    next one takes over. Each machine keeps what it captured in its own archive; where archive.yml has
    `storage.segments`, WARC files are sent there after each crawl, and once more at the end. SIGTERM or Ctrl-C stops
    cleanly.
    Exit code 1: a crawl failed meanwhile.

    Examples:
      newsarchive worker --archive /srv/kho-bao
      newsarchive worker bacninh cantho haiphong --at-once 3 --archive /srv/kho-bao
    """
    from newsarchive.cli.send import send_after
    from newsarchive.config import archive_directory, load_config
    from newsarchive.frontier import find_home
    from newsarchive.manners import user_agent
    from newsarchive.press import newspaper, press_of
    from newsarchive.schedules import Worker

    directory = archive_directory(archive)
    user_agent(load_config(directory), directory / "archive.yml")
    with press_of(directory):
        names = [newspaper(name).id for name in newspapers or ()]
    note(f"crawling what is due in {find_home(directory)}; Ctrl-C stops")
    service = Worker(directory, newspapers=names, at_once=at_once, say=note)
    service.run(until_idle=until_idle)
    if service.begun:
        send_after(directory)  # crawls that ended side by side left their files to whichever was sending
    note(f"{service.begun} crawls begun, {service.failed} failed")
    if service.failed:
        raise typer.Exit(1)
