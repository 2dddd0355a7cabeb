"""Bringing `reprints.db` up to date with news.db, and reading off every pair."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsarchive.exceptions import ArchiveError
from newsarchive.reprints.matching import Matching
from newsarchive.reprints.records import Found, Progress, Synced
from newsarchive.reprints.sketches import SKETCHES_NAME, Sketches, discard, is_damaged, key_of, opened
from newsarchive.reprints.source import Reader, Source, shown

_BATCH, _BATCH_WORDS = 2048, 1_000_000
"""Texts and words a transaction; a killed run goes on after the last whole one. Their bands lie all over the index, so
that a batch costs what reading and writing it whole does; their wordings, eight bytes a word, are held together."""


def find_reprints(data: Path, news: sqlite3.Connection, *, progress: Progress | None = None) -> Found:
    """Sign what is new in `news` (an open news.db), forget what is withheld or gone, and return every pair.

    `data` is the folder of news.db. A damaged reprints.db is made anew. Raises ArchiveError when another process keeps
    it locked, StorageFullError.
    """
    try:
        return _find(data, news, progress)
    except ArchiveError as error:
        if not is_damaged(error):
            raise
        discard(data / SKETCHES_NAME)
        return _find(data, news, progress)


def _find(data: Path, news: sqlite3.Connection, progress: Progress | None) -> Found:
    with opened(data) as sketches:
        new, gone = _compare(sketches, news)
        _remove(sketches, gone)
        _sign(sketches, news, new, progress)
        pairs = tuple(sketches.pairs())
        return Found(pairs, Synced(sketches.count(), len(new), len(gone)))


def _compare(sketches: Sketches, news: sqlite3.Connection) -> tuple[list[int], list[int]]:
    """(revisions that are not in the index, oldest first; keys of its texts that are not in `news` any more).

    Memory: 200 bytes a text.
    """
    known, here, new = sketches.known(), set(), []
    for revision, uid, content in shown(news):
        key = key_of(uid, content)
        if key not in known and key not in here:
            new.append(revision)
        here.add(key)
    return sorted(new), [key for key in known if key not in here]


def _remove(sketches: Sketches, gone: list[int]) -> None:
    if gone:
        with sketches.writing():
            for key in gone:
                sketches.remove(key)


def _sign(sketches: Sketches, news: sqlite3.Connection, new: list[int], progress: Progress | None) -> None:
    reader = Reader(news)
    matching = Matching(sketches, reader)
    done = 0
    for batch in _batches(reader.sources(new)):
        with sketches.writing():
            matching.take(batch)
        done += len(batch)
        if progress:
            progress(done, len(new))


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    words = 0
    for source in sources:
        batch.append(source)
        words += source.length
        if len(batch) >= _BATCH or words >= _BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch
