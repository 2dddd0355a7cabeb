"""`newsarchive tick`: one look at the timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import complain, print_json, progress
from newsarchive.cli.status import print_findings

if TYPE_CHECKING:
    from rich.progress import TaskID

    from newsarchive.capture.process import Event


def tick(archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """Crawl the newspapers whose slot has come, once; for cron and systemd timers, every few minutes.

    Of several slots that were missed one crawl makes up, and the others are noted. What another `tick` or `watch` is
    crawling is left to it. The day that has just ended gets its root (`newsarchive prove`).
    Exit code 1: a crawl failed; 130: it was interrupted.

    Examples:
      newsarchive tick --archive /srv/kho-bao
    """
    from newsarchive.cli.send import send_after
    from newsarchive.config import archive_directory, load_config
    from newsarchive.health import look_after
    from newsarchive.manners import user_agent
    from newsarchive.proof import seal_yesterday
    from newsarchive.schedules import Timetable
    from newsarchive.schedules import tick as look

    directory = archive_directory(archive)
    user_agent(load_config(directory), directory / "archive.yml")
    with Timetable.of(directory) as timetable, progress("requests") as shown:
        tasks: dict[str, TaskID] = {}

        def listen(event: Event) -> None:
            name = event["newspaper"]
            if name not in tasks:
                tasks[name] = shown.add_task(name, total=None)
            shown.update(tasks[name], completed=sum(event["requests"].values()))

        ticked = look(directory, timetable, on_event=listen)
    crawled = [one.due.newspaper for one in ticked]
    health = look_after(directory, crawled) if crawled else ()
    if crawled:
        seal_yesterday(directory / "data")
        send_after(directory)
    if json:
        print_json([one.to_dict() for one in ticked])
    else:
        for one in ticked:
            line = f"{one.due.newspaper}: {one.state}{f'; {one.detail}' if one.detail else ''}"
            complain(line) if one.state == "failed" else typer.echo(line)
        print_findings(health)
    if any(one.state == "stopped" for one in ticked):
        raise typer.Exit(130)
    if any(one.state == "failed" for one in ticked):
        raise typer.Exit(1)
