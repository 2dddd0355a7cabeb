"""Files of records that an import left in their place: a release gives them names, DIR/data alone knows the places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

_FOLDER = "elsewhere"
_PLACES = "elsewhere.json"


def name_elsewhere(number: int, path: str) -> str:
    """The name of such a file, without its folder, which is nobody else's business.

    >>> name_elsewhere(3, "/mnt/kho/a.warc.gz")
    'elsewhere/3-a.warc.gz'
    """
    return f"{_FOLDER}/{number}-{PurePosixPath(path).name}"


def write_places(data: Path, paths: Mapping[str, str]) -> None:
    """Note where the files lie (name → absolute path), for `find_elsewhere`; raises OSError."""
    target = data / _PLACES
    if not paths:
        target.unlink(missing_ok=True)
        return
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps(dict(paths), ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(target)


def find_elsewhere(data: Path, name: str) -> Path | None:
    """Where a file of such a name lies; None for any other name and for one that was not noted."""
    if not name.startswith(f"{_FOLDER}/"):
        return None
    try:
        told = json.loads((data / _PLACES).read_bytes())
    except (OSError, ValueError):
        return None
    path = told.get(name) if isinstance(told, dict) else None
    return Path(path) if isinstance(path, str) else None
