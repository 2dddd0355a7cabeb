"""BagIt 1.0 (RFC 8493): a folder of plain files with the digest of each, made in one pass over them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from newsarchive.packages.output import Counted

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST, INFO = "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"


@dataclass(slots=True)
class Bag:
    """A bag being written into `folder`."""

    folder: Path
    _digests: dict[str, str] = field(default_factory=dict)
    _bytes: int = 0

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """A payload file to write to; `name` is relative to data/."""
        path = self.folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            out = Counted(target)
            yield out  # type: ignore[misc]
            target.flush()
            os.fsync(target.fileno())
        self._digests[f"data/{name}"] = out.digest
        self._bytes += out.size

    def put(self, name: str, data: bytes) -> None:
        """A small payload file."""
        with self.file(name) as target:
            target.write(data)

    def close(self, info: Mapping[str, str]) -> str:
        """Write the tag files; returns the digest of the manifest, which stands for the whole payload."""
        told = {**info, "Payload-Oxum": f"{self._bytes}.{len(self._digests)}"}
        tags = {
            "bagit.txt": DECLARATION,
            INFO: "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items()),
            MANIFEST: "".join(f"{digest}  {_escaped(name)}\n" for name, digest in sorted(self._digests.items())),
        }
        digests = {name: self._tag(name, text) for name, text in tags.items()}
        self._tag(TAG_MANIFEST, "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())))
        return digests[MANIFEST]

    @property
    def bytes(self) -> int:
        """Size of the payload."""
        return self._bytes

    def _tag(self, name: str, text: str) -> str:
        data = text.encode()
        with (self.folder / name).open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        return hashlib.sha256(data).hexdigest()


def _escaped(name: str) -> str:
    """Line ends and percent signs in a name, as RFC 8493, 2.1.3 wants them."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
