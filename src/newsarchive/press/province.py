"""Provinces before and after the merger of 1 July 2025, with codes that mean something only together with a day.

Seven codes changed their province that day: 24 was Bắc Giang and is Bắc Ninh since. Keep the slug, or (code, day).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """A later or earlier change of a province's rank or name."""

    on: date
    name: str
    """Full name from that day: "Thành phố Huế"."""
    by: str | None = None
    """The resolution or decision, where known."""


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 63 provinces and cities that stood until 30 June 2025; 34 of them carry on."""

    slug: str
    """The id in newspaper files and links: "bac-ninh"."""
    name: str
    kind: Literal["province", "city"] = "province"
    """Rank on 1 July 2025; `changes` tells of other days."""
    code_before: str | None = None
    """Two-digit code of the General Statistics Office in force until 30 June 2025."""
    code_after: str | None = None
    """Code since 1 July 2025; None for a province that was merged into another."""
    merged_into: str | None = None
    """Slug of the province it became part of; None for the 34 that carry on."""
    merged_on: date | None = None
    changes: tuple[Change, ...] = ()
