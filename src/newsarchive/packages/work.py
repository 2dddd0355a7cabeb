"""What a writer of a format works with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsarchive.config import Config
from newsarchive.packages.held import Shelf
from newsarchive.packages.picked import Picked, new_set
from newsarchive.packages.picking import pick
from newsarchive.packages.request import Exported
from newsarchive.packages.rows import Row, article_rows
from newsarchive.packages.selection import Selection
from newsarchive.publish.progress import Progress


@dataclass(frozen=True, slots=True)
class Work:
    """An export under way."""

    directory: Path
    """The archive."""
    config: Config
    selection: Selection
    by_name: sqlite3.Connection
    """The snapshot once more, with rows by name."""
    snapshot: Path
    exported: Exported
    progress: Progress

    @property
    def warc_directory(self) -> Path:
        """Where the records lie."""
        return self.directory / "data" / "warc"

    def rows(self) -> Iterator[Row]:
        """The articles as rows, counted."""
        self.exported.articles = 0
        for row in article_rows(self.selection, self.by_name):
            self.exported.articles += 1
            self.progress("articles", self.exported.articles, 0)
            yield row

    @contextmanager
    def captures(self) -> Iterator[tuple[Picked, Shelf]]:
        """The captures of the selection, and the shelf to read them from."""
        with Shelf(self.warc_directory) as shelf, new_set() as picked:
            self.progress("choosing records", 0, 0)
            pick(self.selection, picked, shelf, self.exported)
            yield picked, shelf
