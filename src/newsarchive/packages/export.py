"""`export`: a selection of a snapshot goes in, a finished file or folder comes out, and the ledger knows of it."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from newsarchive.article import VIETNAM
from newsarchive.config import CONFIG_NAME, Config, load_config
from newsarchive.exceptions import ArchiveError, ConfigurationError
from newsarchive.packages.dataset import check_dataset
from newsarchive.packages.output import check_free
from newsarchive.packages.request import Exported, Request
from newsarchive.packages.selection import Selection
from newsarchive.packages.whole import LEDGER
from newsarchive.packages.work import Work
from newsarchive.packages.writers import WRITERS
from newsarchive.parquet import require_pyarrow
from newsarchive.press import press_of
from newsarchive.publish.access import check_names, terms_of
from newsarchive.publish.progress import Progress, say_nothing
from newsarchive.publish.select import check_decisions, papers_of
from newsarchive.publish.snapshot import snapshot
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors

EXPORT = "export"
"""Kind of the ledger line that an export leaves."""


def export(
    directory: Path, request: Request, *, progress: Progress = say_nothing, now: datetime | None = None
) -> Exported:
    """Write what the request asks for, of the archive as it is at this moment; a crawl may go on meanwhile.

    Raises ArchiveError (no archive, another export at work), LedgerError (ledger missing or broken: nobody knows then
    what was withheld), ConfigurationError (output there already, unknown newspaper), MissingLibraryError,
    StorageFullError. Nothing is left behind then; the output has its name only when it is whole.
    """
    if not (directory / "data").is_dir():
        raise ArchiveError(directory, "no archive here")
    if request.format in {"parquet", "dataset"}:
        require_pyarrow()
    if request.split is not None and request.format != "warc":
        raise ConfigurationError(
            request.output, f"only a warc export is written in several files, not {request.format}"
        )
    if request.format == "dataset":
        check_dataset(request)
    else:
        check_free(request.output, force=request.force)
    with storage_errors(request.output), press_of(directory), _snapshot(directory, request) as (copy, source, by_name):
        config = load_config(directory)
        selection = _select(directory, config, request, source, now or datetime.now(UTC))
        exported = Exported(str(request.output), request.format, request.audience)
        WRITERS[request.format](Work(directory, config, selection, by_name, copy, exported, progress))
    _note(directory, request, exported)
    return exported


def _select(directory: Path, config: Config, request: Request, source: sqlite3.Connection, now: datetime) -> Selection:
    check_decisions(Ledger(directory / "data" / LEDGER), source)
    papers = papers_of(source, lambda newspaper: terms_of(newspaper, config))
    check_names(config, set(papers), directory / CONFIG_NAME)
    if request.newspaper is not None and request.newspaper not in papers:
        raise ConfigurationError(directory, f"holds nothing of a newspaper {request.newspaper!r}")
    return Selection(source, request, papers, now.astimezone(VIETNAM).date())


@contextmanager
def _snapshot(directory: Path, request: Request) -> Iterator[tuple[Path, sqlite3.Connection, sqlite3.Connection]]:
    """A still copy beside the output, so that an archive on a full disk can be carried to another."""
    for left in request.output.parent.glob(f".{request.output.name}-*.snapshot*"):
        left.unlink()  # of an export that was killed
    copy = request.output.with_name(f".{request.output.name}-{secrets.token_hex(4)}.snapshot")
    with (
        snapshot(directory / "data" / "news.db", copy) as source,
        closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as by_name,
    ):
        by_name.row_factory = sqlite3.Row
        yield copy, source, by_name


def _note(directory: Path, request: Request, exported: Exported) -> None:
    data = directory / "data"
    told = {**exported.to_dict(), "selection": request.described(), "version": version("newsarchive")}
    told["path"] = request.output.name
    with closing(Store(data / "news.db")) as store:
        decide(Ledger(data / LEDGER), store, EXPORT, request.output.name, told)
