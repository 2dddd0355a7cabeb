"""Extraction on a Dask cluster: the same tasks as the pool's, dealt out to the machines that joined a scheduler.

A task is a few pages: it names the file and the byte of each record, relative to the archive's WARC files, which every
worker sees at the same path; bodies are not shipped (a page from anywhere else is). Workers open no database: one
process writes.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from newsarchive.exceptions import ClusterError, MissingLibraryError, UnreadableInputError
from newsarchive.press.own import ENVIRONMENT_NAME, told_folders
from newsarchive.workers import Extracted, Failed, Page, PageTask, Pool, extract_page

try:
    from distributed import Client, Worker, WorkerPlugin, get_worker
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise MissingLibraryError("distributed", "cluster", "extraction on a cluster") from error

if TYPE_CHECKING:
    from distributed import Future

T = TypeVar("T")

_CONNECT_SECONDS = 15
_PLUGIN = "newsarchive"
_PAGES = 8
"""Pages of a task: Dask spends milliseconds of client, scheduler and worker on a task, whatever is in it."""
_TASKS_AHEAD = 2
"""Tasks that each thread of the cluster is given, so that it need not wait for the next one."""


class Cluster:
    """Extracts pages on the cluster behind a scheduler; takes the place of a `Pool`.

    Raises ClusterError when the scheduler cannot be reached or has no workers.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self._folder = address, folder.absolute()
        # A scheduler that goes is told by ClusterError; Dask prints the traceback of its reconnecting beside that.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(address, f"cannot be reached: {error}") from error
        self.workers = sum(self._client.nthreads().values()) * _TASKS_AHEAD
        """Threads of all workers when it was opened, times the tasks that each is given."""
        if not self.workers:
            self._client.close()
            raise ClusterError(address, "no worker has joined it; start one with `dask worker`")
        self._client.register_plugin(_Guard(told_folders()), name=_PLUGIN)
        self._batch = _Batch(self._begin_pages)

    def submit(self, page: Page) -> PageTask:
        """Begin to extract a page; the caller bounds how many are under way."""
        if self._batch.is_sent:
            self._batch = _Batch(self._begin_pages)
        return PageTask(self._batch.add(replace(page, payload=b"") if page.place is not None else page))

    def _begin_pages(self, pages: tuple[Page, ...]) -> ClusterTask[tuple[Extracted, ...]]:
        return self.begin(_read_and_extract, str(self._folder), pages)

    def begin(self, work: Callable[..., T], *arguments: object) -> ClusterTask[T]:
        """Begin other work on the cluster: a function known by its module and name, and what it is given."""
        return ClusterTask(self, self._client.submit(_work_on_worker, work, *arguments, pure=False))

    def close(self) -> None:
        """Leave the cluster; pages under way are dropped, its workers go on for others."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class ClusterTask(Generic[T]):
    """Work under way."""

    def __init__(self, cluster: Cluster, future: Future[T | Failed]) -> None:
        self._cluster, self._future = cluster, future

    def done(self) -> bool:
        """Whether `result` would return at once."""
        return bool(self._future.done())

    def result(self) -> T | Failed:
        """Wait for it. What killed its workers again and again is a result too; so is a record that is not there.

        Raises ClusterError when the scheduler went away (what was written stays, the same command goes on), and when
        its workers do not know the work.
        """
        try:
            return self._future.result()
        except KilledWorker:
            return Failed("the extraction process died on several machines")
        except UnreadableInputError as error:
            return Failed(f"a machine of the cluster could not read it: {error.reason}")
        except (FutureCancelledError, OSError) as error:
            reason = "went away; what was written stays, and the same command goes on"
            raise ClusterError(self._cluster.address, reason) from error
        except (ImportError, AttributeError) as error:
            raise ClusterError(self._cluster.address, "its workers run another version of newsarchive") from error


class _Batch:
    """Pages of one task, which is sent when it has enough of them or when somebody asks for one."""

    def __init__(self, begin: Callable[[tuple[Page, ...]], ClusterTask[tuple[Extracted, ...]]]) -> None:
        self._begin = begin
        self._pages: list[Page] = []
        self._task: ClusterTask[tuple[Extracted, ...]] | None = None

    @property
    def is_sent(self) -> bool:
        """Whether no page can be added any more."""
        return self._task is not None

    def add(self, page: Page) -> _PageOfBatch:
        """Take a page; the last one that there is room for sends them all."""
        self._pages.append(page)
        if len(self._pages) == _PAGES:
            self.send()
        return _PageOfBatch(self, len(self._pages) - 1)

    def send(self) -> ClusterTask[tuple[Extracted, ...]]:
        """Begin the task, once."""
        if self._task is None:
            self._task = self._begin(tuple(self._pages))
        return self._task

    def result(self, position: int) -> Extracted | Failed:
        """Wait for a page. Where one of several made the task fail, each of them is asked for by itself."""
        found = self.send().result()
        if isinstance(found, Failed) and len(self._pages) > 1:
            found, position = self._begin((self._pages[position],)).result(), 0
        return found if isinstance(found, Failed) else found[position]


class _PageOfBatch:
    """One page under way."""

    def __init__(self, batch: _Batch, position: int) -> None:
        self._batch, self._position = batch, position

    def done(self) -> bool:
        """Whether `result` would return at once, unless its task failed."""
        return self._batch.send().done()

    def result(self) -> Extracted | Failed:
        """Wait for the page."""
        return self._batch.result(self._position)


class _Guard(WorkerPlugin):
    """Gives each worker process a pool of its own, so that a page that hangs or eats the memory is ended there."""

    def __init__(self, own_press: str) -> None:
        self._own_press = own_press
        self.pool: Pool | None = None

    def setup(self, worker: Worker) -> None:
        """Called on each worker, now or when it joins."""
        os.environ[ENVIRONMENT_NAME] = self._own_press
        # A worker under a nanny may have no children unless `distributed.worker.daemon` is false; its nanny then is
        # what ends it, and the scheduler gives its pages to others.
        daemon = multiprocessing.current_process().daemon
        self.pool = None if daemon else Pool(worker.state.nthreads)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's signature
        """Called when the worker ends."""
        if self.pool is not None:
            self.pool.close()


def _work_on_worker(work: Callable[..., T], *arguments: object) -> T | Failed:
    """Work in a process that can be killed, where the worker may have children; runs on a machine of the cluster."""
    guard = get_worker().plugins[_PLUGIN]
    pool = guard.pool if isinstance(guard, _Guard) else None
    return pool.begin(work, *arguments).result() if pool is not None else work(*arguments)


def _read_and_extract(folder: str, pages: tuple[Page, ...]) -> tuple[Extracted, ...]:
    """Read the records again, by file and byte, and extract them."""
    return tuple(extract_page(_filled(Path(folder), page)) for page in pages)


def _filled(folder: Path, page: Page) -> Page:
    from newsarchive.warc import read_record, segment_path  # noqa: PLC0415

    if page.place is None:
        return page
    name, offset = page.place
    return replace(page, payload=read_record(segment_path(folder, name), offset).payload)
