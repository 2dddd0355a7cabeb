"""Who does something to an archive: a person at a program, with its version."""

from __future__ import annotations

import getpass
import os
from functools import cache
from importlib.metadata import version

PROGRAM = "newsarchive"


@cache
def program() -> str:
    """This program: "newsarchive/0.1.0"."""
    return f"{PROGRAM}/{version(PROGRAM)}"


def person_and_program() -> str:
    """The login name and the program: "thuthu newsarchive/0.1.0"."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # A container may run under a number that has no name.
        user = f"uid {os.getuid()}"
    return f"{user} {program()}"


def parted(agent: str, noted: str | None = None) -> tuple[str, ...]:
    """Person and program of an agent as it was written; older lines have the version beside it, as `noted`.

    >>> parted("thu thư newsarchive/0.1.0"), parted("thuthu newsarchive", "0.1.0"), parted("newsarchive")
    (('thu thư', 'newsarchive/0.1.0'), ('thuthu', 'newsarchive/0.1.0'), ('newsarchive',))
    """
    person, _, by = agent.rpartition(" ")
    return tuple(name for name in (person, f"{by}/{noted}" if noted and "/" not in by else by) if name)
