"""Writing a release as files: the published file and a still copy of the archive go in, a finished folder comes out."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from newsarchive.article import VIETNAM
from newsarchive.config import load_config
from newsarchive.exceptions import ReleaseError
from newsarchive.packages.output import check_free, new_folder
from newsarchive.press import press_of
from newsarchive.project import metadata_path
from newsarchive.publish.issued import RELEASE_FILES, UIDS
from newsarchive.publish.progress import Progress, say_nothing
from newsarchive.publish.select import papers_of, select_articles
from newsarchive.publish.shards import Source, gathered
from newsarchive.publish.source import SourceArticle
from newsarchive.reading.groups import open_release
from newsarchive.reading.release import RELEASE_NAME, Release, read_release
from newsarchive.releases import datasheet, manifest
from newsarchive.releases.counts import write_counts
from newsarchive.releases.folder import ReleaseFolder
from newsarchive.releases.outdated import read_uids
from newsarchive.releases.years import article_lines, read_years, write_tables
from newsarchive.store import Store
from newsarchive.store.errors import storage_errors
from newsarchive.yamlfile import read_document


@dataclass(frozen=True, slots=True)
class ReleaseFiles:
    """What was written."""

    folder: Path
    release: Release
    files: int
    bytes: int
    years: dict[str, int]
    """Year, or `undated`, → articles."""


def write_release_files(archive: Path, parent: Path, *, progress: Progress = say_nothing) -> ReleaseFiles:
    """Write the release in service into `parent`/ID, which must not be there yet; it appears when it is whole.

    `parent` is made where it is not there. Raises ConfigurationError (the folder of the release is there already),
    ReleaseError (nothing is published), LedgerError, StorageFullError.
    """
    public = archive / RELEASE_NAME
    with storage_errors(parent), press_of(archive), _opened(public) as db:
        release = read_release(db)
        if release is None:
            raise ReleaseError(public, "is no release; `newsarchive publish` makes one")
        output = parent / release.id
        parent.mkdir(parents=True, exist_ok=True)
        check_free(output, force=False)
        with new_folder(output) as folder, gathered(archive, secrets.token_hex(4)) as source:
            written = ReleaseFolder(folder)
            _put_articles(db, written, progress)
            write_tables(db, written)
            write_counts(_shown(db, source), written, _built_on(release), progress)
            _describe(archive, db, release, written)
        with closing(Store(archive / "data" / "news.db")) as store:
            store.add_event(RELEASE_FILES, str(output.absolute()), {"release": release.id})
        return ReleaseFiles(output, release, len(written.files) + 1, _size(output), read_years(db))


def _put_articles(db: sqlite3.Connection, folder: ReleaseFolder, progress: Progress) -> None:
    years = read_years(db)
    for done, year in enumerate(years, 1):
        progress(f"articles of {year}", done, len(years))
        folder.lines(f"articles/articles-{year}.jsonl.gz", article_lines(db, year))
    folder.lines(UIDS, read_uids(db))


def _built_on(release: Release) -> str:
    """Day in Vietnam, YYYY-MM-DD."""
    return datetime.fromisoformat(release.built_at).astimezone(VIETNAM).date().isoformat()


def _describe(archive: Path, db: sqlite3.Connection, release: Release, folder: ReleaseFolder) -> None:
    origin = _origin(archive)
    folder.lines(datasheet.NAME, [datasheet.datasheet(db, release, origin)])
    said = manifest.manifest(release, origin, read_years(db), folder.files)
    (folder.folder / manifest.NAME).write_text(said, encoding="utf-8")


def _shown(db: sqlite3.Connection, source: Source) -> Iterator[SourceArticle]:
    """The articles that the release tells of, as the copy has them; none that was withheld since."""
    papers = papers_of(source.news, source.terms)
    for one in select_articles(source.news, papers, datetime.now(VIETNAM).date()):
        known = db.execute("SELECT 1 FROM articles WHERE uid = ?", (one.article.uid,)).fetchone()
        if known and not one.is_embargoed:
            yield one.article


def _origin(archive: Path) -> manifest.Origin:
    config, said = load_config(archive), read_document(metadata_path()).data
    return manifest.Origin(
        software=f"newsarchive/{version('newsarchive')}",
        operator=config.operator,
        contact=config.contact,
        title=config.publish.own_title or str(said["title"]),
        license=str(said["license"]),
        source=str(said["source"]),
    )


def _opened(public: Path) -> closing[sqlite3.Connection]:
    if not public.is_file():
        raise ReleaseError(public, "nothing is published yet; `newsarchive publish` does it")
    return closing(open_release(public))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
