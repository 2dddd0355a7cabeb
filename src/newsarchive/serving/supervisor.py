"""Holding the port, watching the release, exchanging the child that answers."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

from newsarchive.config import load_config, published_folders
from newsarchive.exceptions import ArchiveError, NewsArchiveError
from newsarchive.reading.held import sweep
from newsarchive.reading.release import RELEASE_NAME, Release
from newsarchive.serving.hold import HeldRelease, find_release, hold_release
from newsarchive.serving.process import Child, start_child
from newsarchive.serving.rate import PER_MINUTE

_INTERVAL = 0.5
"""Seconds between two looks at the release."""
_READY = 120.0
"""Seconds that a child may take to open a release; a file of 3 GB on a slow disk takes a while."""
_STOP = 10.0
_DRAINED = 45.0
"""Seconds after which a draining child is ended; it ends itself after 30."""
_CRASHES = 5
"""Deaths in a row after which serving is given up."""


def serve(
    archive: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    per_minute: int = PER_MINUTE,
    announce: Callable[[str, Release], None] = lambda _url, _release: None,
    warn: Callable[[str], None] = lambda _message: None,
) -> None:
    """Serve the release of an archive until SIGTERM (returns) or SIGINT (KeyboardInterrupt passes through).

    `per_minute` pages are made for one address (0: no limit; see `rate`). `announce` is called with our address and
    the release whenever one comes into service; port 0 takes a free port. Raises ArchiveError
    when there is no release or it cannot be served, NewsArchiveError when the port is taken.
    """
    title = load_config(archive).publish.own_title
    start = partial(start_child, title=title, warc=_copies_lie_in(archive), per_minute=per_minute)
    find_release(archive)
    sweep(archive)
    with _listen(host, port) as listener:
        _Supervisor(archive, listener, start, announce, warn).run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server(address[:2], family=family, backlog=512)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)  # asyncio's and socket's own words repeat the address
        reason = os.strerror(number) if number and number > 0 else getattr(error, "strerror", None) or str(error)
        raise NewsArchiveError(f"cannot listen on {host}:{port}: {reason}; choose another with --port") from error
    listener.set_inheritable(True)
    return listener


def _copies_lie_in(archive: Path) -> list[Path]:
    """Folders of the records of archived copies: this archive's, and those of the archives published with it."""
    return [folder / "data" / "warc" for folder in published_folders(archive, load_config(archive))]


class _Supervisor:
    """One listening socket, one child that serves, perhaps some that drain."""

    def __init__(
        self,
        archive: Path,
        listener: socket.socket,
        start: Callable[[HeldRelease, int], Child],
        announce: Callable[[str, Release], None],
        warn: Callable[[str], None],
    ) -> None:
        self._archive, self._listener, self._start_child = archive, listener, start
        self._announce, self._warn = announce, warn
        self._stop = threading.Event()
        self._draining: list[Child] = []
        self._seen: tuple[int, ...] | None = None
        self._crashes = 0

    def run(self) -> None:
        """Serve until told to stop; every child is ended on the way out, however it came."""
        previous = signal.signal(signal.SIGTERM, self._on_sigterm)
        current: Child | None = None
        try:
            current = self._first()
            while not self._stop.wait(_INTERVAL):
                current = self._look(current)
        finally:
            for child in (*self._draining, *((current,) if current else ())):
                child.end(_STOP)
            signal.signal(signal.SIGTERM, previous)

    def _on_sigterm(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _first(self) -> Child | None:
        self._seen = self._mark()
        child = self._start()
        if child is None:
            if self._stop.is_set():
                return None
            raise ArchiveError(
                self._archive / RELEASE_NAME, "Datasette could not open the release; see the lines above"
            )
        return self._put_in_service(child)

    def _look(self, current: Child | None) -> Child | None:
        """One round: clear away drained children, restart a dead one, exchange it when there is a new release."""
        self._clear()
        if current is not None and current.process.poll() is not None:
            return self._restart(current)
        mark = self._mark()
        if mark is None or mark == self._seen:
            return current
        self._seen = mark
        return self._exchange(current)

    def _exchange(self, current: Child | None) -> Child | None:
        try:
            child = self._start()
        except ArchiveError as error:
            self._warn(f"{error}; the release in service stays")
            return current
        if child is None:
            self._warn("the new release could not be opened; the one in service stays")
            return current
        if current is not None:
            current.tell("drain")
            current.hear("stopped", _STOP)
            current.told_to_drain = time.monotonic()
            self._draining.append(current)
        return self._put_in_service(child)

    def _restart(self, dead: Child) -> Child | None:
        self._crashes += 1
        self._warn(f"the server ended with status {dead.process.returncode}; starting it again")
        dead.end(0)
        if self._crashes >= _CRASHES:
            raise ArchiveError(self._archive / RELEASE_NAME, "the server keeps ending; see the lines above")
        self._stop.wait(self._crashes)
        return self._first()

    def _start(self) -> Child | None:
        """A child that is ready to serve, or None when it did not get so far."""
        child = self._start_child(hold_release(self._archive), self._listener.fileno())
        try:
            if child.hear("ready", _READY, self._stop.is_set):
                return child
        except BaseException:
            child.end(0)
            raise
        child.end(0)
        return None

    def _put_in_service(self, child: Child) -> Child:
        child.tell("go")
        host, port = self._listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        self._announce(f"http://{shown}:{port}/", child.held.release)
        return child

    def _clear(self) -> None:
        for child in list(self._draining):
            late = time.monotonic() - child.told_to_drain > _DRAINED
            if late or child.process.poll() is not None:
                self._draining.remove(child)
                child.end(0)

    def _mark(self) -> tuple[int, ...] | None:
        """What changes when the release is swapped."""
        try:
            found = (self._archive / RELEASE_NAME).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
