"""Five errands of a researcher who has never seen the room, each begun on the home page."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsarchive.publish import publish
from reading_room import STORIES, build_archive
from serving_process import Served, serving
from test_browser import CHROMIUM, DESK, FLAGS, PHONE, fits

if TYPE_CHECKING:
    from playwright.sync_api import Page

OTHER_YEARS = tuple(
    replace(STORIES[0], uid=f"dddddddddddddd{year % 100}", published=date(year, 4, 2), earlier=())
    for year in (2019, 2021, 2022)
)

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a Chromium at {CHROMIUM} (or in CHROMIUM)")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    archive = build_archive(tmp_path_factory.mktemp("walk"), [*STORIES, *OTHER_YEARS])
    publish(archive)
    with serving(archive) as served:
        yield served


@pytest.fixture(scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, server: Served) -> Iterator[Page]:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        page = browser.new_page(viewport=request.param, base_url=f"http://127.0.0.1:{server.port}")
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        yield page
        browser.close()
    assert said == []


def find(page: Page, typed: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem?*")


def test_find_an_event_see_who_wrote_it_and_cite_it(page: Page) -> None:
    find(page, "khoi cong duong ven song")
    page.get_by_role("link", name="Khởi công đường ven sông Lạch Đá").click()
    page.wait_for_url("**/bai/*")
    assert page.locator(".byline").inner_text().startswith("Lê Hoà Bình")
    assert "Lê Hoà Bình. “Khởi công đường ven sông Lạch Đá”" in page.locator(".citation").inner_text()
    with page.expect_download() as started:
        page.get_by_role("link", name="RIS").click()
    assert "AU  - Lê Hoà Bình" in Path(started.value.path()).read_text(encoding="utf-8")
    assert page.locator("script[type='application/ld+json']").count() == 1
    assert fits(page)


def test_take_two_years_of_reform_away(page: Page) -> None:
    find(page, '"cải cách hành chính"')
    page.get_by_label("Từ", exact=True).fill("2021")
    page.get_by_label("Đến", exact=True).fill("2022")
    page.get_by_role("button", name="Áp dụng").click()
    page.wait_for_url("**den=2022*")
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert started.value.suggested_filename.startswith("newsarchive-2")
    with Path(started.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["day"] for row in rows] == ["2022-04-02", "2021-04-02"]
    assert {row["query"] for row in rows} == {'"cải cách hành chính"'}
    assert all("tu=2021" in row["search_url"] and row["release"] for row in rows)
    assert fits(page)


@pytest.mark.parametrize(("menu", "path", "word"), [("Độ phủ", "/do-phu", "Tháng còn thiếu"),
                                                    ("Coverage", "/en/do-phu", "Missing months")])  # fmt: skip
def test_see_which_months_are_missing(page: Page, menu: str, path: str, word: str) -> None:
    page.goto("/" if path == "/do-phu" else "/en")
    page.get_by_role("link", name=menu, exact=True).click()
    page.wait_for_url(f"**{path}")
    assert f"{word}: 2019-05 – 2021-03, 2021-05 – 2022-03" in page.locator("main").inner_text()
    assert fits(page)
