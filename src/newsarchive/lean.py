"""A process of ours begins without the libraries that others load only where they happen to be installed."""

from __future__ import annotations

import sys

UNWANTED = ("pandas", "numpy")
"""sqlite-utils imports both for values that we never give it: 0.7 s of CPU in every command, where they are there."""


def leave_out() -> None:
    """Let `UNWANTED` count as not installed, in this process; for programs, never for a process that imports us."""
    for name in UNWANTED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
