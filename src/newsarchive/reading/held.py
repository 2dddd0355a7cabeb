"""Links by which servers hold a release, and those that a killed server left behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

HELD_FOLDER = ".serving"
"""Below the archive; a folder for each link, with a lock that its server holds."""


def sweep(archive: Path) -> None:
    """Remove links whose server is gone: what was published once lies in them, also what was withheld since."""
    for folder in (archive / HELD_FOLDER).glob("*/"):
        with contextlib.suppress(OSError):
            lock = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
