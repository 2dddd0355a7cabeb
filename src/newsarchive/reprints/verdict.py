"""Do two texts print the same? Decided by their words; a signature only proposes."""

from __future__ import annotations

from newsarchive.reprints.records import Likeness
from newsarchive.reprints.wording import RUN, Wording, runs_of

SHORT = 120
"""Words up to which a text is a notice: it must agree nearly whole, and in every number."""
_CONTAINED, _CONTAINED_CLOSE = 0.5, 0.8
"""Share of the shorter text that the other must hold: half, since a desk cuts and adds; of notices and of two addresses
of one newspaper, whose articles are alike in form anyway, most of it."""
_REWORDED, _REWORDED_PAIRS = 0.3, 0.6
"""A text with a word changed in every sentence keeps few runs of four, but most pairs of neighbours."""
_JACCARD_CLOSE = 0.6
_NUMBERS, _NUMBERS_DOUBLE, _NUMBERS_NOTICE = 0.6, 0.75, 0.95
"""Share of the shorter one's numbers that must be the other's too, of as many as its words let expect."""
_LEAST_NUMBERS = 3


def judge(one: Wording, other: Wording, *, same_newspaper: bool) -> Likeness | None:
    """How much they share when one prints the other's text; None otherwise.

    A form filled in anew (weather, prices, a weekly report) has the words of the last one and other numbers: it is no
    reprint. A story whose toll was brought up to date keeps most of its numbers.
    """
    if not (one.is_comparable and other.is_comparable):
        return None
    short, long = sorted((one, other), key=lambda wording: len(wording.runs))
    likeness = _share(short.runs, long.runs)
    is_notice = len(short.words) < SHORT
    is_close = same_newspaper or is_notice
    if likeness.contained < (_CONTAINED_CLOSE if is_close else _CONTAINED) and (
        is_close or not _reworded(short, long, likeness)
    ):
        return None
    if is_close and likeness.jaccard < _JACCARD_CLOSE:
        return None
    least = _NUMBERS_NOTICE if is_notice else _NUMBERS_DOUBLE if same_newspaper else _NUMBERS
    return likeness if _numbers_agree(short, long, least) else None


def _share(short: frozenset[int], long: frozenset[int]) -> Likeness:
    shared = len(short & long)
    return Likeness(shared / len(short), shared / (len(short) + len(long) - shared))


def _reworded(short: Wording, long: Wording, likeness: Likeness) -> bool:
    if likeness.contained < _REWORDED:
        return False
    pairs = _share(frozenset(runs_of(short.words, 2)), frozenset(runs_of(long.words, 2)))
    return pairs.contained >= _REWORDED_PAIRS


def _numbers_agree(short: Wording, long: Wording, least: float) -> bool:
    """With part of a text only as many of its numbers can agree as of its words, numbers apart."""
    count = short.numbers.total()
    agree = (short.numbers & long.numbers).total() / count if count else 1.0
    if count < _LEAST_NUMBERS or agree >= least:
        return True
    return agree >= least * _share(_masked(short), _masked(long)).contained


def _masked(wording: Wording) -> frozenset[int]:
    return frozenset(runs_of(wording.masked(), RUN))
