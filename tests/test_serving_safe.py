"""A reading room on the internet: who is let in, how often, and what is said when something breaks."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest

from newsarchive.publish import publish
from newsarchive.serving.app import make_datasette
from newsarchive.serving.gate import Gate
from newsarchive.serving.pagecache import PageCache
from newsarchive.serving.rate import _ADDRESSES, _BURST, RateLimit
from reading_room import build_archive
from serving_process import Served, serving_here
from waiting import PATIENCE


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def datasette(tmp_path_factory: pytest.TempPathFactory) -> Any:
    archive = build_archive(tmp_path_factory.mktemp("safe"))
    publish(archive)
    return make_datasette(archive / "public.db")


@pytest.fixture(scope="module")
def served(datasette: Any) -> Iterator[Served]:
    with serving_here(Gate(PageCache(RateLimit(datasette.app(), per_minute=60, clock=Clock()), "r1"))) as served:
        yield served


BROKEN = {"home.html": "{{ 1 / 0 }}", "search.html": "{{ nothing.here }}", "coverage.html": "{% if %}"}
OURS = ("/", "/en/", "/tim-kiem", "/do-phu")
EVERY = (*OURS, "/nothing", "/bai/nothing", "/public", "/public/articles", "/public?sql=select+x", "/-/metadata")


@pytest.mark.parametrize(
    ("templates", "paths"),
    [(BROKEN, OURS), ({"base.html": "{{ nothing.here }}"}, EVERY), ({"error.html": "{{ 1 / 0 }}"}, ("/nothing",))],
    ids=["a page", "every page", "the page of errors"],
)
def test_a_template_that_breaks_is_answered_at_once_and_says_nothing(
    datasette: Any, served: Served, templates: dict[str, str], paths: tuple[str, ...]
) -> None:
    loader = datasette.jinja_env.loader
    environments = (datasette.jinja_env, datasette.newsarchive_pages)
    for environment in environments:
        environment.loader = jinja2.ChoiceLoader([jinja2.DictLoader(templates), loader])
        environment.cache.clear()
    try:
        for path in paths:
            status, headers, body = get_within(served, path, seconds=30)
            assert status == 500, path
            assert headers.get("cache-control") != "public", path
            for word in ("Traceback", "nothing", "division", "templates", str(Path(__file__).parent.parent)):
                assert word not in body.replace("/nothing", ""), (path, word)
    finally:
        for environment in environments:
            environment.loader = loader
            environment.cache.clear()
    assert served.get("/")[0] == 200


def get_within(served: Served, path: str, seconds: float) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=seconds)
    connection.request("GET", path, headers={"Cookie": "past=the kept pages"})
    response = connection.getresponse()
    headers = {name.lower(): value for name, value in response.getheaders()}
    body = response.read().decode()
    connection.close()
    return response.status, headers, body


def test_crawlers_are_asked_to_stay_away(served: Served) -> None:
    status, headers, body = served.get("/robots.txt")
    assert (status, body) == (200, "User-agent: *\nDisallow: /\n")
    assert headers["content-type"].startswith("text/plain")
    for path in ("/", "/public/articles", "/tim-kiem/tai-ve.csv"):
        assert served.get(path)[1]["x-robots-tag"] == "noindex, noarchive"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"])
def test_nothing_but_reading(served: Served, method: str) -> None:
    head, _ = raw(served, f"{method} / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    assert head.startswith("HTTP/1.1 405")
    assert "allow: GET, HEAD" in head


def test_head_has_the_headers_alone(served: Served) -> None:
    head, body = raw(served, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert head.startswith("HTTP/1.1 200")
    assert "content-security-policy" in head
    assert body == ""


HOSTS = (
    "a b",
    'a"><script>',
    "a/../b",
    "a\x00b",
    "a@b",
    "a?b",
    "<",
    "a" * 300,
    "[::1",
    "a:99999999",
    "kho.example, evil",
)


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_none(served: Served, host: str) -> None:
    head, body = raw(served, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    assert head.startswith("HTTP/1.1 400")
    assert host not in body


@pytest.mark.parametrize("host", ["kho.example", "kho.example:8080", "127.0.0.1:1", "[::1]:8001", "xn--bo-kma.vn"])
def test_a_host_that_is_one(served: Served, host: str) -> None:
    assert raw(served, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")[0].startswith("HTTP/1.1 200")


def test_addresses_of_any_length_are_answered(served: Served) -> None:
    for length, status in ((7_000, "200"), (9_000, "414"), (60_000, "414"), (200_000, "400")):
        request = f"GET /tim-kiem?bao={'a' * length} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        assert raw(served, request)[0].split()[1:2] in ([status], []), length
    assert served.get("/")[0] == 200


def raw(served: Served, request: str) -> tuple[str, str]:
    """(head, body) of an answer to what no client library would send."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        with contextlib.suppress(OSError):  # an answer may come, and the end, before all was sent
            connection.sendall(request.encode("latin-1"))
        answer = b""
        while b"\r\n\r\n" not in answer or "connection: close" in request.lower():
            try:
                piece = connection.recv(65_536)
            except ConnectionResetError:
                break
            if not piece:
                break
            answer += piece
    head, _, body = answer.decode().partition("\r\n\r\n")
    return head, body


