"""Bounds of CPU time that hold on a slower machine too, and on one whose cores are shared with others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = 0.15
"""CPU seconds of `_work` where the bounds of the tests were written; what is measured is mostly Python, as it is."""


def is_within(spent: float, seconds: float) -> bool:
    """Whether `spent` CPU seconds are no more than `seconds` where the bounds were written.

    How slow this machine is now is measured only for what went over: most never does.
    """
    return spent < seconds or spent < seconds * _work() / _USUAL


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """What this process does inside costs it no more than so many CPU seconds; raises AssertionError."""
    began = time.process_time()
    yield
    spent = time.process_time() - began
    assert is_within(spent, seconds), f"{spent:.1f} s of CPU where {seconds:g} s are allowed"


def _work() -> float:
    began, total = time.process_time(), 0
    for number in range(2_000_000):
        total += number * number % 7
    return time.process_time() - began
