"""The pool: extraction in worker processes that can be killed one by one.

A page may hang a parser or eat the memory; its worker is then killed, that page fails with a reason, and the others go
on. `ProcessPoolExecutor` breaks whole when one worker dies and cannot kill a slow one, hence pebble (measured in both).
Workers are started by a fork server, never forked from a process that may have threads, and never open a database.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType, TracebackType
from typing import Literal, Protocol, Self

from pebble import ProcessExpired, ProcessPool

from newsarchive.article import Article
from newsarchive.exceptions import UnreadableInputError, WorkersError
from newsarchive.link import Link, LinkKind
from newsarchive.press import article_key, canonicalize_url, newspaper
from newsarchive.press.own import ENVIRONMENT_NAME, told_folders
from newsarchive.rights import RightsSignal, signals_of_page
from newsarchive.warc.content import decode_content

TIMEOUT_SECONDS = 20.0
MEMORY_BYTES = 2 << 30
_TASKS_PER_WORKER = 2_000
"""A worker is renewed after so many pages, which bounds what a leaking parser holds."""
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
class Page:
    """What a worker needs to extract one page."""

    payload: bytes
    """The body as sent."""
    content_encoding: str | None = None
    """Still to be undone: "gzip", "br"."""
    url: str | None = None
    newspaper: str | None = None
    """Id in the press registry."""
    content_type: str | None = None
    captured_at: datetime | None = None
    kind: Literal["html", "text", "other"] = "html"
    """other: nothing to extract (a feed, a sitemap); it may hold links."""
    expects: LinkKind | None = None
    """What the address was fetched as; its links are then looked for. None: they are not wanted."""
    place: tuple[str, int] | None = None
    """File, relative to data/warc, and byte of the record that holds `payload`, where it can be read again."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article, or why there is none."""

    article: Article | None
    reason: str | None = None
    failed: bool = False
    """True when the worker was killed or broke: the page may well hold an article."""
    extractor: str = ""
    key: str = ""
    """Article key of the article."""
    article_url: str = ""
    """Canonical address of the article."""
    links: tuple[Link, ...] = ()
    """What the page leads to, when it was asked for its links."""
    unread: str | None = None
    """Why its links could not be read, in words."""
    rights: tuple[RightsSignal, ...] = ()
    """What the page says about rights."""


class PageTask(Protocol):
    """A page under way, in this machine's pool or elsewhere."""

    def done(self) -> bool:
        """Whether `result` would return at once."""

    def result(self) -> Extracted:
        """Wait for the page."""


