"""For the tests of the crawler: a newspaper on loopback that sends exactly the bytes it is told to, and its log."""

from __future__ import annotations

import itertools
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warm_starter import Started, starter

_TEXT = "".join(
    f"<p>Sáng 8/1, Uỷ ban nhân dân huyện Suối Lộc tổ chức lễ thông xe cầu Bến Vạn đợt {n}, nối hai bờ sông sau ba năm "
    "thi công. Công trình dài 412 m, rộng 12 m, vốn 186 tỷ đồng.</p>"
    for n in range(4)
)
SECTIONS, PER_PAGE = 2, 20


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    at: float
    target: str
    headers: dict[str, str]
    done_at: float = 0.0


Respond = Callable[[Asked], bytes | None]
"""The raw answer; None closes the connection without one."""


@dataclass
class Site:
    """A server on `host` with a free port; `log` holds every request."""

    respond: Respond
    host: str = "127.0.0.1"
    log: list[Asked] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.authority}"

    def paths(self) -> list[str]:
        return [asked.target for asked in self.log]

    @contextmanager
    def serving(self, port: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
        site, self.tls = self, tls

        class Handler(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                while self._one():
                    pass

            def _one(self) -> bool:
                try:
                    line = self.rfile.readline()
                    if not line.strip():
                        return False
                    headers = dict(_fields(self.rfile))
                    asked = Asked(time.monotonic(), line.split()[1].decode(), headers)
                    site.log.append(asked)
                    answer = site.respond(asked)
                    if answer is None:
                        return False
                    self.wfile.write(answer)
                except OSError:
                    return False
                return b"\r\nConnection: close" not in answer[:2000]

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            request_queue_size = 64

            def finish_request(self, request: Any, client_address: Any) -> None:
                if tls is not None:
                    try:
                        request = tls.wrap_socket(request, server_side=True)
                    except OSError:
                        return  # the client would not have our certificate
                super().finish_request(request, client_address)

        with Server((self.host, port), Handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


def _fields(stream: socket.SocketIO) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    while line := stream.readline().rstrip(b"\r\n"):
        name, _, value = line.decode("latin-1").partition(":")
        yield name.lower(), value.strip()


def answer(body: bytes | str, kind: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = "") -> bytes:
    """An ordinary answer."""
    raw = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {len(raw)}\r\n\r\n".encode() + raw


def robots(rules: str = "User-agent: *\nCrawl-delay: 0\n") -> bytes:
    """A robots.txt; the plain one allows all without delay."""
    return answer(rules, "text/plain")


def article(number: int, *, note: str = "", inside: str = "") -> str:
    """An article page."""
    title = f"Thông xe cầu Bến Vạn số {number}"
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-01-08T17:00:00+07:00"></head><body><article>'
        f'<h1>{title}</h1><div class="content">{_TEXT}<p>Số hiệu {number}. {note}</p>{inside}'
        '<p class="author">Lê Khánh Vy</p></div></article></body></html>'
    )


def article_path(number: int) -> str:
    return f"/bai/thong-xe-cau-so-{number}-post{number}.html"


def section(numbers: Sequence[int], following: str | None = None) -> str:
    """A section page with links to articles and to its next page."""
    items = "".join(f'<li><h3><a href="{article_path(n)}">Thông xe cầu Bến Vạn số {n}</a></h3></li>' for n in numbers)
    link = f'<link rel="next" href="{following}">' if following else ""
    return f"<!DOCTYPE html><html><head><title>Thời sự</title>{link}</head><body><ul>{items}</ul></body></html>"


def newspaper_of(count: int, *, delay: float = 0.0, quick: int = 0) -> Respond:
    """A newspaper with `count` articles in one section of several pages; `delay` seconds late after `quick` answers."""
    turns = itertools.count()

    def respond(asked: Asked) -> bytes:
        if delay and next(turns) >= quick:
            time.sleep(delay)
        path, _, query = asked.target.partition("?")
        if path == "/robots.txt":
            return robots()
        if path == "/thoi-su/":
            page = int(query.removeprefix("p=") or 1)
            first = (page - 1) * PER_PAGE
            more = f"/thoi-su/?p={page + 1}" if first + PER_PAGE < count else None
            return answer(section(range(first, min(first + PER_PAGE, count)), more))
        if path.startswith("/bai/"):
            return answer(article(int(path.rpartition("post")[2].removesuffix(".html"))))
        return answer("không có", status="404 Not Found")

    return respond


def held_back(respond: Respond, gate: threading.Event, *, quick: int = 0) -> Respond:
    """The same site, which keeps all but its first `quick` answers back until the gate is opened.

    Not for longer than 30 seconds each: a crawl takes what never comes for a failure.
    """
    turns = itertools.count()

    def respond_late(asked: Asked) -> bytes | None:
        if next(turns) >= quick:
            gate.wait(30)
        return respond(asked)

    return respond_late


def make_archive(folder: Path, **papers: Site) -> Path:
    """An archive with a contact and the newspapers served by these sites."""
    (folder / "press" / "newspapers").mkdir(parents=True, exist_ok=True)
    (folder / "archive.yml").write_text("contact: luutru@suoiloc.example\n", encoding="utf-8")
    for name, site in papers.items():
        write_paper(folder, name, site)
    return folder


def write_paper(folder: Path, name: str, site: Site, extra: str = "") -> None:
    """The definition of a newspaper of the archive's own."""
    (folder / "press" / "newspapers" / f"{name}.yml").write_text(
        f"name: Báo {name}\nkind: national\nhost: {site.host}\nverified: 2026-10-20\n"
        f'sections: ["{site.url}/thoi-su/"]\n'
        "articles:\n  - path: ^/bai/[^/]*-(?P<id>post\\d+)\\.html$\n"
        f'allow_private: ["{site.authority}"]\n{extra}',
        encoding="utf-8",
    )


_NONE = ("--workers", "0")
"""No extraction processes: to load one takes longer than to read the few pages of most tests. What a crawl begins by
itself, and who says --workers, has them."""


def begin_crawl(archive: Path, *arguments: str) -> Started:
    """The crawler itself, without the command line around it, so that it can be killed."""
    return starter().begin("scrapy", ["crawl", *_NONE, *arguments, "--archive", str(archive), "-L", "WARNING"])


def crawl(archive: Path, *arguments: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
    """`newsarchive crawl`, to its end."""
    command = ["crawl", *_NONE, *arguments, "--archive", str(archive)]
    run = starter().begin("newsarchive", command)
    told, said = run.communicate(timeout)
    return subprocess.CompletedProcess(command, run.wait(), told, said)
