"""`newsarchive demo`: a whole archive from the bundled pages, and its reading room."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsarchive.cli.output import note
from newsarchive.exceptions import ArchiveError, StorageFullError

if TYPE_CHECKING:
    from newsarchive.account import Status
    from newsarchive.reading import Release

_DEFAULT = Path("newsarchive-demo")
_CAPTURES = "demo-pages"
"""Folder of the WARC file made of the bundle; its presence tells a demo archive from a real one."""


def demo(
    archive: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to build it. Without it newsarchive-demo/ here.", show_default=False),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the reading room, or stop before it.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port of the reading room; 0 takes a free one.")] = 0,
) -> None:
    """Build an example archive from bundled pages of invented newspapers, publish it and open its reading room.

    The pages go the way every page goes: captured as WARC, cleaned, stored, published. A second run uses what is there.

    Examples:
      newsarchive demo
      newsarchive demo --no-serve --archive /tmp/demo
    """
    from newsarchive.publish import publish

    directory = archive or _DEFAULT
    _tell(_ingest(directory, _captures(directory)))
    publish(directory)
    if not serve:
        typer.echo(f"Open it with: newsarchive serve --archive {directory}")
        return
    from newsarchive.serving import serve as serve_archive

    serve_archive(directory, "127.0.0.1", port, announce=_announce, warn=lambda text: note(f"Warning: {text}"))


def _captures(directory: Path) -> Path:
    """The WARC file made of the bundle, written at the first run. Raises ArchiveError in somebody's real archive."""
    from newsarchive.demo import pages, write_captures

    folder = directory / _CAPTURES
    written = sorted(folder.glob("*.warc.gz"))
    if written:
        return written[0]
    if (directory / "data").exists() or (directory.exists() and not directory.is_dir()):
        raise ArchiveError(directory, "is there already and is no demo; name another folder")
    _write_settings(directory)
    return write_captures(folder, pages())


def _write_settings(directory: Path) -> None:
    """archive.yml, and what there is to know of the invented newspapers, as any operator adds newspapers."""
    from newsarchive.config import CONFIG_NAME, default_yaml
    from newsarchive.demo import PRESS

    path = directory / CONFIG_NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(default_yaml(operator="newsarchive demo", title="Kho báo mẫu"), encoding="utf-8")
        shutil.copytree(PRESS, directory / "press", dirs_exist_ok=True)
    except OSError as error:
        raise StorageFullError(path, error.strerror or "cannot be written") from error


def _ingest(directory: Path, captures: Path) -> Status:
    from newsarchive.archive import Archive

    with Archive.open(directory, create=True) as archive:
        archive.ingest(captures)
        return archive.status()


def _tell(status: Status) -> None:
    stock = status.stock
    captures, articles, revisions = (
        sum(getattr(paper, name) for paper in stock.papers) for name in ("captures", "articles", "revisions")
    )
    none = captures - sum(stock.outcomes.get(outcome, 0) for outcome in ("stored", "same"))
    typer.echo(f"{captures} saved pages of {len(stock.papers)} invented newspapers, in {status.directory}/")
    typer.echo(f"  {articles} articles in {revisions} revisions; {none} pages hold no article")
    typer.echo("Look closer:")
    typer.echo(f"  newsarchive status --archive {status.directory}")
    typer.echo(f"  newsarchive why https://baolamgiang.example/thoi-su/ --archive {status.directory}")


def _announce(url: str, _release: Release) -> None:
    typer.echo(f"Reading room: {url}  (Ctrl-C ends it)")
