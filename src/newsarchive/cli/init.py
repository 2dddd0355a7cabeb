"""`newsarchive init`: a commented archive.yml to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from newsarchive.cli.options import ArchiveOption
from newsarchive.exceptions import ArchiveError, StorageFullError


def init(
    archive: ArchiveOption = None,
    operator: Annotated[
        str | None, typer.Option(help="Who keeps the archive; written into every WARC file.", show_default=False)
    ] = None,
    contact: Annotated[
        str | None,
        typer.Option(help="Where newspapers reach you: e-mail or https:// URL.", show_default=False),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the reading room.", show_default=False)] = None,
) -> None:
    """Write archive.yml, with a comment on every setting. Asks nothing, and never overwrites one that is there.

    Examples:
      newsarchive init --archive kho-bao
      newsarchive init --archive kho-bao --operator "Thư viện tỉnh X" --contact luutru@thuvien.example
    """
    from newsarchive.config import CONFIG_NAME, Config, archive_directory, default_yaml

    directory = archive_directory(archive)
    path = directory / CONFIG_NAME
    text = default_yaml(operator=operator, contact=contact, title=title)
    Config.parse(text, path)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        what = "is there already; edit it" if path.exists() else "a file stands where the directory should be"
        raise ArchiveError(path if path.exists() else directory, what) from error
    except NotADirectoryError as error:
        raise ArchiveError(directory, "a file stands in its way") from error
    except OSError as error:
        raise StorageFullError(path, error.strerror or "cannot be written") from error
    typer.echo(f"wrote {path}")
