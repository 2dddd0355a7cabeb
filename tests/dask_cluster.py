"""A Dask scheduler and workers of the tests' own, as processes on the loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_QUIET = {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s"}


@dataclass
class DaskCluster:
    """A running scheduler; `join` adds a worker process of one thread."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def join(self) -> subprocess.Popen[bytes]:
        """Start one more worker; it joins when it has loaded."""
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder)]
        self.workers.append(_start("worker", self.address, *options))
        return self.workers[-1]

    def wait_for(self, count: int) -> None:
        """Wait until so many workers have joined."""
        from distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=120)


@contextmanager
def running(folder: Path, workers: int) -> Iterator[DaskCluster]:
    """Start a scheduler and workers, and end them."""
    told = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
    scheduler = _start("scheduler", *options)
    try:
        until = time.monotonic() + 120
        while not told.exists() or not told.read_text():
            assert time.monotonic() < until and scheduler.poll() is None, "the scheduler did not start"
            time.sleep(0.1)
        cluster = DaskCluster(json.loads(told.read_text())["address"], folder, scheduler)
        for _ in range(workers):
            cluster.join()
        if workers:
            cluster.wait_for(workers)
        yield cluster
        for process in cluster.workers:
            process.kill()
            process.wait()
    finally:
        scheduler.kill()
        scheduler.wait()


def _start(kind: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", kind, *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **_QUIET})
