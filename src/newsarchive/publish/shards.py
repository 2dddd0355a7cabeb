"""What a release is made of: one archive, or the archives of several hosts as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsarchive.config import CONFIG_NAME, load_config, published_folders
from newsarchive.exceptions import ArchiveError
from newsarchive.press import press_of
from newsarchive.publish.access import Terms, check_names, strictest, terms_of
from newsarchive.publish.select import check_decisions
from newsarchive.publish.snapshot import snapshot
from newsarchive.publish.source import read_newspapers
from newsarchive.store import Ledger
from newsarchive.store.connection import writing_alone
from newsarchive.store.merging import merge, merge_withholding, resolve_merged


@dataclass(frozen=True, slots=True)
class Source:
    """A still copy of everything that a release is made of."""

    news: sqlite3.Connection
    """A news.db; of several archives one that holds the captures, readings and decisions of all."""
    terms: Callable[[str], Terms]
    """What may be shown of a newspaper: what every archive allows that holds it or names it."""
    ledger_head: str
    """Hash of the last line of the ledger; of several archives each one's, parted by blanks."""


@contextmanager
def gathered(archive: Path, mark: str) -> Iterator[Source]:
    """The archive and those that its `publish.shards` names, as one; what was copied is removed at the end.

    Raises ArchiveError where a folder holds no archive, LedgerError where one's ledger does not hold, and the errors of
    its configuration: nothing is published of which not every decision is known.
    """
    folders = published_folders(archive, load_config(archive))
    with ExitStack() as stack:
        copies = [archive / "data" / f".publish-{mark}-{number}.snapshot" for number in range(len(folders))]
        news = [
            stack.enter_context(snapshot(_database(folder), copy)) for folder, copy in zip(folders, copies, strict=True)
        ]
        heads = [_ledger_head(folder, db) for folder, db in zip(folders, news, strict=True)]
        told = [_terms(folder, db) for folder, db in zip(folders, news, strict=True)]
        if len(news) > 1:
            _merge(copies[0], news[1:])
        yield Source(news[0], lambda newspaper: strictest(told, newspaper), " ".join(filter(None, heads)))


def _database(folder: Path) -> Path:
    if not (folder / "data").is_dir():
        raise ArchiveError(folder, "no archive here; `publish.shards` names the folders of archives")
    return folder / "data" / "news.db"


def _ledger_head(folder: Path, source: sqlite3.Connection) -> str:
    """The hash of the last line of a ledger that holds, and of which the snapshot knows every decision."""
    ledger = Ledger(folder / "data" / "ledger.jsonl")
    check_decisions(ledger, source)
    last = ledger.last()
    return last.hash if last else ""


def _terms(folder: Path, source: sqlite3.Connection) -> dict[str, Terms]:
    """Newspaper → what this archive allows of it; of those that it holds or names."""
    with press_of(folder):
        config = load_config(folder)
        held = {paper.id for paper in read_newspapers(source)}
        check_names(config, held, folder / CONFIG_NAME)
        return {name: terms_of(name, config) for name in {*held, *config.publish.access.newspapers}}


def _merge(target: Path, others: list[sqlite3.Connection]) -> None:
    for other in others:
        other.row_factory = sqlite3.Row
    with closing(writing_alone(target)) as db, db:
        for other in others:
            merge(db, other)
        resolve_merged(db)
        merge_withholding(db, others)
