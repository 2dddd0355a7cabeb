"""`newsarchive publish`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption, JsonOption
from newsarchive.cli.output import following, note, print_json, print_table, progress
from newsarchive.config import archive_directory

if TYPE_CHECKING:
    from newsarchive.publish import Published
    from newsarchive.releases import Outdated, ReleaseFiles

_FINDINGS = 1


def publish(
    releases: Annotated[
        Path | None,
        typer.Option(
            "--releases",
            metavar="DIR",
            help="Write the release as files for researchers too, into a folder of DIR named after it.",
            show_default=False,
        ),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build public.db, the file the reading room shows, test it and put it in service.

    Only what each newspaper's access level and embargo allow goes into it; articles that were withheld do not. A
    release that fails its self-test is thrown away and the one in service stays. With `publish.shards` of archive.yml
    the archives of other hosts are in it too, as if this one had taken in everything; the strictest decision of all
    holds.

    --releases writes one file of articles a year (JSON Lines), n-gram counts per newspaper and month that no text can
    be put together from, tables of newspapers and coverage, a manifest with digests and a datasheet. Exit code 1: an
    older release in that folder holds articles that are not shown any more, or its list of them is damaged.

    Examples:
      newsarchive publish
      newsarchive publish --archive /srv/kho --json
      newsarchive publish --releases /srv/ban-phat-hanh
    """
    from newsarchive.publish import publish as publish_archive
    from newsarchive.releases import find_outdated, write_release_files

    directory = archive_directory(archive)
    written: ReleaseFiles | None = None
    outdated: tuple[Outdated, ...] = ()
    with progress() as shown:
        published = publish_archive(directory, progress=following(shown, "publish"))
        if releases is not None:
            written = write_release_files(directory, releases, progress=following(shown, "release files"))
            outdated = find_outdated(releases, published.path)
    if as_json:
        print_json(_told(published, written, outdated))
    else:
        _print(published, written)
    for one in outdated:
        told = (
            "its list is damaged" if one.articles is None else f"{one.articles} articles in it are not shown any more"
        )
        note(f"{one.folder}: {told}; take it out of what you hand out")
    if outdated:
        raise typer.Exit(_FINDINGS)


def _told(published: Published, written: ReleaseFiles | None, outdated: tuple[Outdated, ...]) -> dict[str, object]:
    told: dict[str, object] = {"path": str(published.path), "bytes": published.bytes, **asdict(published.release)}
    if written is not None:
        told["files"] = {"folder": str(written.folder), "files": written.files, "bytes": written.bytes}
        told["outdated"] = [{"folder": str(one.folder), "articles": one.articles} for one in outdated]
    return told


def _print(published: Published, written: ReleaseFiles | None) -> None:
    release = published.release
    days = f", {release.first_day} to {release.last_day}" if release.first_day else ""
    typer.echo(f"Release {release.id}: {release.articles} articles of {release.newspapers} newspapers{days}.")
    typer.echo(f"{release.revisions} revisions, {release.captures} captures, {release.undated} without a date.")
    if release.withheld or release.embargoed:
        typer.echo(f"Left out: {release.withheld} withheld, {release.embargoed} under embargo.")
    typer.echo(f"{published.path} ({published.bytes / 1_000_000:.1f} MB)")
    if written is not None:
        typer.echo(f"{written.folder} ({written.bytes / 1_000_000:.1f} MB in {written.files} files)")
        print_table(("year", "articles"), written.years.items())
