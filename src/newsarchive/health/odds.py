"""How likely chance alone makes a share as small as the one seen."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma
from statistics import median

BY_NO_CHANCE = 1e-4
"""Nine shares a run and sixty newspapers a day would be wrong once in three weeks, if the half were not asked too."""


def chance_of_so_few(now: int, of: int, before: int, of_before: int) -> float:
    """Probability of at most `now` of `of`, for a newspaper that had `before` of `of_before`.

    The beta-binomial law with an even prior: what a short history leaves open is in it, so that three articles
    without a byline tell something after forty with one, and nothing after four.
    """
    good, bad = before + 1, of_before - before + 1

    def one(count: int) -> float:
        ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
        return exp(ways + _log_beta(count + good, of - count + bad) - _log_beta(good, bad))

    return min(sum(one(count) for count in range(now + 1)), 1.0)


def usual(values: Sequence[float]) -> tuple[float, float]:
    """(median, median distance from it brought to the scale of a standard deviation)."""
    middle = float(median(values))
    return middle, 1.4826 * float(median(abs(value - middle) for value in values))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
