"""Files below data/warc that the ledger does not tell of."""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from pathlib import Path

from newsarchive.fixity.problem import Problem
from newsarchive.warc.away import AWAY_SUFFIX
from newsarchive.warc.segment import OPEN_SUFFIX, is_held

_PARTIAL = ".partial"
_SETTLING = 1.0
"""Seconds between the last name of a segment and its line in the ledger, at most."""


def find_stray(warc: Path, tell: Callable[[], Set[str]]) -> tuple[list[Problem], tuple[str, ...]]:
    """(foreign files, segments being written); `tell` names the known files, again where one was closed meanwhile."""
    found = sorted(str(path.relative_to(warc)) for path in warc.rglob("*") if not path.is_dir())
    written = tuple(name for name in found if name.endswith(OPEN_SUFFIX) and is_held(warc / name))
    unknown = [name for name in found if name not in written and not name.endswith(_PARTIAL)]
    unknown = [name for name in unknown if name.removesuffix(AWAY_SUFFIX) not in tell()] if unknown else unknown
    if unknown:
        time.sleep(_SETTLING)
        known = tell()
        unknown = [name for name in unknown if name.removesuffix(AWAY_SUFFIX) not in known and (warc / name).exists()]
    return [_foreign(name) for name in unknown], written


def _foreign(name: str) -> Problem:
    left = "was left open by a run that died; the next command takes it over"
    return Problem(
        "foreign file", f"warc/{name}", left if name.endswith(OPEN_SUFFIX) else "the ledger knows no such file"
    )
