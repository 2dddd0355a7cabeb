"""Bounds of CPU time that hold on a slower machine too, and on one whose cores are shared with others."""

from __future__ import annotations

import time

_USUAL = 0.15
"""CPU seconds of `_work` where the bounds of the tests were written; what is measured is mostly Python, as it is."""


def allowed(seconds: float) -> float:
    """As much CPU time as `seconds` were there; never less."""
    return seconds * max(1.0, _work() / _USUAL)


def _work() -> float:
    began, total = time.process_time(), 0
    for number in range(2_000_000):
        total += number * number % 7
    return time.process_time() - began
