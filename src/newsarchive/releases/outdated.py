"""Older releases on the same disk that hold articles which may not be shown any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from newsarchive.exceptions import UnreadableInputError
from newsarchive.publish.issued import UIDS, list_uids
from newsarchive.reading.groups import open_release


@dataclass(frozen=True, slots=True)
class Outdated:
    """A release that should not be handed out any more."""

    folder: Path
    articles: int | None
    """Articles in it that the newest release does not show: withheld, purged, or put under embargo; None when its list
    is damaged, so that nobody knows what it holds."""


def read_uids(db: sqlite3.Connection) -> Iterator[str]:
    """The articles of a release, in the order of their uid."""
    return (row[0] for row in db.execute("SELECT uid FROM articles ORDER BY uid"))


def find_outdated(folder: Path, public: Path) -> tuple[Outdated, ...]:
    """Releases below `folder` with articles that the release `public` does not have, or whose list is damaged."""
    with closing(open_release(public)) as db:
        shown = set(read_uids(db))
    found = (Outdated(path.parent, _gone(path, shown)) for path in sorted(folder.glob(f"*/{UIDS}")))
    return tuple(one for one in found if one.articles != 0)


def _gone(path: Path, shown: set[str]) -> int | None:
    try:
        return len(list_uids(path) - shown)
    except UnreadableInputError:
        return None
