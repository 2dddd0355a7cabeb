"""Running `newsarchive serve` as its users do: a process of its own, and readers that keep asking."""

from __future__ import annotations

import http.client
import io
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from newsarchive.publish import publish, publisher
from waiting import PATIENCE, wait_for
from warm_starter import Started, begin_piped

_RELEASE = re.compile(r'<code id="release">([^<]+)</code>')
_ARTICLES = re.compile(r'<span id="articles">([\d.,]+) ')


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[str] | Started
    port: int
    lines: list[str] = field(default_factory=list)
    """What it printed so far."""

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            given = {name.lower(): value for name, value in response.getheaders()}
            return response.status, given, _as_text(response.read(), given.get("content-type", ""))
        finally:
            connection.close()

    def wait_for(self, release: str) -> None:
        """Until the server says that a release is in service."""
        wait_for(lambda: any(release in line for line in self.lines), f"{release} in {self.lines}")


def _as_text(body: bytes, media_type: str) -> str:
    """The body as text; of a Parquet file, which is compressed, its rows and metadata."""
    if "parquet" not in media_type:
        return body.decode()
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(body))
    return f"{table.schema.metadata}\n{table.to_pylist()}"


@contextmanager
def serving(archive: Path, *options: str) -> Iterator[Served]:
    """`newsarchive serve` on a free port, begun warm, ended with SIGTERM."""
    with _listened_to(begin_piped(_serve(archive, *options))) as served:
        yield served


@contextmanager
def serving_cold(archive: Path, *options: str) -> Iterator[Served]:
    """The same by an interpreter of its own, as its users begin it."""
    command = [sys.executable, "-c", "from newsarchive.cli import main; main()", *_serve(archive, *options)]
    with _listened_to(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)) as served:
        yield served


def _serve(archive: Path, *options: str) -> list[str]:
    return ["serve", "--archive", str(archive), "--port", "0", *options]


@contextmanager
def _listened_to(process: Started | subprocess.Popen[str]) -> Iterator[Served]:
    served = Served(process, 0)
    threading.Thread(target=_listen, args=(served,), daemon=True).start()
    try:
        served.wait_for("http://")
        address = next(line for line in served.lines if "http://" in line)
        served.port = int(re.search(r":(\d+)/", address)[1])  # type: ignore[index]
        yield served
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def serving_here(app: Any) -> Iterator[Served]:
    """An ASGI app served by a thread of this process, where a test can change what it does."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on", http="h11"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for(lambda: server.started, "the server")
    try:
        yield Served(None, server.servers[0].sockets[0].getsockname()[1])  # type: ignore[arg-type]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def _listen(served: Served) -> None:
    assert served.process.stdout is not None
    for line in served.process.stdout:
        served.lines.append(line)


@dataclass
class Readers:
    """Clients that ask again and again over connections they keep, and write down what was wrong."""

    port: int
    paths: tuple[str, ...] = ("/", "/tim-kiem?q=duong", "/bai/aaaaaaaaaaaaaaa1", "/public/newspapers")
    clients: int = 8
    releases: dict[str, int] = field(default_factory=dict)
    """Release id → articles; filled before the release can be seen."""
    seen: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def asking(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._ask, args=(i,)) for i in range(self.clients)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._done.set()
            for thread in threads:
                thread.join(PATIENCE)

    def wait_for(self, requests: int) -> None:
        wait_for(lambda: len(self.seen) + len(self.problems) >= requests, f"{requests} answers")

    def _ask(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        turn = number
        while not self._done.is_set():
            path = self.paths[turn % len(self.paths)]
            turn += 1
            if turn % 7 == 0:  # some readers come on a new connection
                connection.close()
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                self._check(path, response, response.read().decode())
            except (OSError, http.client.HTTPException) as error:
                self.problems.append(f"{path}: {error!r}")
                connection.close()
        connection.close()

    def _check(self, path: str, response: http.client.HTTPResponse, body: str) -> None:
        header = response.getheader("X-Newsarchive-Release") or ""
        named, counted = _RELEASE.search(body), _ARTICLES.search(body)
        if response.status != 200 or named is None or counted is None:
            self.problems.append(f"{path}: {response.status} {body[:100]}")
        elif named[1] != header:
            self.problems.append(f"{path}: header {header}, body {named[1]}")
        elif self.releases.get(header) != int(counted[1].replace(".", "")):
            self.problems.append(f"{path}: {header} with {counted[1]} articles, known {self.releases}")
        else:
            self.seen.append(header)


def publish_before(archive: Path, readers: Readers) -> str:
    """Publish and return the release id; readers, who may see it before this returns, know of it before the swap."""
    swap = publisher._swap

    def tell_and_swap(building: Path, public: Path) -> Path:
        with closing(sqlite3.connect(building)) as db:
            readers.releases.update(db.execute("SELECT id, articles FROM release").fetchall())
        return swap(building, public)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publisher, "_swap", tell_and_swap)
        return publish(archive).release.id
