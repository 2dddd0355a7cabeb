"""What is asked of an export, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

Format = Literal["wacz", "bagit", "cdxj", "warc", "jsonl", "csv", "parquet", "dataset", "premis"]
Audience = Literal["preservation", "public"]
FORMATS: tuple[Format, ...] = get_args(Format)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
RESTRICTED = "restricted: holds withheld, embargoed and unpublished material; not for the public"
"""What every package for preservation says of itself."""

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Request:
    """An export: what, for whom and where to."""

    format: Format
    output: Path
    audience: Audience = "public"
    newspaper: str | None = None
    """Id; None for all."""
    first: date | None = None
    last: date | None = None
    """Days in Vietnam, both included: an article counts by its day of publication, else by that of its first capture;
    a capture that shows no article by the day on which it was made."""
    split: int | None = None
    """Bytes after which a WARC export begins another file; it is a folder of files then. None: one file."""
    force: bool = False
    """Put the new file in the place of an older one."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out: such a package for preservation can be restored."""
        return self.audience == "preservation" and not (self.newspaper or self.first or self.last)

    def takes(self, newspaper: str, day: str | None) -> bool:
        """Whether newspaper and day (YYYY-MM-DD; None for no day at all) are asked for."""
        if self.newspaper is not None and newspaper != self.newspaper:
            return False
        if self.first is None and self.last is None:
            return True
        return day is not None and str(self.first or day) <= day <= str(self.last or day)

    def described(self) -> str:
        """The selection in words."""
        paper = self.newspaper or "all newspapers"
        since = f" from {self.first}" if self.first else ""
        until = f" to {self.last}" if self.last else ""
        return f"{paper}{since}{until}, {self.audience} audience"


@dataclass(slots=True)
class Exported:
    """What an export wrote."""

    path: str
    format: Format
    audience: Audience
    bytes: int = 0
    sha256: str = ""
    """Of the file; of a bag its manifest-sha256.txt. "sha256:" and lower-case hex."""
    articles: int = 0
    captures: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    """Of a dataset: how many files were written, unchanged, removed."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Why something is not in it → how often."""
    damages: int = 0
    damage: list[str] = field(default_factory=list)
    """The first hundred things that should be in it and could not be read."""

    def add_damage(self, what: str) -> None:
        """Note something that should be in the package and is not."""
        self.damages += 1
        if len(self.damage) < _SHOWN:
            self.damage.append(what)

    def to_dict(self) -> dict[str, Any]:
        """For JSON and the ledger."""
        return {
            "path": self.path,
            "format": self.format,
            "audience": self.audience,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "articles": self.articles,
            "captures": self.captures,
            "parts": dict(self.parts),
            "left_out": dict(self.left_out.most_common()),
            "damages": self.damages,
            "damage": list(self.damage),
        }
