"""Every page of the reading room by axe, light and dark, at desk and at 320 px; nothing asked from elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import memento_archive as kho
import reprint_proof
from newsarchive.publish import publish
from reading_room import STORIES, Story, build_archive
from serving_process import Served, serving
from test_browser import CHROMIUM, DESK, FLAGS, SMALL

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs a Chromium at {CHROMIUM} (or in CHROMIUM)")

ARTICLE = STORIES[0].uid
WRITER = reprint_proof.Writer(11)
TEXT = WRITER.paragraphs(7)
PRINTS = (
    Story("bbbbbbbbbbbbbbb1", "Hãng tin báo lũ", TEXT),
    Story("bbbbbbbbbbbbbbb2", "Lũ về", (*TEXT[1:], WRITER.paragraph()), newspaper="cantho"),
)
"""One text in two newspapers."""
OURS = (
    "/", "/tim-kiem", "/tim-kiem?q=cai+cach+hanh+chinh", "/tim-kiem?q=khongcogi", "/tim-kiem?q=-a", "/do-phu",
    f"/bai/{ARTICLE}", "/bai/aaaaaaaaaaaaaaa2", "/bai/nichtdabei", "/bai/ffffffffffffffff", "/tac-gia",
    "/tac-gia?ten=%C4%90%E1%BB%A9c+Minh", "/bao/bacninh", "/noi", "/noi/bac-ninh", "/in-lai", "/dong-thoi-gian",
    "/dong-thoi-gian?q=duong&q2=cho&buoc=month", "/ngu-canh", "/ngu-canh?q=duong", "/tu-di-kem", "/tu-di-kem?q=duong",
    "/so-sanh", "/so-sanh?q=duong&q2=cho", f"/bai/{PRINTS[0].uid}/so-voi/{PRINTS[1].uid}", f"/bai/{ARTICLE}/ban-luu",
)  # fmt: skip
DATASETTES = (
    "/public", "/public?sql=select+*+from+articles", "/public?sql=select+nothing", "/public/articles",
    "/public/articles?_search=duong&section__exact=Kinh+t%E1%BA%BF&_sort=day",
    "/public/articles?_facet=section&_size=1",
    "/public/articles?_search=khongcogi", "/public/texts", "/public/newspapers/bacninh", "/public/release",
    "/public/articles/2023020300001", "/public/khoang_trong", "/public/tim_dung_dau", "/public/tim_dung_dau?q=duong",
    "/public/fts_content", "/public?_show_hidden=1", "/-/versions", "/nothing/here",
)  # fmt: skip
ENGLISH = tuple(f"/en{path}".removesuffix("/") for path in OURS)
DATASETTES_ENGLISH = tuple(f"{path}{'&' if '?' in path else '?'}_lang=en" for path in DATASETTES)
PAGES = (
    *(("light", path) for path in (*OURS, *DATASETTES)),
    *(("dark", path) for path in (*ENGLISH, *DATASETTES_ENGLISH)),
)
"""Colours do not depend on the language, so each language is looked at in one scheme."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""Every element is held against every rule; of what passes one is described, not each, which took half the time."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    withheld = replace(STORIES[0], uid="ffffffffffffffff", withheld=True)
    archive = build_archive(tmp_path_factory.mktemp("axe"), [*STORIES, *PRINTS, withheld])
    publish(archive)
    with serving(archive) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(browser: Any, served: Served) -> Iterator[Callable[[str], Any]]:
    """Colour scheme → one page for all addresses; a context for each would begin a process for each."""
    yield functools.cache(functools.partial(open_page, browser, f"http://127.0.0.1:{served.port}"))
    for context in browser.contexts:
        context.close()


def open_page(browser: Any, here: str, scheme: str) -> Any:
    """A page that notes what the console says and what is asked of others."""
    page = browser.new_context(viewport=DESK, base_url=here, color_scheme=scheme, bypass_csp=False).new_page()
    page.said, page.elsewhere = [], []
    page.on("console", lambda message: page.said.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(f"{here}/") else page.elsewhere.append(sent.url))
    return page


def is_complaint(message: Any) -> bool:
    """A page that answers 400, 404 or 451 is named by the browser; everything else is ours to mend."""
    return message.type in ("error", "warning") and "Failed to load resource: the server responded" not in message.text


@pytest.mark.parametrize(("scheme", "path"), PAGES)
def test_axe_finds_nothing(pages: Callable[[str], Any], scheme: str, path: str) -> None:
    page = pages(scheme)
    page.said.clear()
    page.elsewhere.clear()
    page.goto(path)
    check(page)
    assert (page.said, page.elsewhere) == ([], [])


def check(page: Any) -> None:
    """Raises AssertionError for what axe finds, for a page wider than the smallest screen, and for a menu that is."""
    page.set_viewport_size(DESK)
    open_all(page)
    assert found_by_axe(page) == []
    page.set_viewport_size(SMALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], "wider than the screen"
    menu = page.locator("header.top nav")
    assert menu.evaluate("one => one.scrollWidth <= one.clientWidth"), "the menu is scrolled sideways"


def found_by_axe(page: Any) -> list[str]:
    """Rule and element of everything that breaks one."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe
    found = axe().run(page, options=RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found.response["violations"] for node in one["nodes"]]


def test_axe_finds_every_element_that_breaks_a_rule(browser: Any) -> None:
    page = browser.new_page()
    faults = '<img src="a.png"><p style="color: #999">sông</p><p style="color: #aaa">núi</p>'
    page.set_content(f"<title>x</title><main>{faults}</main>")
    found = [told.partition(":")[0] for told in found_by_axe(page)]
    page.close()
    assert (found.count("image-alt"), found.count("color-contrast")) == (1, 2)


def test_axe_finds_nothing_around_an_archived_copy(tmp_path: Path, browser: Any) -> None:
    """The page around it alone: what a newspaper once sent is as it was."""
    archive = kho.build(tmp_path)
    publish(archive)
    stamp = f"{kho.AT:%Y%m%d%H%M%S}"
    with serving(archive) as server:
        for scheme, language in (("light", ""), ("dark", "/en")):
            context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{language}/bai/{kho.uid(kho.ENCODED)}/ban-luu/{stamp}")
            assert page.frame_locator("iframe.copy").locator("body").inner_text().strip()
            page.evaluate("document.querySelector('iframe.copy').remove()")
            check(page)
            context.close()


def open_all(page: Any) -> None:
    """What is folded in is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


@pytest.mark.parametrize("path", ["/", "/tim-kiem?q=duong", f"/bai/{ARTICLE}", "/public/articles", "/public"])
def test_everything_is_reached_by_keyboard_and_seen(pages: Callable[[str], Any], path: str) -> None:
    """Tab comes to every link, field and button in the order of the page, and each shows that it has the focus."""
    page = pages("light")
    page.set_viewport_size(DESK)
    page.goto(path)
    expected = page.evaluate(
        """[...document.querySelectorAll(
                'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
           .filter(one => one.checkVisibility({checkVisibilityCSS: true}) && !one.disabled)
           .filter(one => one.type !== 'radio' || one.checked).length"""
    )
    seen, unseen = 0, []
    for _ in range(expected + 10):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """(() => { const one = document.activeElement; if (!one || one === document.body) return null;
               const shown = one.type === 'radio' ? one.nextElementSibling : one, style = getComputedStyle(shown);
               const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
               return [one.outerHTML.slice(0, 120), outlined] })()"""
        )
        if told is None:
            break
        seen += 1
        if not told[1]:
            unseen.append(told[0])
    assert seen >= expected  # Chromium adds what can be scrolled
    assert unseen == []