def ask(app: Any, client: str | None, path: str = "/tim-kiem", query: bytes = b"") -> tuple[int, dict[bytes, bytes]]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": query, "client": (client, 1) if client else None}
    asyncio.run(app(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"])


async def room(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_one_address_is_slowed_and_no_other() -> None:
    clock = Clock()
    app = RateLimit(room, per_minute=60, clock=clock)
    assert [ask(app, "192.0.2.1")[0] for _ in range(_BURST)] == [200] * _BURST
    status, headers = ask(app, "192.0.2.1")
    assert (status, headers[b"retry-after"], headers[b"cache-control"]) == (429, b"1", b"no-store")
    assert ask(app, "192.0.2.2")[0] == 200
    clock.now += 1
    assert [ask(app, "192.0.2.1")[0] for _ in range(2)] == [200, 429]
    clock.now += 3_600
    assert [ask(app, "192.0.2.1")[0] for _ in range(_BURST + 1)] == [200] * _BURST + [429]


def test_a_download_counts_as_ten_pages_and_style_as_none() -> None:
    app = RateLimit(room, per_minute=60, clock=Clock())
    assert [ask(app, "192.0.2.1", "/tim-kiem/tai-ve.csv")[0] for _ in range(11)] == [200] * 10 + [429]
    assert ask(app, "192.0.2.1", "/static/newsarchive.css")[0] == 200
    assert [ask(app, "192.0.2.3", "/public", b"sql=select+1")[0] for _ in range(21)] == [200] * 20 + [429]


def test_whom_a_request_counts_for() -> None:
    app = RateLimit(room, per_minute=60, clock=Clock())
    for own in ("127.0.0.1", "::1", "::ffff:127.0.0.1", None):
        assert {ask(app, own)[0] for _ in range(_BURST + 5)} == {200}
    for one, neighbour in (("2001:db8::1", "2001:db8::2"), ("192.0.2.9", "::ffff:192.0.2.9"), ("x", "y, z")):
        assert {ask(app, one)[0] for _ in range(_BURST)} == {200}
        assert ask(app, neighbour)[0] == 429
    assert ask(app, "2001:db8:1::1")[0] == 200
    assert {ask(RateLimit(room, per_minute=0), "192.0.2.1")[0] for _ in range(_BURST + 5)} == {200}


def test_the_memory_for_addresses_is_bounded() -> None:
    app = RateLimit(room, per_minute=60, clock=Clock())
    for number in range(_ADDRESSES + 50):
        app._take(
            {"client": (f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1), "path": "/", "query_string": b""}
        )
    assert len(app._buckets) == _ADDRESSES


def test_a_proxy_of_this_machine_says_for_whom_it_asks(served: Served) -> None:
    """uvicorn takes X-Forwarded-For from loopback alone; the address in it is the one that is limited."""
    statuses = [
        served.get(f"/bai/nothing?{number}", {"X-Forwarded-For": "198.51.100.7"})[0] for number in range(_BURST + 5)
    ]
    assert statuses[:_BURST] == [404] * _BURST
    assert 429 in statuses[_BURST:]
    assert served.get("/bai/nothing", {"X-Forwarded-For": "198.51.100.8"})[0] == 404
