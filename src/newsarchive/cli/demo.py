"""`newsarchive demo`: an invented newspaper is served, crawled on two days, published and opened for reading."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.output import note, progress
from newsarchive.exceptions import ArchiveError, CrawlFailedError, StorageFullError

if TYPE_CHECKING:
    from newsarchive.archive import Archive
    from newsarchive.capture.process import Event
    from newsarchive.demo.editions import Changes, Day
    from newsarchive.demo.site import DemoSite
    from newsarchive.reading import Release

_DEFAULT = Path("newsarchive-demo")
_CAPTURES = "demo-pages"
"""Folder of the WARC file made of the bundled pages."""
_INTERRUPTED = 130
_CONTACT = "demo@newsarchive.example"
_NAMES = {1: "Tuesday, 20 October", 2: "Wednesday, 21 October"}


def demo(
    archive: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to build it. Without it newsarchive-demo/ here.", show_default=False),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the reading room, or stop before it.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port of the reading room; 0 takes a free one.")] = 0,
) -> None:
    """Crawl an invented newspaper on two days, take in old pages of six others, publish, open the reading room.

    The newspaper is served from this computer alone. Its pages go the way every page goes: fetched politely, captured
    as WARC, cleaned, stored, published. It takes about half a minute, since its robots.txt asks for a tenth of a
    second between two requests. A second run uses what is there.

    Examples:
      newsarchive demo
      newsarchive demo --no-serve --archive /tmp/demo
    """
    from newsarchive.demo.editions import open_site
    from newsarchive.publish import publish

    directory = archive or _DEFAULT
    _prepare(directory)
    with open_site(directory) as site:
        site.install_press(directory / "press")
        _fill(directory, site)
        publish(directory)
        if not serve:
            typer.echo(f"Open it with: newsarchive serve --archive {directory}")
            return
        from newsarchive.serving import serve as serve_archive

        serve_archive(directory, "127.0.0.1", port, announce=_announce, warn=lambda text: note(f"Warning: {text}"))


def _prepare(directory: Path) -> None:
    """archive.yml, and what there is to know of the invented newspapers. Raises ArchiveError in a real archive."""
    from newsarchive.config import CONFIG_NAME, default_yaml
    from newsarchive.demo import PRESS
    from newsarchive.demo.editions import is_demo

    if not is_demo(directory) and ((directory / "data").exists() or (directory.exists() and not directory.is_dir())):
        raise ArchiveError(directory, "is there already and is no demo; name another folder")
    path = directory / CONFIG_NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            told = default_yaml(operator="newsarchive demo", contact=_CONTACT, title="Kho báo mẫu")
            path.write_text(told, encoding="utf-8")
        shutil.copytree(PRESS, directory / "press", dirs_exist_ok=True)
    except OSError as error:
        raise StorageFullError(path, error.strerror or "cannot be written") from error


def _fill(directory: Path, site: DemoSite) -> None:
    """Crawl what is not held yet, ingest the bundled pages, and tell what came of it."""
    from newsarchive.archive import Archive
    from newsarchive.demo.editions import find_changes, missing_editions

    with Archive.open(directory, create=True) as archive:
        missing = missing_editions(archive)
    typer.echo(f"Báo Hòa Giang, an invented newspaper, is served at {site.url}/ and crawled on two days:")
    for number in missing:
        _tell_day(_crawl(directory, site, number))
    site.turn_to(2)
    with Archive.open(directory) as archive:
        _tell_changes(find_changes(archive))
        archive.ingest(_captures(directory))
        _tell_rest(directory, archive, site)


def _crawl(directory: Path, site: DemoSite, number: int) -> Day:
    from newsarchive.demo.editions import crawl_edition

    began = time.monotonic()
    try:
        with progress("requests") as shown:
            task = shown.add_task(_NAMES[number], total=None)

            def show(event: Event) -> None:
                done = sum(event["requests"].values())
                shown.update(task, completed=done, total=done + event["due"] if event["due"] else None)

            day = crawl_edition(directory, site, number, on_event=show, on_stop=_say_stopping)
    except CrawlFailedError as error:
        if error.exit_code != _INTERRUPTED:
            raise
        raise typer.Exit(_INTERRUPTED) from error
    note(f"  ({sum(day.requests.values())} requests in {time.monotonic() - began:.0f} s)")
    return day


def _say_stopping() -> None:
    note("Stopping. What is here is kept; `newsarchive demo` goes on with it.")


def _captures(directory: Path) -> Path:
    """The WARC file made of the bundled pages, written at the first run."""
    from newsarchive.demo import pages, write_captures

    folder = directory / _CAPTURES
    written = sorted(folder.glob("*.warc.gz"))
    return written[0] if written else write_captures(folder, pages())


def _tell_day(day: Day) -> None:
    asked, got = day.requests, day.captures
    first = day.number == 1
    said = [
        _count(got.get("stored", 0), "article", "articles") + ("" if first else " new or edited"),
        "" if first else _count(asked.get("same", 0), "page", "pages") + " as before, not sent again",
        _count(asked.get("gone", 0), "dead link", "dead links"),
        _count(asked.get("refused", 0), "page", "pages") + " left alone, as robots.txt asks",
    ]
    typer.echo(f"  {_NAMES[day.number]}: {sum(asked.values())} requests; {'; '.join(part for part in said if part)}")


def _tell_changes(changes: Changes) -> None:
    for edit in changes.edited:
        typer.echo(f"  edited      {edit.headline}\n    before:   {edit.before}\n    after:    {edit.after}")
    for headline in changes.gone:
        typer.echo(f"  taken down  {headline}  (kept here)")


def _tell_rest(directory: Path, archive: Archive, site: DemoSite) -> None:
    papers = archive.status().stock.papers
    captures, articles, revisions = (
        sum(getattr(paper, name) for paper in papers) for name in ("captures", "articles", "revisions")
    )
    typer.echo(f"With old pages of {len(papers) - 1} other invented newspapers, in {directory}/:")
    typer.echo(f"  {captures} captures, {articles} articles in {revisions} revisions")
    typer.echo("Look closer:")
    typer.echo(f"  newsarchive status --archive {directory}")
    typer.echo(f"  newsarchive why {_taken_down(site)} --archive {directory}")


def _taken_down(site: DemoSite) -> str:
    from newsarchive.demo.site import stories

    return site.url + next(story.path for story in stories() if story.vanishes)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _announce(url: str, _release: Release) -> None:
    typer.echo(f"Reading room: {url}  (Ctrl-C ends it)")
