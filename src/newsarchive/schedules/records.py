"""Entries of the timetable and their slots. Instants are seconds since 1970 (UTC)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from newsarchive.article import VIETNAM
from newsarchive.store import moments

State = Literal["running", "done", "failed", "stopped", "missed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """When one newspaper is crawled."""

    newspaper: str
    cron: str
    """Five fields, by the clock of Vietnam: "0 5 * * 0" is Sunday at five."""
    jitter: int
    """Minutes by which a crawl begins later at most, so that not all newspapers begin at once."""
    set_at: float
    """Slots before this are none of its."""

    def delay(self, slot: float) -> float:
        """Seconds by which the crawl of a slot begins later: the same whoever asks, another for each slot."""
        if not self.jitter:
            return 0.0
        digest = hashlib.sha256(f"{self.newspaper} {slot:.0f}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % (60 * self.jitter)


@dataclass(frozen=True, slots=True)
class Due:
    """A newspaper that is to be crawled now."""

    newspaper: str
    slot: float
    """The latest slot that has come."""
    missed: int
    """Slots before it that nobody crawled: the one crawl stands for them too."""
    first_missed: float | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """What became of a slot."""

    newspaper: str
    at: float
    state: State
    begun_at: float | None = None
    ended_at: float | None = None
    exit_code: int | None = None
    slots: int = 1
    """For `missed`: how many slots from this one on were passed over."""
    detail: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """For JSON; instants in UTC."""
        return {
            "newspaper": self.newspaper,
            "slot": in_utc(self.at),
            "state": self.state,
            "begun_at": in_utc(self.begun_at),
            "ended_at": in_utc(self.ended_at),
            "exit_code": self.exit_code,
            "slots": self.slots,
            "detail": self.detail,
        }


def in_vietnam(seconds: float) -> datetime:
    """The instant by the clock that newspapers and archivists go by."""
    return datetime.fromtimestamp(seconds, VIETNAM)


def in_utc(seconds: float | None) -> str | None:
    """The instant as machines are told it, to the second; None for none."""
    return None if seconds is None else moments.to_text(datetime.fromtimestamp(int(seconds), UTC))
