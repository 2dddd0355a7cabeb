"""The reading room in a browser: what a reader sees, on a desk and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsarchive.publish import publish
from reading_room import STORIES, build_archive
from serving_process import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE, SMALL = {"width": 1280, "height": 860}, {"width": 390, "height": 844}, {"width": 320, "height": 640}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a Chromium at {CHROMIUM} (or in CHROMIUM)")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    archive = build_archive(
        tmp_path_factory.mktemp("browser"), [*STORIES, replace(STORIES[0], uid="ffffffffffffffff", withheld=True)]
    )
    publish(archive)
    with serving(archive) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Served) -> Iterator[Page]:
    """A page whose console stays silent and which asks nobody but us."""
    context = browser.new_context(viewport=request.param, base_url=f"http://127.0.0.1:{server.port}")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(f"http://127.0.0.1:{server.port}/")] == []


def fits(page: Page) -> bool:
    """True when nothing makes the page wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def marks(page: Page) -> list[str]:
    return [mark.inner_text() for mark in page.locator(".hits mark").all()]


@pytest.mark.parametrize("typed", ["cai cach hanh chinh", "cải cách hành chính"])
def test_typing_a_phrase_with_and_without_marks(page: Page, typed: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem?*")
    assert "cải cách hành chính" in marks(page)
    assert page.locator(".count").inner_text() == "1 bài"
    assert fits(page)


def test_duong_finds_and_shows_the_road(page: Page) -> None:
    page.goto("/tim-kiem?q=duong")
    assert "đường" in marks(page)
    background = page.locator(".hits mark").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert background == "rgb(255, 233, 168)"
    page.get_by_text("Đúng dấu", exact=True).click()
    page.get_by_role("button", name="Tìm").click()
    page.wait_for_url("**dau=1*")
    assert page.locator(".count").inner_text() == "0 bài"
    page.get_by_role("link", name="Có 1 bài nếu không phân biệt dấu.").click()
    page.wait_for_url(lambda url: "dau=1" not in url)
    assert "đường" in marks(page)


def test_reading_an_article_with_its_provenance(page: Page) -> None:
    page.goto("/tim-kiem?q=cai+cach+hanh+chinh")
    page.locator(".hits .headline").first.click()
    page.wait_for_url("**/bai/aaaaaaaaaaaaaaa1")
    assert page.locator("h1").inner_text() == "Huyện Sông Trăng đẩy mạnh cải cách hành chính"
    assert page.locator(".lead").inner_text().startswith("Năm qua, huyện Sông Trăng")
    assert page.locator(".byline").inner_text().startswith("Đức Minh, Ảnh: Thiên Thanh · 3/2/2023, 08:15")
    assert page.locator("figcaption").inner_text().startswith("Người dân làm thủ tục tại bộ phận một cửa")
    side = page.locator(".side").inner_text()
    for fact in ("2024-06-02 01:00:00 UTC", "newsarchive-20240601010000-00001-kho.warc.gz@2468", "sha256:", "Bản 1"):
        assert fact in side
    page.get_by_text("Xem bản cũ").click()
    assert page.get_by_text("huyện Sông Trăng tổ chức hội nghị bàn việc giảm giấy tờ").first.is_visible()
    assert not page.locator(".old ins").first.is_visible()
    page.get_by_text("Xem chỗ đã sửa").click()
    assert page.locator(".old ins").first.is_visible()
    assert page.locator(".changed .badge").first.inner_text() == "tít"
    assert fits(page)


def test_the_english_room(page: Page) -> None:
    page.goto("/bai/aaaaaaaaaaaaaaa2")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/bai/aaaaaaaaaaaaaaa2")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("article").get_attribute("lang") == "vi"
    assert page.get_by_role("heading", name="Provenance").is_visible()
    assert page.locator("article table td").all_inner_texts()[:2] == ["Hạng mục", "Tỷ đồng"]


def test_the_first_tab_is_a_visible_skip_link(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id == 'main'")


@pytest.mark.parametrize(
    "path",
    [
        "/public",
        "/public/articles",
        "/public/articles?_search=duong",
        "/public/khoang_trong",
        "/public/articles/2023020300001",
    ],
)
def test_datasettes_own_pages_in_our_dress(page: Page, path: str) -> None:
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("a.skip").count() == 1
    assert page.locator("#release").inner_text()
    assert fits(page)


ANALYSIS = [f"/{page}?q=duong&q2=cho" for page in ("dong-thoi-gian", "en/ngu-canh", "en/tu-di-kem", "en/so-sanh")]


@pytest.mark.parametrize(
    "path", ["/", "/tim-kiem", "/tim-kiem?q=cai+cach+hanh+chinh", "/bai/aaaaaaaaaaaaaaa1", "/en/", *ANALYSIS]
)
def test_no_page_is_wider_than_a_small_phone(browser: Browser, server: Served, path: str) -> None:
    context: Any = browser.new_context(viewport=SMALL, base_url=f"http://127.0.0.1:{server.port}")
    page = context.new_page()
    page.goto(path)
    assert fits(page)
    context.close()


@pytest.mark.parametrize(("path", "words"), [("/bai/ffffffffffffffff", "đã được gỡ"), ("/bai/nichtdabei", "Không có")])
def test_withheld_and_missing_are_explained(browser: Browser, server: Served, path: str, words: str) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}{path}")
    assert words in page.locator("h1").inner_text()
    page.close()
