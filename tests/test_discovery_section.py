"""Section and home pages: their articles, feeds and sections."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.discovery import read_feed, read_menu, read_section, read_sitemap
from newsarchive.exceptions import UnreadableInputError
from newsarchive.press import Newspaper, canonicalize_url, newspaper_for
from newsarchive.press.url import normalize_url, request_url, split_web
from suoivang import FOOT, HEADLINES, HOME, MENU, PAPER, UNKNOWN, listing, urls


def test_articles_in_page_order_by_the_registry() -> None:
    links = read_section(listing("/{slug}-a{n}.html"), f"{HOME}/thoi-su/", PAPER)
    assert urls(links, "article") == [f"/{slug}-a{4100 + n}.html" for n, (slug, _) in enumerate(HEADLINES)]
    assert links[0].title == HEADLINES[0][1]
    assert links[0].found_as == "link on a section page"


@pytest.mark.parametrize(
    "form",
    [
        "/{slug}-a{n}.html", "/{slug}-post{n}.html", "/thoi-su/{slug}-{n}.html", "/{slug}.bbg", "/thoi-su/{slug}/",
        "/thoi-su/202601/{slug}-{n}abc/", "/Thoi-su/{slug}/{n}.bcb", "/thoi-su/{slug}-2026010818{n}.htm",
    ],
)  # fmt: skip
def test_articles_by_what_recurs_where_the_registry_knows_no_pattern(form: str) -> None:
    links = read_section(listing(form), f"{HOME}/thoi-su/", UNKNOWN)
    wanted = [form.format(slug=slug, n=4100 + n) for n, (slug, _) in enumerate(HEADLINES)]
    assert urls(links, "article") == wanted


def test_a_page_of_menus_has_no_articles() -> None:
    page = f"<html><body>{MENU}{FOOT}</body></html>".encode()
    assert urls(read_section(page, f"{HOME}/", UNKNOWN), "article") == []


def test_relative_addresses_stand_against_the_base() -> None:
    page = listing("{slug}-a{n}.html", head='<base href="https://baosuoivang.vn/muc/">')
    assert urls(read_section(page, f"{HOME}/thoi-su/", PAPER), "article")[0].startswith("/muc/cau-ben-say")


def test_feeds_that_the_page_offers() -> None:
    head = """<link rel="alternate" type="application/rss+xml; charset=utf-8" title="Thời sự" href="/rss/thoi-su.rss">
    <link rel="alternate" hreflang="en" href="/en/"><link rel=stylesheet type="application/rss+xml" href="/x.rss">"""
    links = read_section(listing("/{slug}-a{n}.html", head=head), f"{HOME}/thoi-su/", PAPER)
    assert urls(links, "feed") == ["/rss/thoi-su.rss"]


def test_sections_of_a_home_page() -> None:
    page = listing("/{slug}-a{n}.html")
    wanted = ["/thoi-su/", "/kinh-te/", "/kinh-te/nong-nghiep/"]
    assert urls(read_menu(page, f"{HOME}/", PAPER)) == wanted
    assert urls(read_menu(page, f"{HOME}/", UNKNOWN)) == wanted


def test_a_page_too_big_to_be_one_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="elements"):
        read_section(b"<html><body>" + b"<b>x</b>" * 450_000, f"{HOME}/", PAPER)


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(
                ['<a href="', "/x-a1.html", '">', "<base href=//[>", "<url><loc>", "http://[", "&#0;", "</"]
            )
        ).map(lambda parts: "".join(parts).encode()),
    ),
    st.sampled_from([PAPER, UNKNOWN, None]),
)
def test_nothing_but_our_own_error_is_ever_raised(body: bytes, paper: Newspaper | None) -> None:
    for read in (read_section, read_menu, read_feed, read_sitemap):
        try:
            links = read(body, f"{HOME}/thoi-su/", paper)
        except UnreadableInputError:
            continue
        assert all(request_url(link.url) == link.url for link in links)


@given(st.from_regex(r"https?://[A-Za-z0-9.-]{1,20}/[A-Za-z%./~-]{0,9}([?][\w=&%]{0,5})?", fullmatch=True))
def test_the_short_way_to_a_normal_url_is_the_long_way(url: str) -> None:
    if split_web(url) is not None:
        assert normalize_url(url) == normalize_url(url + "#")


@pytest.mark.parametrize("known", [True, False], ids=["registry", "recurrence"])
def test_section_pages_of_real_papers(shared: Path, known: bool) -> None:
    """Every article link of 14 saved section pages, in page order; extra ones stand on the papers' own sub-domains."""
    found, right, wanted = 0, 0, 0
    for folder in sorted((shared / "corpus/dev/listings").iterdir()):
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        url = meta.get("url") or gold["base"]
        paper = newspaper_for(url)
        assert paper is not None
        links = read_section((folder / "page.html").read_bytes(), url, paper if known else replace(paper, patterns=()))
        got = [canonicalize_url(link.url, paper) for link in links if link.kind == "article"]
        want = list(dict.fromkeys(canonicalize_url(item["url"], paper) for item in gold["articles"]))
        assert [one for one in got if one in set(want)] == [one for one in want if one in set(got)], folder.name
        found, right, wanted = found + len(got), right + len(set(got) & set(want)), wanted + len(want)
    assert right / wanted >= 0.999
    assert right / found >= 0.96
