"""Releases that were written as files: where, and of which articles they tell."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from newsarchive.exceptions import UnreadableInputError

UIDS = "uids.txt.gz"
"""File of a release that names its articles, a uid a line."""
RELEASE_FILES = "release-files"
"""Kind of the event that tells where a release was written as files; its subject is the folder."""


def list_uids(path: Path) -> set[str]:
    """The articles of a release, from its UIDS; raises UnreadableInputError when that is damaged."""
    try:
        with gzip.open(path, "rt", encoding="ascii") as lines:
            return {line.strip() for line in lines}
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise UnreadableInputError(path, "is damaged; remove that release from what you hand out") from error
