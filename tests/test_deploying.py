"""docs/deploying.md, tried: nginx with the configuration printed there, before a reading room on loopback."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from newsarchive.publish import publish
from newsarchive.serving import pagecache
from newsarchive.serving.app import make_datasette
from newsarchive.serving.gate import Gate
from newsarchive.serving.pagecache import PageCache
from newsarchive.serving.rate import RateLimit
from reading_room import STORIES, build_archive, withhold
from serving_process import serving_here
from waiting import PATIENCE, wait_for

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
DOC = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
LONG, SHORT = 900, 1
"""Seconds that a page is kept: longer than any of these tests takes, and soon over."""
PATH = f"/bai/{STORIES[0].uid}"

needs_nginx = pytest.mark.skipif(NGINX is None, reason="needs nginx (on Debian: apt-get install nginx-light)")


@dataclass
class Room:
    """What answers behind the proxy; a test puts another release in its place, as `serve` does."""

    app: Any
    asked: int = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += scope["type"] == "http"
        await self.app(scope, receive, send)


@dataclass
class Front:
    """nginx, the room behind it, and the archive."""

    port: int
    room: Room
    archive: Path
    cache: Path

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        given = {name.lower(): ", ".join(response.headers.get_all(name, [])) for name in response.headers}
        body = response.read()
        connection.close()
        return response.status, given, body


def block(language: str) -> str:
    """The one block of code of a language in the page."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOC, re.DOTALL)
    return str(found)


def room_of(archive: Path) -> Any:
    return room_with(archive, publish(archive).release.id)


def room_with(archive: Path, release: str) -> Any:
    return Gate(PageCache(RateLimit(make_datasette(archive / "public.db").app()), release))


