"""Who is crawling: the host, the boot and the process, and whether such a one still lives."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Place:
    """One process on one boot of one machine."""

    host: str
    boot: str | None
    """The kernel's boot id and our process namespace (two containers share the first); None where no /proc tells."""
    pid: int
    pid_started: str | None
    """Start time in kernel ticks: a number used again by a later process is not the same one."""


def here() -> Place:
    """This process."""
    return Place(socket.gethostname(), _boot(), os.getpid(), _start_of(os.getpid()))


def is_alive(place: Place) -> bool | None:
    """Whether the process is there; None on another machine or boot, where only its silence tells."""
    if place.boot is None or (place.host, place.boot) != (socket.gethostname(), _boot()):
        return None
    started = _start_of(place.pid)
    return started is not None and started == place.pid_started


def _boot() -> str | None:
    try:
        return f"{_BOOT.read_text(encoding='ascii').strip()} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return None


def _start_of(pid: int) -> str | None:
    """When the process began; None when there is none, or only its unburied entry (a zombie)."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # the name before may hold blanks and brackets
    return None if fields[0] in {"Z", "X", "x"} else fields[19]