class PagePool(Protocol):
    """What extracts pages: `Pool`, or `cluster.Cluster`."""

    workers: int
    """How many pages are read at once; 0: in the calling process."""

    def submit(self, page: Page) -> PageTask:
        """Begin to extract a page; the caller bounds how many are under way."""

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

    def submit(self, page: Page) -> Task:
        """Begin to extract a page; the caller bounds how many are under way."""
        return Task(self, page, self._schedule(page))

    def close(self) -> None:
        """End the workers; pages under way are dropped."""
        executor, self._executor = self._executor, None
        if isinstance(executor, ProcessPool):
            executor.stop()  # type: ignore[no-untyped-call]
            executor.join()
        elif executor is not None:
            executor.shutdown(cancel_futures=True)

    def _schedule(self, page: Page) -> Future[Extracted]:
        if self._executor is None:
            self._executor = self._start()
        if isinstance(self._executor, ThreadPoolExecutor):
            return self._executor.submit(extract_page, page)
        if not self._executor.active:
            raise BrokenProcessPool
        future: Future[Extracted] = self._executor.schedule(extract_page, args=(page,), timeout=self.timeout)
        return future

    def _start(self) -> ProcessPool | ThreadPoolExecutor:
        if self.workers == 0:
            return ThreadPoolExecutor(max_workers=1)
        context = _Context()
        context.set_forkserver_preload(["newsarchive.workers", "newsarchive.extraction"])
        pool = ProcessPool(
            max_workers=self.workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=_prepare_worker,
            initargs=(self.memory, told_folders()),
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


class Task:
    """One page under way."""

    def __init__(self, pool: Pool, page: Page, future: Future[Extracted]) -> None:
        self._pool, self._page, self._future = pool, page, future
        self._executor = pool.executor

    def done(self) -> bool:
        """Whether `result` would return at once."""
        return self._future.done()

    def result(self) -> Extracted:
        """Wait for the page. A killed or broken worker is a result too; raises WorkersError when none can start."""
        for _ in range(_ATTEMPTS):
            error = self._future.exception()
            if error is None:
                return self._future.result()
            if not isinstance(error, BrokenProcessPool):
                return Extracted(None, self._explain(error), failed=True)
            self._pool._restart(self._executor)
            self._future = self._pool._schedule(self._page)
            self._executor = self._pool.executor
        raise WorkersError

    def _explain(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"extraction took longer than {self._pool.timeout:g} s"
        if isinstance(error, MemoryError):
            return f"extraction needed more than {self._pool.memory >> 20} MB of memory"
        if isinstance(error, ProcessExpired):
            return f"the extraction process died ({_exit_words(error.exitcode)})"
        return f"extraction failed: {type(error).__name__}: {error}"[:500]


def extract_page(page: Page) -> Extracted:
    """Extract one page, and find its links when they are wanted; runs in a worker."""
    content = decode_content(page.payload, page.content_encoding, limit=64 << 20)
    extracted = Extracted(None) if page.kind == "other" else _identify(_extract(content, page), page)
    if page.kind == "html":
        extracted = replace(extracted, rights=signals_of_page(content))
    if page.expects is None:
        return extracted
    from newsarchive.discovery import find_links, find_pictures, tell_postback  # noqa: PLC0415

    paper = newspaper(page.newspaper) if page.newspaper else None
    pictures = find_pictures(extracted.article, page.url or "") if extracted.article else ()
    try:
        links = find_links(content, page.url or "", page.expects, paper, content_type=page.content_type)
    except UnreadableInputError as error:
        return replace(extracted, links=pictures, unread=f"{page.expects}: {error.reason}")
    told = tell_postback(content, links) if page.expects in {"section", "page"} else None
    return replace(extracted, links=(*links, *pictures), unread=f"{page.expects}: {told}" if told else None)


def _extract(content: bytes, page: Page) -> Extracted:
    from newsarchive.extraction import extract, reader  # noqa: PLC0415 (the parsers are loaded where pages are read, not by `status`)

    if page.kind == "text":
        return _read_text(content, page, reader(page.newspaper))
    extraction = extract(
        content,
        url=page.url,
        newspaper=page.newspaper,
        content_type=page.content_type,
        captured_at=page.captured_at,
    )
    return _checked(Extracted(extraction.article, extraction.reason, extractor=reader(page.newspaper)))


def _identify(extracted: Extracted, page: Page) -> Extracted:
    """Which article it is; asked here, since the writing process has the most to do."""
    if extracted.article is None:
        return extracted
    url, declared = page.url or "", extracted.article.canonical_url
    paper = newspaper(page.newspaper) if page.newspaper else None
    key = article_key(url, declared, paper)
    return replace(extracted, key=key, article_url=declared or canonicalize_url(url, paper))


def _read_text(content: bytes, page: Page, extractor: str) -> Extracted:
    from newsarchive.extraction.decode import BINARY, decode  # noqa: PLC0415
    from newsarchive.extraction.plaintext import article_from_text  # noqa: PLC0415

    decoded = decode(content, page.content_type)
    if decoded.is_binary:
        return Extracted(None, BINARY, extractor=extractor)
    article = article_from_text(decoded.text, newspaper=page.newspaper)
    if not article.headline and not article.blocks:
        return Extracted(None, "no text is left after cleaning", extractor=extractor)
    return _checked(Extracted(article, extractor=extractor))


def _checked(extracted: Extracted) -> Extracted:
    """Fail here, on this page alone, if the article holds what UTF-8 cannot write (a lone surrogate)."""
    if extracted.article is not None:
        json.dumps(extracted.article.to_dict(), ensure_ascii=False).encode()
    return extracted


def _prepare_worker(memory: int, own_press: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The fork server keeps the environment of its own start; the archive's newspapers may have been named since.
    os.environ[ENVIRONMENT_NAME] = own_press


def _exit_words(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
