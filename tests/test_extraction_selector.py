"""The index answers as XPath does."""

from __future__ import annotations

import lxml.html
import pytest
from lxml.cssselect import CSSSelector

from newsarchive.extraction.selector import Index

SOURCE = (
    '<div id="a" class="x y"><p class="x">1<a>2</a></p><ul class="y"><li><a class="z x">3</a></li></ul></div>'
    '<a href="/t/1">4</a><div class="y"></div><div class="v" type="Box"><p>5</p><p style="right">6</p></div>'
    '<a href="">7</a>'
)
ROOT = lxml.html.document_fromstring(SOURCE)
SELECTORS = (
    ".x", "#a", "div.x.y", "#a a", "div#a .x", ".y a", ".y .x a", "a", "ul li a", ".none", "#a .none a", "p.x > a",
    "a:not(.x)",
    "[class='y']", "div .y, p a", "ul.y a.z.x", "div[type=Box]", "[type='Box'] p", "div[type=box]", "div.v[type]",
    "a[href*='/t/']", "a[href^='/']", "a[href*='']", "a[href='']", ".v > p[style*='right']:last-of-type",
    ".y ~ a", "#a ~ div p", ".v ~ div", ".none > p", ".y > a", "p.x > a, .v > p", "div:not(.y) > p",
    "div a", ".x .x", ".y div, div ul", "#a.x.y", "#a.z", "[class*='y']", "[id='a']", "[id^='a'] .z", "a.z[class]",
)  # fmt: skip


@pytest.mark.parametrize("selector", SELECTORS)
def test_same_elements_as_xpath(selector: str) -> None:
    assert set(Index(ROOT, SOURCE.encode()).select(selector)) == set(CSSSelector(selector, translator="html")(ROOT))


def test_what_is_no_selector_matches_nothing() -> None:
    assert Index(ROOT, SOURCE.encode()).select("div[[") == []
