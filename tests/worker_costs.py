"""What a page costs the worker that reads it: CPU and memory as the system counts them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from newsarchive.workers import Extracted, Page, Pool

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_URL = "https://bao.example/hoi-thao-trong-sen-123.html"


def extract_apart(sent: bytes, first: bytes, *, timeout: float) -> tuple[Extracted, float, float]:
    """What a worker finds, and its CPU seconds and peak MiB; the first page is not counted."""
    with Pool(1, timeout=timeout) as pool:
        pool.submit(Page(first, url=_URL, expects="article")).result()
        workers = _children(os.getpid())
        for worker in workers:
            (_PROC / str(worker) / "clear_refs").write_text("5", encoding="ascii")  # The peak begins anew.
        before = sum(map(_cpu, workers))
        found = pool.submit(Page(sent, url=_URL, expects="article")).result()
        if found.failed:  # A killed worker leaves no figures.
            return found, float("inf"), float("inf")
        return found, sum(map(_cpu, workers)) - before, max(map(_peak, workers))


def _children(pid: int) -> list[int]:
    """Every process that descends from this one."""
    parents: dict[int, int] = {}
    for path in _PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # It may end meanwhile.
            parents[int(path.parent.name)] = int(_stat(path)[1])
    found = [child for child, parent in parents.items() if parent == pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def _stat(path: Path) -> list[str]:
    """Fields of /proc/PID/stat behind the name, which may hold blanks."""
    return path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _cpu(pid: int) -> float:
    fields = _stat(_PROC / str(pid) / "stat")
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _peak(pid: int) -> float:
    status = (_PROC / str(pid) / "status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024 if "VmHWM:" in status else 0.0
