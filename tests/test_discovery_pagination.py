"""The next page of a section, as pages and the registry tell it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsarchive.discovery import read_section, tell_postback
from newsarchive.press import newspaper_for, newspapers
from suoivang import HOME, PAPER, urls

# ruff: noqa: E501  (pages in one line are easier to read than wrapped ones)


@pytest.mark.parametrize(
    ("here", "told", "following"),
    [
        ("/thoi-su/", '<a href="/thoi-su?p=2">2</a><a href="/thoi-su?p=9">Cuối</a>', "/thoi-su?p=2"),
        ("/thoi-su/?p=2", '<a href="/thoi-su/">1</a><a href="/thoi-su?p=4">4</a><a href="/thoi-su?p=3">3</a>', "/thoi-su?p=3"),
        ("/thoi-su.htm", '<a href="/thoi-su/trang-2.htm">Xem thêm</a>', "/thoi-su/trang-2.htm"),
        ("/thoi-su/trang-2.htm", '<a href="/thoi-su/trang-3.htm">3</a>', "/thoi-su/trang-3.htm"),
        ("/thoi-su", '<a href="/thoi-su-p2">2</a><a href="/thoi-su-p3">3</a>', "/thoi-su-p2"),
        ("/thoi-su", '<link rel="next" href="/thoi-su-page1">', "/thoi-su-page1"),
        ("/thoi-su", '<a href="/thoi-su/page/2/">2</a>', "/thoi-su/page/2/"),
        ("/thoi-su?muc=3", '<a href="/thoi-su?muc=4&page=2">2</a><a href="/thoi-su?muc=3&page=2">2</a>', "/thoi-su?muc=3&page=2"),
        ("/thoi-su", '<a href="/kinh-te?p=2">2</a><a href="/thoi-su/ban-sao-p2-cua-phim-a9.html">phim</a>', None),
        ("/thoi-su?p=5", '<a href="/thoi-su?p=4">4</a><a href="/thoi-su">1</a>', None),
        ("/thoi-su", '<a rel="next" href="https://baobensay.vn/p2">2</a><a rel="next" href="/thoi-su/">2</a>', None),
    ],
)  # fmt: skip
def test_the_next_page(here: str, told: str, following: str | None) -> None:
    page = f"<html><body>{told}</body></html>".encode()
    assert urls(read_section(page, HOME + here, PAPER), "page") == ([following] if following else [])


@pytest.mark.parametrize(
    ("told", "is_posted"),
    [
        ("""<a href="javascript:__doPostBack('ctl00$pager','2')">2</a>""", True),
        ("""<a href="javascript:__doPostBack(&#39;gv&#39;,&#39;Page$Next&#39;)"><span>tới</span></a>""", True),
        ("""<input type="button" onclick="__doPostBack('them','')">Xem thêm""", True),
        ("""<a href="javascript:__doPostBack('gui','')">Gửi ý kiến</a>""", False),
        ("".join(f"""<a href="javascript:__doPostBack('lich','{9000 + day}')">{day}</a>""" for day in range(1, 31)), False),
        ("""<a href="javascript:__doPostBack('p','2')">2</a><a href="/thoi-su?p=2">2</a>""", False),
    ],
)  # fmt: skip
def test_a_pager_that_only_a_form_turns_is_told(told: str, is_posted: bool) -> None:
    page = f"<html><body>{told}</body></html>".encode()
    assert (tell_postback(page, read_section(page, f"{HOME}/thoi-su", PAPER)) is not None) == is_posted


@pytest.mark.parametrize(
    ("shape", "here", "following"),
    [
        ("{section}?p={n}", "/thoi-su/", "/thoi-su/?p=2"),
        ("{section}?p={n}", "/thoi-su/?p=2", "/thoi-su/?p=3"),
        ("{section}?p={n}", "/thoi-su?p=7", "/thoi-su?p=8"),
        ("{section}?p={n}", "/tin.aspx?muc=3&p=7", "/tin.aspx?p=8&muc=3"),
        ("{stem}?p={n}", "/thoi-su/", "/thoi-su?p=2"),
        ("{stem}/trang-{n}{suffix}", "/thoi-su.htm", "/thoi-su/trang-2.htm"),
        ("{stem}/trang-{n}{suffix}", "/thoi-su/trang-2.htm", "/thoi-su/trang-3.htm"),
        ("{stem}/trang-{n}{suffix}", "/thoi-su/", "/thoi-su/trang-2/"),
        ("{stem}/trang-{n}{suffix}", "/thoi-su/trang-2/", "/thoi-su/trang-3/"),
        ("{stem}-p{n}", "/thoi-su/", "/thoi-su-p2"),
        ("{stem}-p{n}", "/thoi-su-p3", "/thoi-su-p4"),
        ("{section}?p={n}", "/", None),
    ],
)
def test_the_next_page_by_the_registry(shape: str, here: str, following: str | None) -> None:
    links = read_section(b"<html><body></body></html>", HOME + here, replace(PAPER, pagination=shape))
    assert urls(links, "page") == ([following] if following else [])


PRINTED = {
    "angiang": ("https://baoangiang.com.vn/phong-su-anh/?p=31", "https://baoangiang.com.vn/phong-su-anh/?p=32"),
    "cantho": ("https://baocantho.com.vn/thoi-su/", "https://baocantho.com.vn/thoi-su?p=2"),
    "dantri": ("https://dantri.com.vn/kinh-doanh.htm", "https://dantri.com.vn/kinh-doanh/trang-2.htm"),
    "vnexpress": ("https://vnexpress.net/kinh-doanh", "https://vnexpress.net/kinh-doanh-p2"),
}
"""Newspaper → a page of a section, and the address of the page behind it as the newspaper itself prints it."""


def test_every_pagination_of_the_registry_gives_the_address_that_the_paper_prints() -> None:
    known = {paper.id: paper for paper in newspapers() if paper.pagination}
    assert known.keys() == PRINTED.keys()
    for name, (here, following) in PRINTED.items():
        links = read_section(b"<html><body></body></html>", here, known[name])
        assert [link.url for link in links] == [following]
        again = read_section(b"<html><body></body></html>", following, known[name])
        assert [link.url for link in again] != [following]


def test_the_pages_kept_from_these_papers_print_what_the_registry_says(shared: Path) -> None:
    checked = 0
    for folder in sorted((shared / "corpus/dev/listings").iterdir()):
        url = json.loads((folder / "meta.json").read_text(encoding="utf-8")).get("url") or ""
        paper = newspaper_for(url)
        if paper is None or paper.pagination is None or urlsplit(url).path in {"", "/"}:
            continue
        (told,) = (link for link in read_section(b"<html></html>", url, paper) if link.kind == "page")
        page = (folder / "page.html").read_text(encoding="utf-8")
        assert re.search(rf'href="(?:{re.escape(told.url)}|{re.escape(urlsplit(told.url).path)})"', page), told.url
        checked += 1
    assert checked >= 3
