"""A package of a whole archive, bag or WACZ, as the files that the archive had."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from newsarchive.exceptions import UnreadableInputError
from newsarchive.packages.whole import DATABASE, LEDGER
from newsarchive.proof import FOLDER
from newsarchive.warc.bag import BagContents, is_bag, read_bag
from newsarchive.warc.wacz import WHOLE_FOLDER, is_whole_wacz

_DIGEST, _PROOFS = "datapackage.json", f"data/{FOLDER}/"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a package."""

    name: str
    """Where it lies in the package."""
    sha256: str
    """As the package tells it, in hex."""


class Package:
    """A package of a whole archive, opened to be read; raises UnreadableInputError for what is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = None if path.is_dir() else _open_zip(path)
        if self._zip is None:
            bag = read_bag(path)
            self.digest, self._members = bag.digest, _bag_members(bag)
        else:
            described = self._zip.read(_DIGEST)
            self.digest, self._members = hashlib.sha256(described).hexdigest(), _zip_members(path, described)

    def close(self) -> None:
        """Let go of the file."""
        if self._zip is not None:
            self._zip.close()

    @property
    def ledger(self) -> Member:
        """The ledger."""
        return self._need(f"data/{LEDGER}")

    @property
    def database(self) -> Member:
        """news.db."""
        return self._need(f"data/{DATABASE}")

    def settings(self) -> dict[str, Member]:
        """archive.yml and the operator's own newspapers and layouts, by their place in an archive."""
        return {name: member for name, member in self._members.items() if not name.startswith("data/")}

    def records(self) -> dict[str, Member]:
        """The files of data/warc: by path relative to it from a bag, by name alone from a WACZ."""
        return {name.removeprefix("data/warc/"): one for name, one in self._members.items() if "data/warc/" in name}

    def proofs(self) -> dict[str, Member]:
        """Leaves of roots and timestamps, by their place in an archive."""
        return {name: one for name, one in self._members.items() if name.startswith(_PROOFS)}

    def open(self, member: Member) -> AbstractContextManager[BinaryIO]:
        """A file of the package, to be read once."""
        if self._zip is not None:
            return cast("AbstractContextManager[BinaryIO]", self._zip.open(member.name))
        return (self.path / member.name).open("rb")

    def _need(self, name: str) -> Member:
        if name not in self._members:
            raise UnreadableInputError(self.path, f"the package of a whole archive has no {name}")
        return self._members[name]


def is_whole_package(path: Path) -> bool:
    """Whether a path is a package that an archive can be restored from."""
    return read_bag(path).is_whole if is_bag(path) else is_whole_wacz(path)


def _bag_members(bag: BagContents) -> dict[str, Member]:
    """Settings lie beside the payload of data/ in a bag, since everything does."""
    if bag.algorithm != "sha256":
        raise UnreadableInputError(bag.folder, "the bag has no manifest by sha256")
    found = {}
    for name, digest in bag.digests.items():
        is_setting = name == "data/archive.yml" or name.startswith("data/press/")
        found[name.removeprefix("data/") if is_setting else name] = Member(name, digest)
    kept = (f"data/{LEDGER}", f"data/{DATABASE}")
    return {
        name: one
        for name, one in found.items()
        if not name.startswith("data/") or "/warc/" in name or name in kept or name.startswith(_PROOFS)
    }


def _zip_members(path: Path, described: bytes) -> dict[str, Member]:
    try:
        told: Mapping[str, Any] = json.loads(described)
        members = [Member(one["path"], one["hash"].removeprefix("sha256:")) for one in told["resources"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableInputError(path, f"datapackage.json cannot be read: {error!r}") from error
    places = {member.name: _place(member.name) for member in members}
    return {places[one.name]: one for one in members if places[one.name]}


def _place(name: str) -> str:
    """Where a member of a WACZ lies in an archive; "" for what is made anew."""
    folder, _, last = name.rpartition("/")
    if (
        ".." in PurePosixPath(name).parts
        or folder in {"pages", "indexes", "premis"}
        or name == "archive/records.warc.gz"
    ):
        return ""
    if folder.startswith("press-"):
        return f"{folder.replace('-', '/', 1)}/{last}"
    if folder == FOLDER:
        return f"{_PROOFS}{last}"
    if folder == WHOLE_FOLDER and last in {LEDGER, DATABASE}:
        return f"data/{last}"
    if folder == WHOLE_FOLDER and last == "archive.yml":
        return last
    return f"data/warc/{last}"


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableInputError(path, f"the package is no whole zip file: {error}") from error
