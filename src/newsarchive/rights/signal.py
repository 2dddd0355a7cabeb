"""One rights signal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 40
"""Signals kept of one capture."""
_LONGEST = 500
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class RightsSignal:
    """What was said about rights, and where."""

    source: str
    """header, meta, link, json-ld, robots.txt or tdmrep.json."""
    name: str
    """Of the field; of a robots.txt the agents that a rule is for, or the name of the line."""
    value: str
    """As it was said, blanks made one, at most 500 characters."""


def collect(found: Iterable[tuple[str, str, str]]) -> tuple[RightsSignal, ...]:
    """Each signal once, tidied; empty ones are none."""
    tidy = (RightsSignal(source, _tidy(name), _tidy(value)) for source, name, value in found)
    return tuple(dict.fromkeys(one for one in tidy if one.name and one.value))[:MOST]


def _tidy(text: str) -> str:
    return _BLANK.sub(" ", text[: 4 * _LONGEST]).strip()[:_LONGEST]
