"""Newspapers of one's own: folders with newspapers/*.yml and layouts/*.yml beside the bundled ones.

Which folders count is told by the environment, so that worker processes and the crawler, which are processes of their
own, see the same press. A file named like a bundled one, or like one of an earlier folder, replaces it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsarchive.exceptions import ConfigurationError

ENVIRONMENT_NAME = "NEWSARCHIVE_PRESS"
"""Names such folders, parted as PATH is."""


def told_folders() -> str:
    """The environment variable as it stands now; empty when it is not set."""
    return os.environ.get(ENVIRONMENT_NAME, "")


def own_folders(told: str) -> tuple[Path, ...]:
    """The folders that `told` names, later ones before earlier ones; raises ConfigurationError for one that is none."""
    folders = tuple(Path(name) for name in told.split(os.pathsep) if name)
    for folder in folders:
        if not folder.is_dir():
            raise ConfigurationError(folder, f"{ENVIRONMENT_NAME} names no folder")
    return folders


@contextmanager
def told_also(folder: Path) -> Iterator[None]:
    """Inside it the environment names `folder` as well, for this process and for those it starts."""
    name = str(folder.absolute())
    if name in _names():
        yield
        return
    _tell([*_names(), name])
    try:
        yield
    finally:
        # Not what stood there before: archives need not be closed in the order they were opened in.
        _tell([other for other in _names() if other != name])


def _names() -> list[str]:
    return [name for name in told_folders().split(os.pathsep) if name]


def _tell(names: list[str]) -> None:
    os.environ.pop(ENVIRONMENT_NAME, None)
    if names:
        os.environ[ENVIRONMENT_NAME] = os.pathsep.join(names)
