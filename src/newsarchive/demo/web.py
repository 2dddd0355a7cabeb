"""A web server on loopback for the demo and for tests: answers from one function, a log as data, conditional GET.

It is started and ended by `with`, takes a free port, and speaks HTTP/1.1 with connections kept open, as a newspaper
does.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    target: str
    """Path and query as sent: "/thoi-su/?trang=2"."""
    headers: Mapping[str, str]
    """By lower-case name; of a repeated header the last."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    modified: datetime | None = None
    """Last-Modified."""
    etag: str | None = None
    """Without its quotes; made from the body when None. Only a 200 has one."""
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    """Seconds before the answer is sent."""
    torn_after: int | None = None
    """Send so many bytes of the body under the full Content-Length and drop the connection."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One request and its answer, for tests that ask the server what a crawler did."""

    started: float
    """time.monotonic() when the request had been read; on Linux one clock for all processes."""
    ended: float
    """When the answer was about to be sent: whoever has it finds it in the log."""
    method: str
    target: str
    status: int
    bytes: int
    """Length of the body sent."""
    headers: Mapping[str, str] = field(repr=False)


Respond = Callable[[Asked], Answer]


class LoopbackServer:
    """Serves what `respond` answers; called from several threads at once."""

    def __init__(self, respond: Respond, *, host: str = LOOPBACK, port: int = 0) -> None:
        self._respond = respond
        self._log: list[Logged] = []
        self._server = _Server((host, port), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def authority(self) -> str:
        """host:port"""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    @property
    def port(self) -> int:
        """The port it really has."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://{self.authority}"

    @property
    def log(self) -> tuple[Logged, ...]:
        """Every request so far, in the order of their answers."""
        return tuple(self._log)

    def forget(self) -> None:
        """Empty the log."""
        self._log.clear()

    def answer(self, asked: Asked) -> Answer:
        """The answer with its validators; 304 when the client has it already."""
        answer = self._respond(asked)
        if answer.status != 200:
            return answer
        etag = f'"{answer.etag or hashlib.sha256(answer.body).hexdigest()[:16]}"'
        validators = [("ETag", etag)]
        if answer.modified:
            validators.append(("Last-Modified", format_datetime(answer.modified.astimezone(UTC), usegmt=True)))
        if _has_it(asked, etag, answer.modified):
            return Answer(status=304, headers=tuple(validators), wait=answer.wait)
        return Answer(
            answer.body,
            200,
            answer.content_type,
            headers=(*validators, *answer.headers),
            wait=answer.wait,
            torn_after=answer.torn_after,
        )

    def note(self, entry: Logged) -> None:
        """Add a line to the log."""
        self._log.append(entry)


class ServedSite:
    """A site on loopback: use it as a context manager; it is served from the moment of entering."""

    def __init__(self, respond: Respond, *, host: str = LOOPBACK, port: int = 0) -> None:
        self._server = LoopbackServer(respond, host=host, port=port)

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return self._server.url

    @property
    def log(self) -> tuple[Logged, ...]:
        """Every request so far."""
        return self._server.log

    def forget(self) -> None:
        """Empty the log."""
        self._server.forget()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    owner: LoopbackServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "loopback"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def _serve(self) -> None:
        started = time.monotonic()
        self._skip_body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.owner.answer(Asked(self.command, self.path, headers))
        if answer.wait:
            time.sleep(answer.wait)
        body = b"" if self.command == "HEAD" else answer.body[: answer.torn_after]
        ended = time.monotonic()
        self.server.owner.note(Logged(started, ended, self.command, self.path, answer.status, len(body), headers))
        self._send(answer, body)

    do_GET = do_HEAD = do_POST = _serve

    def _send(self, answer: Answer, body: bytes) -> None:
        self.send_response(answer.status)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
            self.wfile.flush()
        except ConnectionError:  # the client has gone; it is in the log all the same
            self.close_connection = True
        if answer.torn_after is not None:
            self.close_connection = True

    def _skip_body(self) -> None:
        length = self.headers.get("Content-Length", "")
        if length.isdigit():
            self.rfile.read(min(int(length), 1 << 20))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr: `LoopbackServer.log` holds it."""


def _has_it(asked: Asked, etag: str, modified: datetime | None) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it stands, else If-Modified-Since."""
    if asked.method not in {"GET", "HEAD"}:
        return False
    tags = asked.headers.get("if-none-match")
    if tags is not None:
        return etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")} or tags.strip() == "*"
    since = asked.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
