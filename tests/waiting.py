"""Waiting for what must come, however busy the machine is: never for a time after which it ought to have come."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which what never came is a failure; nothing that works needs a tenth of it."""


def wait_for(happened: Callable[[], object], what: str = "what was waited for") -> None:
    """Ask again and again until it is so; raises AssertionError when it never is."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, f"{what} never came"
        time.sleep(0.01)


def hear(process: subprocess.Popen[str], word: str) -> str:
    """What a process writes to stderr up to the end of the line that begins with `word`, or to its end."""
    assert process.stderr is not None
    heard: list[str] = []
    for line in process.stderr:
        heard.append(line)
        if line.startswith(word):
            break
    return "".join(heard)


def insist(process: subprocess.Popen[str], interrupt: Callable[[], None]) -> str:
    """Interrupt until it has ended, as somebody at a terminal does; what it wrote to stderr meanwhile.

    Of two signals that come before a starved process looks at the first, the kernel keeps one.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        interrupt()
        try:
            return process.communicate(timeout=10)[1]
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("interrupted again and again, it did not end")
