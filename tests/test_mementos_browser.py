"""A hostile page as it was captured, opened in a browser: nothing of it runs, and nobody outside is asked."""

from __future__ import annotations

import http.server
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import memento_archive as kho
from memento_archive import ENCODED, HOSTILE
from newsarchive.publish import publish
from serving_process import Served, serving
from waiting import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
STAMP = f"{kho.AT:%Y%m%d%H%M%S}"
SCREENSHOTS = os.environ.get("SCREENSHOTS")
"""Folder for pictures of the pages, to be looked at by a person."""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a Chromium at {CHROMIUM} (or in CHROMIUM)")


class Outside(http.server.ThreadingHTTPServer):
    """Everybody else: notes who connects and what is asked; `/goc` is the hostile page without any sandbox."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.connections = self._own = 0
        self.page = b""
        super().__init__(("127.0.0.1", 0), _Answer)

    def process_request(self, request: object, client_address: object) -> None:
        self.connections += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def count(self) -> int:
        """Connections so far, those included that were made and are not taken yet: ours, made now, is the last."""
        with socket.create_connection(self.server_address[:2], PATIENCE) as ours:
            ours.sendall(b"GET /ta HTTP/1.0\r\n\r\n")
            assert ours.recv(1)
        self.asked.remove("/ta")
        self._own += 1
        return self.connections - self._own


class _Answer(http.server.BaseHTTPRequestHandler):
    server: Outside

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path != "/goc":
            # No Content: a page that is sent elsewhere stays where it is (RFC 9110, 15.3.5), and asks for the rest.
            self.send_response(204)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.page)))
        self.end_headers()
        self.wfile.write(self.server.page)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def outsiders() -> Iterator[Outside]:
    with Outside() as server:
        server.page = kho.hostile(server.root)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with outsiders() as server:
        yield server


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, outside: Outside) -> Iterator[Served]:
    folder = kho.build(tmp_path_factory.mktemp("hostile") / "kho", outside.root)
    publish(folder)
    with serving(folder) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser,
    url: str,
    viewport: dict[str, int] = DESK,
    scheme: str = "light",
    until: Literal["commit", "load"] = "load",
) -> Iterator[Page]:
    context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url, wait_until=until)
    page.wait_for_timeout(700)
    try:
        yield page
    finally:
        context.close()


def test_without_a_sandbox_the_page_does_all_that(browser: Browser) -> None:
    parts = {"fetch", "script", "ma.js", "anh.png", "khung", "srcdoc", "ngoai.css", "nen.png", "div.png", "phim.mp4"}
    leaving = {"refresh", "location", "form"}

    def missing() -> set[str]:
        asked = {path.partition("?")[0].removeprefix("/bi-goi/") for path in outside.asked}
        return parts - asked | (set() if asked & leaving else leaving)

    # Others than those of the other tests, where what this page asks last would be counted. Kept where it is it goes on
    # leaving, so that its loading never ends, and what it had not begun to load each time it leaves is dropped (the
    # video, on a busy machine): it is opened anew until every part was asked for once.
    with outsiders() as outside:
        until = time.monotonic() + PATIENCE
        while missing() and time.monotonic() < until:
            with opened(browser, f"{outside.root}/goc", until="commit") as page:
                again = time.monotonic() + 3
                while missing() and time.monotonic() < again:
                    page.wait_for_timeout(100)
        assert not missing(), outside.asked


def wait_until_drawn(page: Page, picture: Locator) -> None:
    until = time.monotonic() + PATIENCE
    while not picture.evaluate("img => img.complete && img.naturalWidth > 1"):
        assert time.monotonic() < until, "the picture was never drawn"
        page.wait_for_timeout(50)


@pytest.mark.parametrize("form", ["", "if_", "id_"])
def test_a_hostile_copy_does_nothing(browser: Browser, room: Served, outside: Outside, form: str) -> None:
    before = outside.count()
    address = f"http://127.0.0.1:{room.port}/memento/{STAMP}{form}/{kho.url(HOSTILE)}"
    with opened(browser, address) as page:
        assert page.url == address
        assert "chay" not in page.title()
        assert page.locator("h1").inner_text().startswith("Thông xe cầu Bến Vạn")
        if form != "id_":
            for name in ("#di", "#ma", "#tuong-doi", "#gui"):
                page.locator(name).click(force=True)
            page.wait_for_timeout(300)
            assert page.url == address
        assert page.title() != "chay"
    after = outside.count()
    assert outside.asked == []
    # For a frame that the policy forbids Chromium opens a connection all the same, and asks nothing over it: only
    # where the page is given out as it was sent.
    assert after - before <= (form == "id_")


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "light"), (DESK, "dark"), (PHONE, "dark")])
def test_the_frame_around_a_hostile_copy(
    browser: Browser, room: Served, outside: Outside, viewport: dict[str, int], scheme: str
) -> None:
    before = outside.count()
    address = f"http://127.0.0.1:{room.port}/bai/{kho.uid(HOSTILE)}/ban-luu/{STAMP}"
    with opened(browser, address, viewport, scheme) as page:
        inside = page.frame_locator("iframe.copy")
        assert inside.locator("h1").inner_text().startswith("Thông xe cầu Bến Vạn")
        for name in ("#di", "#ma", "#tuong-doi", "#gui"):
            inside.locator(name).click(force=True)
        page.wait_for_timeout(300)
        assert (page.url, "chay" in page.title()) == (address, False)
        assert page.get_by_text("Trang này là bản lưu trữ").is_visible()
        assert inside.locator("h1").inner_text().startswith("Thông xe cầu Bến Vạn")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if SCREENSHOTS:
            page.screenshot(path=f"{SCREENSHOTS}/khung-{scheme}-{viewport['width']}.png")
    assert outside.count() == before
    assert outside.asked == []


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_pictures_of_the_archive_are_seen(
    browser: Browser, room: Served, viewport: dict[str, int], scheme: str
) -> None:
    root = f"http://127.0.0.1:{room.port}"
    uid = kho.uid(ENCODED)
    with opened(browser, f"{root}/bai/{uid}/ban-luu", viewport, scheme) as page:
        wait_until_drawn(page, page.frame_locator("iframe.copy").locator("figure img"))
        if SCREENSHOTS:
            page.screenshot(path=f"{SCREENSHOTS}/ban-luu-{scheme}-{viewport['width']}.png")
        page.get_by_role("link", name="Bản trước").click()
        page.wait_for_url(f"**/ban-luu/{STAMP[:8]}132100")
        page.get_by_role("link", name="Bài đã làm sạch").click()
        page.wait_for_url(f"**/bai/{uid}")
        picture = page.locator("figure img").first
        picture.scroll_into_view_if_needed()
        wait_until_drawn(page, picture)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if SCREENSHOTS:
            page.screenshot(path=f"{SCREENSHOTS}/bai-{scheme}-{viewport['width']}.png", full_page=True)
    with opened(browser, f"{root}/memento/{STAMP}/{kho.url(ENCODED)}", viewport, scheme) as page:
        assert page.get_by_text("Archived copy, captured").is_visible()
        wait_until_drawn(page, page.locator("figure img"))
        if SCREENSHOTS:
            page.screenshot(path=f"{SCREENSHOTS}/memento-{scheme}-{viewport['width']}.png")
