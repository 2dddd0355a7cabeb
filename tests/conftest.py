"""What every test may lean on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from built_once import DemoRun, run_demo
from postgres_server import PostgresInstance, find_programs, running
from warm_starter import begin_crawler

ROOT = Path(__file__).resolve().parent.parent
_SHARED = ROOT.parent / "shared"
SHARED: Path | None = _SHARED if (_SHARED / "corpus").is_dir() else None
"""The shared corpus beside the checkout, or None in a stranger's clone."""


# How long an example takes by the clock tells of the machine's other work, not of us.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


def pytest_sessionstart() -> None:
    """Let the commands that tests interrupt be interruptible: what ignores SIGINT (a shell's `&`) hands that down."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: one more than cores, for tests wait; at most four, since each starts servers and browsers."""
    return min(len(os.sched_getaffinity(0)) + 1, 4)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits longest begins first, lest all end by waiting for it."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpus; skips the test when it is absent."""
    if SHARED is None:
        pytest.skip("needs the shared corpus beside the checkout (../shared), which is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """The demo, run once for all."""
    return run_demo(tmp_path_factory)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresInstance]:
    """A PostgreSQL server of our own; skips the test where there is none to start."""
    pytest.importorskip("psycopg", reason="needs psycopg, the extra `postgres`")
    programs = find_programs()
    if programs is None:
        pytest.skip("needs a PostgreSQL server to start (Debian's package postgresql)")
    with running(programs) as instance:
        yield instance


@pytest.fixture
def warm_crawls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in this process begin their crawlers warm (warm_starter), all else of them being as it is."""
    monkeypatch.setattr("newsarchive.capture.process._begin", begin_crawler)
