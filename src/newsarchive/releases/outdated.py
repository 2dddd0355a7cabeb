"""Older releases on the same disk that hold articles which may not be shown any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from newsarchive.publish.issued import UIDS, list_uids
from newsarchive.reading.groups import open_release


@dataclass(frozen=True, slots=True)
class Outdated:
    """A release that should not be handed out any more."""

    folder: Path
    articles: int
    """Articles in it that the newest release does not show: withheld, purged, or put under embargo."""


def read_uids(db: sqlite3.Connection) -> Iterator[str]:
    """The articles of a release, in the order of their uid."""
    return (row[0] for row in db.execute("SELECT uid FROM articles ORDER BY uid"))


def find_outdated(folder: Path, public: Path) -> tuple[Outdated, ...]:
    """Releases below `folder` with articles that the release `public` does not have.

    Raises UnreadableInputError for one whose list is damaged: nobody knows then what it holds.
    """
    with closing(open_release(public)) as db:
        shown = set(read_uids(db))
    found = ((path.parent, list_uids(path) - shown) for path in sorted(folder.glob(f"*/{UIDS}")))
    return tuple(Outdated(release, len(gone)) for release, gone in found if gone)
