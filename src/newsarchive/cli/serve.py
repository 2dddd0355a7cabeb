"""`newsarchive serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.options import ArchiveOption
from newsarchive.cli.output import note
from newsarchive.config import archive_directory

if TYPE_CHECKING:
    from newsarchive.reading import Release


def serve(
    archive: ArchiveOption = None,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65_535)] = 8001,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")] = "127.0.0.1",
    per_minute: Annotated[
        int, typer.Option(help="Pages made for one address in a minute, kept ones aside; 0 sets no limit.", min=0)
    ] = 300,
) -> None:
    """Open the reading room on the release in service, until Ctrl-C.

    A release that `newsarchive publish` puts in service meanwhile is taken over without a pause: requests in progress
    end on the old one, new ones begin on the new one, and no answer mixes the two.

    Examples:
      newsarchive serve
      newsarchive serve --archive /srv/kho --port 8080
    """
    from newsarchive.serving import serve as serve_archive

    serve_archive(
        archive_directory(archive),
        host,
        port,
        per_minute=per_minute,
        announce=_announce,
        warn=lambda text: note(f"Warning: {text}"),
    )


def _announce(url: str, release: Release) -> None:
    typer.echo(f"{url}  release {release.id}, {release.articles} articles")
