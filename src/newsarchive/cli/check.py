"""`newsarchive check`: is a newspaper still what the press registry says?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import print_json, print_table, progress

if TYPE_CHECKING:
    from newsarchive.capture.process import Event
    from newsarchive.check import Check, Sample


def check(
    newspaper: Annotated[str, typer.Argument(metavar="NEWSPAPER", help="Its id; `newsarchive newspapers`.")],
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Ask a newspaper for robots.txt, feeds, sitemaps, a section and three articles, and say whether it can be crawled.

    It goes the way of every crawl, politely, and what comes is kept; addresses asked for in the last quarter of an hour
    are not asked for again. The verdict is noted in the archive: ready, needs a layout, moved, no articles, closed, or
    no answer. Exit code 0 when it is ready, 1 when it is not.

    Examples:
      newsarchive check bacninh
      newsarchive check bacninh --json
    """
    from newsarchive.check import check_newspaper
    from newsarchive.config import archive_directory

    with progress("requests") as shown:
        task = shown.add_task(newspaper, total=None)
        done: list[int] = []

        def show(event: Event) -> None:
            asked = sum(event["requests"].values())
            if event["event"] == "ended":
                done.append(asked)
            shown.update(task, completed=sum(done) + (0 if event["event"] == "ended" else asked))

        found = check_newspaper(archive_directory(archive), newspaper, on_event=show)
    if json:
        print_json(found.to_dict())
    else:
        _print(found)
    if not found.is_ready:
        raise typer.Exit(1)


def _print(found: Check) -> None:
    from newsarchive.check import FIELDS, REQUIRED

    robots = found.robots
    if robots:
        delay = "" if robots.crawl_delay is None else f", Crawl-delay {robots.crawl_delay:g} s"
        typer.echo(f"robots: {robots.reason}{delay}, {len(robots.sitemaps)} sitemaps\n")
    else:
        typer.echo("robots: not asked for\n")
    headers = ("list", "status", "articles", "further lists", "address", "")
    rows = [
        (one.kind, one.status or one.outcome, one.articles, one.others, one.url, one.detail) for one in found.sources
    ]
    print_table(headers, rows)
    if found.samples:
        typer.echo()
        total = len(found.samples)
        marks = [
            (name, f"{found.count(name)} of {total}", _rule(found.samples, name), _need(found, name, name in REQUIRED))
            for name in FIELDS
        ]
        print_table(("field", "found", "by", ""), marks)
        typer.echo()
        print_table(("article", "address", ""), [(one.headline, one.url, one.detail) for one in found.samples])
    typer.echo(f"\n{found.newspaper}: {_verdict(found)}; {found.reason}")


def _verdict(found: Check) -> str:
    return f"moved to {found.moved_to}" if found.moved_to else found.verdict


def _need(found: Check, name: str, required: bool) -> str:
    return "" if found.count(name) else "missing" if required else "none seen"


def _rule(samples: tuple[Sample, ...], name: str) -> str:
    evidence = {"authors": "bylines", "captions": "figures[0].caption"}.get(name, name)
    return ", ".join(dict.fromkeys(sample.rules[evidence] for sample in samples if evidence in sample.rules))