def keep_shortly(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the same release is to be kept for a second."""
    release = front.get("/do-phu")[1]["x-newsarchive-release"]
    monkeypatch.setattr(pagecache, "MAX_AGE", SHORT)
    front.room.app = room_with(front.archive, release)


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    monkeypatch.setattr(pagecache, "MAX_AGE", LONG)
    archive = build_archive(tmp_path / "kho")
    room = Room(room_of(archive))
    with serving_here(room) as served, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        cache = tmp_path / "cache"
        site = block("nginx")
        for printed, here in (
            ("listen 80;", f"listen 127.0.0.1:{port};"),
            ("http://127.0.0.1:8001", f"http://127.0.0.1:{served.port}"),
            ("/var/cache/nginx/newsarchive", str(cache)),
        ):
            assert printed in site
            site = site.replace(printed, here)
        conf = tmp_path / "nginx.conf"
        conf.write_text(MAIN.format(folder=tmp_path, site=site), encoding="utf-8")
        process = subprocess.Popen([str(NGINX), "-c", str(conf), "-e", str(tmp_path / "error.log")])
        try:
            wait_for(lambda: answers(port), "nginx")
            yield Front(port, room, archive, cache)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


MAIN = """daemon off; master_process off; pid {folder}/nginx.pid;
events {{ worker_connections 200; }}
http {{
types {{ text/html html; }}
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{site}
}}"""


def once_its_time_is_over(front: Front, path: str) -> tuple[int, dict[str, str], bytes]:
    """The first answer that does not come out of nginx's cache."""
    found: list[tuple[int, dict[str, str], bytes]] = []

    def is_over() -> bool:
        time.sleep(0.2)  # nginx lets an address ask ten times a second
        found.append(front.get(path))
        return found[-1][1]["x-cache"] != "HIT"

    wait_for(is_over, "an answer that is no HIT")
    return found[-1]


@needs_nginx
def test_pages_are_kept_compressed_and_asked_after(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    status, headers, body = front.get(PATH)
    assert (status, headers["x-cache"]) == (200, "MISS")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-robots-tag"] == "noindex, noarchive"
    assert headers["x-content-type-options"] == "nosniff"
    release = headers["x-newsarchive-release"]
    for _ in range(3):
        assert (front.get(PATH)[1]["x-cache"], front.room.asked) == ("HIT", 1)
    status, headers, packed = front.get(PATH, Accept_Encoding="gzip")
    assert (headers["content-encoding"], headers["x-cache"]) == ("gzip", "HIT")
    assert gzip.decompress(packed) == body
    assert "Accept-Encoding" in headers["vary"]
    assert front.get(PATH, If_None_Match=headers["etag"])[0] == 304
    keep_shortly(front, monkeypatch)
    other, before = f"/bai/{STORIES[1].uid}", front.room.asked
    body = front.get(other)[2]
    status, headers, again = once_its_time_is_over(front, other)
    assert (status, headers["x-cache"], again, front.room.asked - before) == (200, "REVALIDATED", body, 2)
    assert headers["x-newsarchive-release"] == release


@needs_nginx
def test_what_is_taken_down_is_gone_when_the_minute_is_over(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_shortly(front, monkeypatch)
    assert STORIES[0].headline.encode() in front.get(PATH)[2]
    assert STORIES[0].headline.encode() in front.get("/tim-kiem")[2]
    withhold(front.archive, STORIES[0].uid)
    front.room.app = room_of(front.archive)
    once_its_time_is_over(front, "/tim-kiem")
    once_its_time_is_over(front, PATH)
    for _ in range(2):
        status, headers, body = front.get(PATH)
        assert (status, headers["cache-control"]) == (451, "no-store")
        assert headers["x-cache"] != "HIT"
        assert STORIES[0].headline.encode() not in body
    assert STORIES[0].headline.encode() not in front.get("/tim-kiem")[2]


@needs_nginx
def test_nothing_stale_is_shown_when_the_room_is_broken(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    other = f"/bai/{STORIES[1].uid}"
    assert front.get(PATH)[0] == 200
    keep_shortly(front, monkeypatch)
    assert front.get(other)[0] == 200

    async def broken(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    front.room.app = broken
    assert front.get(PATH)[0] == 200, "kept for its minute"
    assert once_its_time_is_over(front, other)[0] == 500


@needs_nginx
def test_at_once_by_emptying_the_cache(front: Front) -> None:
    assert front.get(PATH)[0] == 200
    withhold(front.archive, STORIES[0].uid)
    front.room.app = room_of(front.archive)
    for kept in front.cache.iterdir():
        shutil.rmtree(kept)
    assert front.get(PATH)[0] == 451


@needs_nginx
def test_readers_share_what_is_kept_and_are_told_apart(front: Front) -> None:
    front.get("/do-phu", Cookie="ds_actor=x", Authorization="Bearer x")
    assert front.get("/do-phu", Cookie="other=1")[1]["x-cache"] == "HIT"
    assert front.get("/tim-kiem/tai-ve.csv")[1]["x-cache"] == "MISS"
    assert front.get("/tim-kiem/tai-ve.csv")[1]["x-cache"] == "MISS"
    assert f"http://127.0.0.1:{front.port}/bai/" in front.get(f"{PATH}.bib")[2].decode()
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=PATIENCE)
    connection.request("POST", "/", body=b"x" * 10_000)
    assert connection.getresponse().status in (405, 413)
    with ThreadPoolExecutor(8) as readers:
        statuses = list(readers.map(lambda _: front.get("/do-phu")[0], range(400)))
    assert 429 in statuses
    assert {200, 429} >= set(statuses)


def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze")
    unit = tmp_path / "newsarchive.service"
    program = tmp_path / "newsarchive"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    unit.write_text(
        block("ini").replace("/opt/newsarchive/bin/newsarchive", str(program)).replace("=newsarchive\n", "=root\n"),
        encoding="utf-8",
    )
    run = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert str(unit) not in run.stderr, run.stderr
    assert "Unknown" not in run.stderr, run.stderr


def test_the_command_of_the_unit_is_one() -> None:
    from typer.testing import CliRunner

    from newsarchive.cli.app import app

    (command,) = re.findall(r"ExecStart=\S+ (.*)", block("ini"))
    assert command == "serve --archive /srv/kho --port 8001"
    assert CliRunner().invoke(app, ["serve", "--help"]).exit_code == 0
