"""What a release's files are, for programs: manifest.json."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from newsarchive.reading.release import Release
from newsarchive.releases.folder import FileEntry
from newsarchive.releases.ngrams import LEAST, LONGEST

NAME = "manifest.json"
FORMAT = "newsarchive-release/1"
"""Of the files and of the manifest; another number when a field changes its meaning."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a release, with what, and under which terms it goes out."""

    software: str
    operator: str | None
    contact: str | None
    title: str
    license: str
    source: str


def manifest(release: Release, origin: Origin, years: dict[str, int], files: Iterable[FileEntry]) -> str:
    """The manifest as JSON; it names every file but itself."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "release": asdict(release),
        **asdict(origin),
        "years": years,
        "counts": {"least_articles": LEAST, "longest": LONGEST},
        "files": [asdict(file) for file in files],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
