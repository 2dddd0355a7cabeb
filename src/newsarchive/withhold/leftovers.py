"""What tells of an article beside its own records: derived files that a purge removes, and what it has to leave.

Releases written as files and proposed layouts are derived: below the archive they go whole, and can be made again. What
lies elsewhere, packages that were handed out, files that an import left in their place and the records of other
articles are not a purge's to alter; they are named, so that somebody can decide about them.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from newsarchive.exceptions import UnreadableInputError
from newsarchive.fixity.expected import expected_files
from newsarchive.publish.issued import RELEASE_FILES, UIDS, list_uids
from newsarchive.store import Ledger, Store
from newsarchive.store.errors import storage_errors
from newsarchive.withhold.scan import scan
from newsarchive.withhold.sought import Sought

_EXPORT = "export"
_PROPOSALS = "proposals"
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_GOING = ".purged"
"""End of the name of a folder that is being removed: a killed purge leaves it, and the next one finds it."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What a purge leaves, and what it takes along, named for whoever has to decide about it."""

    along: tuple[str, ...]
    """uids of other articles that were captured with the same bytes under other addresses: those captures go too."""
    articles: tuple[str, ...]
    """uids of other articles whose captured pages name it, in a teaser or a list of related articles."""
    releases: tuple[str, ...]
    """Folders of releases outside the archive that hold it, or whose list is damaged."""
    packages: tuple[str, ...]
    """Exports written since it was first captured, which may hold it: name and day."""
    originals: tuple[str, ...]
    """Files that imports left in their place and that hold it."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def find_leftovers(
    directory: Path, store: Store, ledger: Ledger, sought: Sought, *, articles: tuple[str, ...], since: str | None
) -> Leftovers:
    """What the purge of an article will leave; `articles` name it, `since` is the moment of its first capture."""
    warc = directory / "data" / "warc"
    files = (name for name in expected_files(ledger, store) if PurePath(name).is_absolute())
    outside = (folder for folder in _release_folders(directory, store) if not folder.is_relative_to(directory))
    packages = ((line.subject, line.at) for line in ledger.lines() if line.kind == _EXPORT)
    return Leftovers(
        along=_same_bytes(store, sought),
        articles=articles,
        releases=tuple(str(folder) for folder in outside if _holds(folder, sought)),
        packages=tuple(f"{name} ({at[:10]})" for name, at in packages if since is None or at >= since),
        originals=tuple(name for name in files if (warc / name).is_file() and scan(warc / name, sought).records),
    )


def _same_bytes(store: Store, sought: Sought) -> tuple[str, ...]:
    rows = store.connection.execute(
        "select distinct a.uid from capture c join revision r on r.id = c.revision_id join article a"
        " on a.id = r.article_id where a.uid <> ? and c.payload_digest in (select value from json_each(?)) order by 1",
        (sought.uid, json.dumps(sorted(sought.payloads))),
    )
    return tuple(row[0] for row in rows)


def derived_files(directory: Path, store: Store, sought: Sought) -> list[Path]:
    """Below the archive: folders of releases that hold it, and proposed files in which an address of it stands."""
    releases = (folder for folder in _release_folders(directory, store) if folder.is_relative_to(directory))
    proposed = sorted(path for path in (directory / _PROPOSALS).glob("**/*.yml") if path.is_file())
    return [*(one for one in releases if _holds(one, sought)), *(path for path in proposed if _names(path, sought))]


def remove_derived(directory: Path, store: Store, sought: Sought) -> None:
    """Remove them, and what a killed purge left of them."""
    with storage_errors(directory):
        for path in derived_files(directory, store, sought):
            path.rename(path.with_name(path.name + _GOING))
        for pattern in (f"*/*{_GOING}", f"*/*/*{_GOING}", f"*/*/*/*{_GOING}"):
            for path in directory.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _release_folders(directory: Path, store: Store) -> list[Path]:
    """Where releases were written as files, as far as it was noted, and those that lie below the archive."""
    noted = (Path(subject) for subject in store.event_subjects(RELEASE_FILES))
    here = (path.parent for pattern in (f"*/{UIDS}", f"*/*/{UIDS}") for path in directory.glob(pattern))
    return sorted({folder for folder in (*noted, *here) if (folder / UIDS).exists()})


def _holds(folder: Path, sought: Sought) -> bool:
    """Whether a release holds what must go; one whose lists are damaged may."""
    try:
        if sought.uid not in list_uids(folder / UIDS):
            return False
        return sought.is_whole or any(digest in sought.contents for digest in _contents(folder, sought.uid))
    except (UnreadableInputError, OSError, EOFError, zlib.error, ValueError):
        return True


def _contents(folder: Path, uid: str) -> Iterator[str]:
    for path in sorted((folder / "articles").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if uid in line and (told := json.loads(line))["uid"] == uid:
                    yield told["content_digest"]


def _names(path: Path, sought: Sought) -> bool:
    text = path.read_text(encoding="utf-8", errors="replace")
    return any(sought.wants_address(one) for found in _ADDRESS.findall(text) for one in (found, found.rstrip("],")))
