"""A disk of its own, in memory, that can be made full or read-only; for root, who may mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOMY = 256 << 20


@dataclass(frozen=True, slots=True)
class Disk:
    """Mounted at `path`."""

    path: Path

    def leave(self, room: int) -> None:
        """Let only so many bytes more be written."""
        told = os.statvfs(self.path)
        used = (told.f_blocks - told.f_bfree) * told.f_frsize
        self._remount(f"size={used + room}")

    def grow(self) -> None:
        """Give it room again."""
        self._remount(f"size={_ROOMY}")

    def lock(self) -> None:
        """Let nothing be written."""
        self._remount("ro")

    def unlock(self) -> None:
        """Let it be written again."""
        self._remount("rw")

    def _remount(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.path)], check=True, capture_output=True)


@contextmanager
def small_disk(path: Path) -> Iterator[Disk]:
    """Mount a disk; the test is skipped where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_ROOMY}", "tmpfs", str(path)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode(errors='replace').strip()}")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=False, capture_output=True)
