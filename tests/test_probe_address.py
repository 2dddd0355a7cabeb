"""The shape of article addresses, names worth a selector, and what a newspaper's file is begun with."""

from __future__ import annotations

import re

import pytest

from newsarchive.probe.address import article_pattern
from newsarchive.probe.draft import host_of, suggest_id
from newsarchive.probe.naming import weigh_name


@pytest.mark.parametrize(
    ("urls", "pattern", "further", "other"),
    [
        (["/hoa-no-post101.html", "/cau-moi-post2045.html"], r"-(?P<id>post\d+)\.html$", "/x-post7.html", "/kinh-te/"),
        (["/a-b-1234567.htm", "/c-1234999.htm"], r"-(?P<id>\d+)\.htm$", "/d-5.htm", "/d.htm"),
        (["/tin/4401-hoa-no.html", "/tin/4402-cau-moi.html"], r"/(?P<id>\d+)-[^/]*\.html$", "/tin/9-x.html", "/tin/"),
        (["/Tin/2245/hoa-no.aspx", "/Tin/2246/cau.aspx"], r"/(?P<id>\d+)/[^/]+$", "/Tin/1/x.aspx", "/Tin/"),
        (["/2024/05/hoa-no", "/2024/06/cau-moi"], r"^/[^/]+/[^/]+/[^/]+$", "/2025/01/x", "/2025"),
        (["/tin/20240501/a-x8812.html", "/tin/20240502/b-x8813.html"], r"-(?P<id>x\d+)\.html$", "/b-x1.html", "/tin/"),
    ],
)
def test_the_number_that_varies_is_the_id(urls: list[str], pattern: str, further: str, other: str) -> None:
    found = article_pattern([f"https://baosuoivang.vn{url}" for url in urls])
    assert found == (pattern, None)
    assert re.search(pattern, further)
    assert not re.search(pattern, other)


def test_an_id_in_the_query_is_named() -> None:
    urls = ["https://b.vn/xem.aspx?muc=1&mabb=222823", "https://b.vn/xem.aspx?muc=1&mabb=222901"]
    assert article_pattern(urls) == (r"^/xem\.aspx$", "mabb")


@pytest.mark.parametrize(
    "urls",
    [
        ["https://b.vn/hoa-no", "https://b.vn/cau-moi"],
        ["https://b.vn/hoa-no", "https://b.vn/muc/cau-moi.html"],
        ["https://b.vn/", "https://b.vn/"],
    ],
)
def test_no_pattern_is_better_than_one_that_fits_everything(urls: list[str]) -> None:
    assert article_pattern(urls) is None


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("https://www.baosuoivang.com.vn/x", "baosuoivang.com.vn", "suoivang"),
        ("http://m.suoi-vang.vn:8080/x", "suoi-vang.vn", "suoivang"),
        ("https://baocantho.org/x", "baocantho.org", "cantho2"),
        ("https://24gio.vn/", "24gio.vn", "p24gio"),
    ],
)
def test_a_newspaper_is_called_by_its_host(url: str, host: str, name: str) -> None:
    assert host_of(url) == host
    assert suggest_id(host) == name


@pytest.mark.parametrize("url", ["https://[::1]/x", "https://localhost/", "mailto:a@b.vn", "", None])
def test_what_has_no_host_of_a_newspaper_is_told(url: str | None) -> None:
    assert host_of(url) is None


@pytest.mark.parametrize(
    "word", ["css-1ab9x", "post-10417", "a1b2c3d4", "jsx-99", "active", "_3xKz9", "Zq8kP2w", "ảnh"]
)
def test_made_up_names_are_worth_nothing(word: str) -> None:
    assert weigh_name(word) is None


def test_what_it_is_is_cheaper_than_what_it_looks_like() -> None:
    weights = [weigh_name(word) for word in ("noi-dung-bai", "content", "col-md-8")]
    assert weights == sorted(weights, key=lambda weight: weight or 0.0)
    assert len(set(weights)) == 3
