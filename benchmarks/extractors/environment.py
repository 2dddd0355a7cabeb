"""A Python with somebody else's programs: one that is named, or a venv made for the occasion."""

from __future__ import annotations

import os
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path


class NoPeerError(Exception):
    """Raised when a peer cannot be installed or started here."""


def python_with(packages: Sequence[str], folder: Path, named: str) -> str:
    """The Python that the environment variable `named` names, else one of a new venv in `folder` with these packages.

    Making one takes a minute and a package index; raises NoPeerError when that fails.
    """
    told = os.environ.get(named)
    if told:
        return told
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    # The pip that python3 -m venv brings (23.2) breaks off over extras that two packages ask for (lxml[html-clean]).
    for what in (["pip"], packages):
        command = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--upgrade", *what]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoPeerError(f"{', '.join(packages)} cannot be installed: {done.stderr.strip().splitlines()[-1]}")
    return python
