"""Holding a release: a hard link of its own, which stays what it is when `public.db` is swapped."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from newsarchive.exceptions import ArchiveError
from newsarchive.reading.groups import FOLDER, group_files
from newsarchive.reading.held import HELD_FOLDER
from newsarchive.reading.release import RELEASE_NAME, SCHEMA_VERSION, Release, read_release

_TRIES = 5
"""Swaps in a row between linking a release and its groups."""


@dataclass(frozen=True, slots=True)
class HeldRelease:
    """A release that stays as it is until it is let go."""

    path: Path
    """Datasette takes the name of the database from this file name: public.db."""
    release: Release
    lock: int
    """Descriptor of the lock that says a server is alive behind this folder."""

    def let_go(self) -> None:
        """Remove the link."""
        os.close(self.lock)
        shutil.rmtree(self.path.parent, ignore_errors=True)


def find_release(archive: Path) -> Path:
    """Where the release in service lies; raises ArchiveError when there is none."""
    public = archive / RELEASE_NAME
    if not public.is_file():
        raise ArchiveError(public, "no release here yet; `newsarchive publish` makes one")
    return public


def hold_release(archive: Path) -> HeldRelease:
    """Hold the release that is in service now.

    Raises ArchiveError when there is none, or when the file is not a release of ours.
    """
    public = find_release(archive)
    folder = _own_folder(archive)
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
    fcntl.flock(lock, fcntl.LOCK_SH)
    try:
        release = _release(_link_all(public, folder), public)
    except BaseException:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return HeldRelease(folder / RELEASE_NAME, release, lock)


def _own_folder(archive: Path) -> Path:
    """A new folder beside the release, or in the temporary directory where the archive may not be written."""
    folder = archive / HELD_FOLDER / f"{os.getpid()}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="newsarchive-"))
    return folder


def _link_all(public: Path, folder: Path) -> Path:
    """Link a release with the files of its groups; once more when it was swapped between the two."""
    own = folder / RELEASE_NAME
    for _ in range(_TRIES):
        _link(public, own)
        (folder / FOLDER).mkdir(exist_ok=True)
        files = group_files(own)
        with contextlib.suppress(ArchiveError):
            for file in files:
                _link(public.parent / FOLDER / file.name, file)
            return own
        shutil.rmtree(folder / FOLDER)
        own.unlink()
    raise ArchiveError(public, "files of its groups of newspapers have gone; `newsarchive publish` makes them anew")


def _link(public: Path, own: Path) -> Path:
    try:
        os.link(public, own)
    except FileNotFoundError:
        raise ArchiveError(public, "the release has gone; `newsarchive publish` makes one") from None
    except OSError:  # another file system, or links are forbidden there
        shutil.copyfile(public, own)
    return own


def _release(own: Path, public: Path) -> Release:
    with contextlib.closing(sqlite3.connect(own)) as db:
        release = read_release(db)
    if release is None:
        raise ArchiveError(public, "not a release of newsarchive; publish it again")
    if release.schema_version != SCHEMA_VERSION:
        raise ArchiveError(public, "was built by another version of newsarchive; `newsarchive publish` builds it anew")
    return release
