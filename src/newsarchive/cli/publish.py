"""`newsarchive publish`."""

from __future__ import annotations

from dataclasses import asdict

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import print_json
from newsarchive.config import archive_directory


def publish(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Build public.db, the file the reading room shows, test it and put it in service.

    Only what each newspaper's access level and embargo allow goes into it; articles that were withheld do not. A
    release that fails its self-test is thrown away and the one in service stays.

    Examples:
      newsarchive publish
      newsarchive publish --archive /srv/kho --json
    """
    from newsarchive.publish import publish as publish_archive

    published = publish_archive(archive_directory(archive))
    release = published.release
    if as_json:
        print_json({"path": str(published.path), "bytes": published.bytes, **asdict(release)})
        return
    days = f", {release.first_day} to {release.last_day}" if release.first_day else ""
    typer.echo(f"Release {release.id}: {release.articles} articles of {release.newspapers} newspapers{days}.")
    typer.echo(f"{release.revisions} revisions, {release.captures} captures, {release.undated} without a date.")
    if release.withheld or release.embargoed:
        typer.echo(f"Left out: {release.withheld} withheld, {release.embargoed} under embargo.")
    typer.echo(f"{published.path} ({published.bytes / 1_000_000:.1f} MB)")
