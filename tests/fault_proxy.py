"""A loopback proxy before an HTTP server that does to requests what networks and servers do."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Fault = Literal["timeout", "503", "truncated", "cut", "corrupt"]
"""timeout: no answer. 503: refused for now. truncated: half of an upload is passed on, as if it were all of it.
cut: the connection ends within the answer. corrupt: one byte of the answer is another."""
Plan = Callable[[str, str, int], Fault | None]
"""Method, path and bytes of the body → what happens to the request."""


def always(fault: Fault, wanted: str) -> Plan:
    """The same fault for every request of a method."""

    def plan(method: str, _path: str, _size: int) -> Fault | None:
        return fault if method == wanted else None

    return plan


@dataclass
class FaultProxy:
    """The proxy; `plan` may be changed at any time."""

    url: str = ""
    plan: Plan | None = None
    happened: Counter[str] = field(default_factory=Counter)
    silence: float = 1.0
    """Seconds for which a request that times out is held."""


@contextmanager
def before(port: int) -> Iterator[FaultProxy]:
    """Run a proxy before the server at a port of the loopback."""
    proxy = FaultProxy()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = proxy.plan(self.command, self.path, len(body)) if proxy.plan else None
            if fault:
                proxy.happened[fault] += 1
            if fault == "timeout":
                time.sleep(proxy.silence)
                self.close_connection = True
                return
            if fault == "503":
                self._answer(503, [], b"<Error><Code>SlowDown</Code></Error>")
                return
            if fault == "truncated":
                body = body[: len(body) // 2]
            status, headers, data = self._ask(body)
            if fault == "corrupt" and data:
                middle = len(data) // 2
                data = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
            self._answer(status, headers, data, cut=fault == "cut")

        do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass

        def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            headers = {name: value for name, value in self.headers.items() if name.lower() != "content-length"}
            upstream.request(self.command, self.path, body, {**headers, "Content-Length": str(len(body))})
            answer = upstream.getresponse()
            data = answer.read()
            upstream.close()
            return answer.status, answer.getheaders(), data

        def _answer(self, status: int, headers: list[tuple[str, str]], data: bytes, *, cut: bool = False) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                    self.send_header(name, value)
            told = {name.lower(): value for name, value in headers}.get("content-length", str(len(data)))
            self.send_header("Content-Length", told if self.command == "HEAD" else str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data[: len(data) // 2] if cut else data)
            self.close_connection = cut

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
