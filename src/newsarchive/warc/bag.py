"""Bags (BagIt, RFC 8493) as they come in: what they hold and by which digest it is to be known."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newsarchive.exceptions import UnreadableInputError

PACKAGE_FIELD, WHOLE, PART = "Newsarchive-Package", "whole", "part"
"""A field of bag-info.txt: `whole` for a package that an archive can be restored from, else `part`."""
_MANIFEST = re.compile(r"manifest-(sha512|sha256|sha1|md5)\.txt\Z")
_STRONGEST = ("sha512", "sha256", "sha1", "md5")
_ESCAPES = re.compile(r"%(25|0A|0D)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BagContents:
    """What the tag files of a bag tell."""

    folder: Path
    algorithm: str
    digests: dict[str, str]
    """Payload file relative to the bag → digest in hex by `algorithm`."""
    info: dict[str, str]
    """Fields of bag-info.txt."""
    digest: str
    """sha256 of the manifest: equal bags have equal ones."""

    @property
    def is_whole(self) -> bool:
        """Whether it is a package that a whole archive can be restored from."""
        return self.info.get(PACKAGE_FIELD) == WHOLE

    def fits(self, name: str) -> bool:
        """Whether a file is what the manifest says; raises UnreadableInputError when it cannot be read."""
        path = self.folder / name
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, self.algorithm).hexdigest() == self.digests[name]
        except OSError as error:
            raise UnreadableInputError(path, error.strerror or "cannot be read") from error


def is_bag(path: Path) -> bool:
    """Whether a folder says that it is a bag."""
    return (path / "bagit.txt").is_file()


def read_bag(folder: Path) -> BagContents:
    """The tag files of a bag; raises UnreadableInputError when they are missing or name files outside of it."""
    manifests = {found[1]: path for path in folder.iterdir() if (found := _MANIFEST.match(path.name))}
    algorithm = next((name for name in _STRONGEST if name in manifests), None)
    if algorithm is None:
        raise UnreadableInputError(folder, "the bag has no manifest by sha512, sha256, sha1 or md5")
    text = _read(manifests[algorithm])
    digests = {}
    for line in text.splitlines():
        digest, _, name = line.strip().partition(" ")
        name = _ESCAPES.sub(lambda found: chr(int(found[1], 16)), name.strip().removeprefix("*"))
        if name:
            digests[_inside(folder, name)] = digest.lower()
    return BagContents(folder, algorithm, digests, _info(folder), hashlib.sha256(text.encode()).hexdigest())


def _inside(folder: Path, name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[:1] != ("data",):
        raise UnreadableInputError(folder, f"the manifest names a file that is not in the bag's data: {name!r}")
    return name


def _info(folder: Path) -> dict[str, str]:
    path = folder / "bag-info.txt"
    if not path.is_file():
        return {}
    pairs = (line.partition(":") for line in _read(path).splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UnreadableInputError(path, error.strerror or "cannot be read") from error
