"""The pool: extraction in worker processes that can be killed one by one.

A page may hang a parser or eat the memory; its worker is then killed, that page fails with a reason, and the others go
on. `ProcessPoolExecutor` breaks whole when one worker dies and cannot kill a slow one, hence pebble (measured in both).
Workers are started by a fork server, never forked from a process that may have threads, and never open a database.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType, TracebackType
from typing import Generic, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from newsarchive.exceptions import WorkersError
from newsarchive.workers.page import Extracted, Page, extract_page

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

TIMEOUT_SECONDS = 20.0
MEMORY_BYTES = 2 << 30
_TASKS_PER_WORKER = 2_000
"""A worker is renewed after so many tasks, which bounds what a leaking parser holds."""
_ATTEMPTS = 3


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back. Processes started meanwhile never hear of it, so that they print no traceback while they load.

    Ctrl-C reaches the whole process group; the parent alone decides what to do about it.
    """
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class _Process(ForkServerProcess):
    """A worker that does not run the caller's main script again.

    multiprocessing runs it in every new process, so that a script without an `if __name__ == "__main__":` would ingest
    in its own workers, and one read from a pipe (`python -`) could not use them at all. Workers need nothing of it.
    """

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            with _without_interrupts():
                super().start()
        finally:
            sys.modules["__main__"] = main


class _Context(ForkServerContext):
    Process = _Process


@dataclass(frozen=True, slots=True)
class Failed:
    """Work that came to nothing: its worker was killed or broke."""

    reason: str


class Work(Protocol[T_co]):
    """Something under way in a worker, on this machine or elsewhere."""

    def done(self) -> bool:
        """Whether `result` would return at once."""

    def result(self) -> T_co | Failed:
        """Wait for it."""


class PageTask:
    """A page under way. A killed or broken worker is a result too."""

    def __init__(self, work: Work[Extracted]) -> None:
        self._work = work

    def done(self) -> bool:
        """Whether `result` would return at once."""
        return self._work.done()

    def result(self) -> Extracted:
        """Wait for the page; raises what the work raises."""
        found = self._work.result()
        return Extracted(None, found.reason, failed=True) if isinstance(found, Failed) else found


class PagePool(Protocol):
    """What extracts pages: `Pool`, or `cluster.Cluster`."""

    workers: int
    """How many pages are read at once; 0: in the calling process."""

    def submit(self, page: Page) -> PageTask:
        """Begin to extract a page; the caller bounds how many are under way."""

    def begin(self, work: Callable[..., T], *arguments: object) -> Work[T]:
        """Begin other work in a worker: a function known by its module and name, and what it is given."""

    def close(self) -> None:
        """End; pages under way are dropped."""


class Pool:
    """Extracts pages in `workers` processes; 0 extracts in the calling process, where nothing can be killed.

    Use it as a context manager. Processes start with the first page.
    """

    def __init__(
        self, workers: int | None = None, *, timeout: float = TIMEOUT_SECONDS, memory: int = MEMORY_BYTES
    ) -> None:
        self.workers = min(os.cpu_count() or 1, 8) if workers is None else workers
        self.timeout, self.memory = timeout, memory
        self._executor: ProcessPool | ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, page: Page) -> PageTask:
        """Begin to extract a page; the caller bounds how many are under way."""
        return PageTask(self.begin(extract_page, page))

    def begin(self, work: Callable[..., T], *arguments: object) -> Task[T]:
        """Begin other work in a worker: a function known by its module and name, and what it is given.

        Time and memory are bounded as for one page.
        """
        return Task(self, work, arguments)

    def close(self) -> None:
        """End the workers; pages under way are dropped."""
        executor, self._executor = self._executor, None
        if isinstance(executor, ProcessPool):
            executor.stop()  # type: ignore[no-untyped-call]
            executor.join()
        elif executor is not None:
            executor.shutdown(cancel_futures=True)

    def _schedule(self, work: Callable[..., T], arguments: tuple[object, ...]) -> Future[T]:
        if self._executor is None:
            self._executor = self._start(work.__module__)
        if isinstance(self._executor, ThreadPoolExecutor):
            return self._executor.submit(work, *arguments)
        if not self._executor.active:
            raise BrokenProcessPool
        future: Future[T] = self._executor.schedule(work, args=arguments, timeout=self.timeout)
        return future

    def _start(self, module: str) -> ProcessPool | ThreadPoolExecutor:
        """`module` of the first work is loaded once, by the process that workers are forked from."""
        if self.workers == 0:
            return ThreadPoolExecutor(max_workers=1)
        context = _Context()
        context.set_forkserver_preload(["newsarchive.workers", "newsarchive.extraction", module])
        pool = ProcessPool(
            max_workers=self.workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=_prepare_worker,
            initargs=(self.memory, dict(os.environ)),
            context=context,
        )
        with _without_interrupts():
            _ = pool.active  # Starts it. One interrupted half-way would leave workers that `stop` does not know.
        return pool

    def _restart(self, broken: object) -> None:
        """A worker that died between two pages breaks pebble's pool: begin a new one, once for all pages under way."""
        if self._executor is broken:
            self.close()

    @property
    def executor(self) -> object:
        """What runs the pages now; changes with a restart."""
        return self._executor


class Task(Generic[T]):
    """Work under way in a pool."""

    def __init__(self, pool: Pool, work: Callable[..., T], arguments: tuple[object, ...]) -> None:
        self._pool, self._work, self._arguments = pool, work, arguments
        self._schedule()

    def done(self) -> bool:
        """Whether `result` would return at once."""
        return self._future.done()

    def result(self) -> T | Failed:
        """Wait for it. A killed or broken worker is a result too; raises WorkersError when none can start."""
        for _ in range(_ATTEMPTS):
            error = self._future.exception()
            if error is None:
                return self._future.result()
            if not isinstance(error, BrokenProcessPool):
                return Failed(self._explain(error))
            self._pool._restart(self._executor)
            self._schedule()
        raise WorkersError

    def _schedule(self) -> None:
        self._future = self._pool._schedule(self._work, self._arguments)
        self._executor = self._pool.executor

    def _explain(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"extraction took longer than {self._pool.timeout:g} s"
        if isinstance(error, MemoryError):
            return f"extraction needed more than {self._pool.memory >> 20} MB of memory"
        if isinstance(error, ProcessExpired):
            return f"the extraction process died ({_exit_words(error.exitcode)})"
        return f"extraction failed: {type(error).__name__}: {error}"[:500]


def _prepare_worker(memory: int, environment: dict[str, str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The fork server keeps the environment of its own start; the archive's newspapers may have been named since, or the
    # keys of the bucket that holds its files.
    os.environ.clear()
    os.environ.update(environment)


def _exit_words(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
