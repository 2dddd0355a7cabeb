"""Ends of a request that never was made."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from newsarchive.frontier import Outcome


class RefusedError(IgnoreRequest):
    """Raised for a request that may not be made: by robots.txt, or to an address that we do not connect to."""

    def __init__(self, reason: str, *, outcome: Outcome = "refused", not_before: float | None = None) -> None:
        self.reason, self.outcome, self.not_before = reason, outcome, not_before
        super().__init__(reason)


class HeldBackError(IgnoreRequest):
    """Raised for a request that is not made in this run; its URL stays due."""
