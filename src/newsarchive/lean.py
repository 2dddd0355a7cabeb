"""A process of ours begins without the libraries that others load only where they happen to be installed."""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec

_UNWANTED = ("pandas", "numpy")


def load_sqlite_utils() -> None:
    """Import sqlite-utils without pandas and numpy; for programs, never for a process that imports us.

    It imports both for values that we never give it: 0.7 s of CPU in every command, where they are installed. For
    everybody else they stay importable: psycopg asks `sys.modules` for numpy, and takes the None there for it.
    """
    hidden = [name for name in _UNWANTED if name not in sys.modules and find_spec(name)]
    if not hidden:
        return
    try:
        sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
        importlib.import_module("sqlite_utils")
    finally:
        for name in hidden:
            del sys.modules[name]
