"""What several test files look at is built once in a run of the tests, however many processes run them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line import run
from warm_starter import begin_crawler


@dataclass(frozen=True)
class DemoRun:
    """`newsarchive demo --no-serve`, run in an empty folder. Others read the archive: change a copy."""

    archive: Path
    stdout: str


def run_demo(factory: pytest.TempPathFactory) -> DemoRun:
    """The demo, run by whoever asks first, its crawlers begun warm; as a stranger runs it: test_wheel."""

    def build(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setattr("newsarchive.capture.process._begin", begin_crawler)
            shown = run("demo", "--no-serve")
        assert shown.exit_code == 0, shown.output
        (folder / "stdout").write_text(shown.stdout, encoding="utf-8")

    folder = build_once(factory, "demo", build)
    return DemoRun(folder / "newsarchive-demo", (folder / "stdout").read_text(encoding="utf-8"))


def build_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """A folder that `build` fills; the other workers of xdist wait for the one that does."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"once-{name}"
    with folder.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.with_suffix(".built").exists():
            folder.mkdir()
            build(folder)
            folder.with_suffix(".built").touch()
    return folder
