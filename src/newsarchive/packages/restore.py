"""An archive again from a package of the whole of it: files, ledger, database, each held against its digest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from newsarchive.exceptions import ArchiveError, UnreadableInputError
from newsarchive.fixity.expected import RESTORE, expected_files
from newsarchive.packages.package import Member, Package
from newsarchive.packages.whole import DATABASE, LEDGER
from newsarchive.publish.progress import Progress, say_nothing
from newsarchive.store import Ledger, Store
from newsarchive.store.decision import decide
from newsarchive.store.errors import storage_errors
from newsarchive.warc.segment import sync_directory
from newsarchive.warc.zip import ZIP_ERRORS

_MARK = ".restoring"
"""Lies in a folder while an archive is being restored into it; holds the digest of the package."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """An archive made from a package."""

    package: str
    digest: str
    """sha256 of the bag's manifest, or of the WACZ's datapackage.json."""
    files: int
    bytes: int
    captures: int
    articles: int
    revisions: int
    damage: tuple[str, ...]
    """Files that the ledger tells of and the package lacks, or holds otherwise: they were so when it was made."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON and the ledger."""
        return {**asdict(self), "damage": list(self.damage)}


def restore(directory: Path, path: Path, *, progress: Progress = say_nothing) -> Restored | None:
    """Make the archive that a package was made of, in a folder without one; None when it was made here before.

    Everything is put in place under its digest, news.db last: an interrupted restore leaves no archive, and the same
    call goes on with it. Raises ArchiveError when the folder holds another archive, UnreadableInputError when a file of
    the package is damaged, LedgerError when its ledger does not hold, StorageFullError.
    """
    with closing(Package(path)) as package, storage_errors(directory):
        if not _begin(directory, package):
            return None
        data = directory / "data"
        settings = package.settings()
        size = sum(_fetch(package, member, _inside(package, directory, name)) for name, member in settings.items())
        _fetch(package, package.ledger, data / LEDGER)
        Ledger(data / LEDGER).verify()
        for name, member in package.proofs().items():
            size += _fetch(package, member, _inside(package, directory, name))
        moved, damage = _fetch_records(package, data, progress)
        size += sum(file.stat().st_size for file in (data / "warc").rglob("*") if file.is_file())
        _fetch(package, package.database, data / (DATABASE + ".new"))
        restored = _open(data, moved, package, size, damage)
        (directory / _MARK).unlink()
    return restored


def _begin(directory: Path, package: Package) -> bool:
    """Mark the folder as being restored into; False when this package was restored here before."""
    mark = directory / _MARK
    if (directory / "data" / DATABASE).exists() and not mark.exists():
        lines = Ledger(directory / "data" / LEDGER).lines()
        if any(line.kind == RESTORE and line.detail.get("digest") == package.digest for line in lines):
            return False
        raise ArchiveError(directory, f"holds an archive; restore {package.path} into an empty folder (--archive DIR)")
    if mark.exists():
        if mark.read_text() != package.digest:
            raise ArchiveError(directory, "another package is being restored here; go on with that or empty the folder")
        return True
    if directory.exists() and any(directory.iterdir()):
        raise ArchiveError(directory, f"is not empty; restore {package.path} into an empty folder (--archive DIR)")
    directory.mkdir(parents=True, exist_ok=True)
    mark.write_text(package.digest)
    return True


def _fetch_records(package: Package, data: Path, progress: Progress) -> tuple[dict[str, str], list[str]]:
    """Put every file of data/warc in place; returns where those lie now that were left elsewhere, and what is wrong."""
    held, moved, damage = package.records(), dict[str, str](), list[str]()
    (data / "warc").mkdir(parents=True, exist_ok=True)
    expected = expected_files(Ledger(data / LEDGER), None)
    names = {name: _kept(name, file.sha256) for name, file in expected.items()}
    for number, (name, kept) in enumerate(names.items(), start=1):
        member = held.pop(kept, None) or held.pop(PurePath(kept).name, None)
        progress(kept, number, len(names))
        if member is None:
            damage.append(f"{kept}: is not in the package")
            continue
        if f"sha256:{member.sha256}" != expected[name].sha256:
            damage.append(f"{kept}: was not what the ledger says when the package was made")
        _fetch(package, member, _inside(package, data / "warc", kept))
        if name != kept:
            moved[name] = kept
    for name, member in held.items():  # segments that were being written then: the ledger learns of them on opening
        place = f"imported/{name}" if _is_import(name) else name
        _fetch(package, member, _inside(package, data / "warc", place))
    return moved, damage


def _inside(package: Package, folder: Path, name: str) -> Path:
    """Where a file goes; neither a manifest nor a ledger from elsewhere may name a place outside of the archive."""
    path = PurePath(name)
    if path.is_absolute() or ".." in path.parts:
        raise UnreadableInputError(package.path, f"it names a place outside of the archive: {name!r}")
    return folder / path


def _kept(name: str, sha256: str) -> str:
    path = PurePath(name)
    return f"imported/{sha256.removeprefix('sha256:')[:16]}-{path.name}" if path.is_absolute() else name


def _is_import(name: str) -> bool:
    """A file whose import was not finished: in a WACZ it has lost its folder, not the digest before its name."""
    head = name.partition("-")[0]
    return "/" not in name and len(head) == 16 and all(letter in "0123456789abcdef" for letter in head)


def _fetch(package: Package, member: Member, target: Path) -> int:
    """Copy a file of the package to its place; one that is there already stays. Returns its bytes."""
    if target.exists():
        return target.stat().st_size
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:
            for chunk in _chunks(package, member):
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != member.sha256:
            raise UnreadableInputError(package.path, f"{member.name} is damaged: it does not fit its digest")
        partial.rename(target)
        sync_directory(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def _chunks(package: Package, member: Member) -> Iterator[bytes]:
    try:
        with package.open(member) as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except (*ZIP_ERRORS, FileNotFoundError) as error:
        raise UnreadableInputError(package.path, f"{member.name} cannot be read: {error}") from error


def _open(data: Path, moved: Mapping[str, str], package: Package, size: int, damage: list[str]) -> Restored:
    """Bring news.db in line with where files lie now, note the restore, and let it take its name."""
    new = data / (DATABASE + ".new")
    with closing(Store(new)) as store:
        if moved:
            store.move_files(moved)
        counts = {name: _count(store, name) for name in ("capture", "article", "revision")}
        restored = Restored(
            package=package.path.name,
            digest=package.digest,
            files=sum(1 for file in (data / "warc").rglob("*") if file.is_file()),
            bytes=size,
            captures=counts["capture"],
            articles=counts["article"],
            revisions=counts["revision"],
            damage=tuple(damage),
        )
        decide(Ledger(data / LEDGER), store, RESTORE, package.path.name, {**restored.to_dict(), "moved": dict(moved)})
    for tail in ("-wal", "-shm", ".lock"):
        new.with_name(new.name + tail).unlink(missing_ok=True)
    new.rename(data / DATABASE)
    sync_directory(data)
    return restored


def _count(store: Store, table: str) -> int:
    return int(store.connection.execute(f"select count(*) from {table}").fetchone()[0])
