"""Links of a fetched document, read as what its address was fetched for."""

from __future__ import annotations

import re

import pytest

from cpu_budget import bounded
from newsarchive.discovery import find_links
from newsarchive.exceptions import UnreadableInputError
from newsarchive.link import LinkKind
from newsarchive.press import ArticlePattern, Newspaper
from newsarchive.workers import Page, extract_page

PAPER = Newspaper(
    "suoiloc", "Báo Suối Lộc", host="suoiloc.example", hosts=("suoiloc.example",),
    patterns=(ArticlePattern(re.compile(r"-(?P<id>post\d+)\.html$")),),
)  # fmt: skip
HERE = "https://suoiloc.example/tin/mot-post1.html"
PAGE = b"""<a class="x" href="/tin/hai-post2.html?a=1&amp;b=2">hai</a> <A HREF='https://www.suoiloc.example/ba-post3.html'>
<a href="/tin/mot-post1.html">chinh no</a> <a href="bon-post4.html">can base</a> <a href="/thoi-su/">muc</a>
<a href="https://khac.example/nam-post5.html">bao khac</a> <a href=/sau-post6.html>khong ngoac</a>
<a href="/tin/hai-post2.html?a=1&amp;b=2">lai hai</a>"""


def test_an_article_leads_to_other_articles_of_its_newspaper_once_each() -> None:
    links = find_links(PAGE, HERE, "article", PAPER)
    assert [link.url.rpartition("/")[2].partition("?")[0] for link in links] == [
        "hai-post2.html",
        "ba-post3.html",
        "sau-post6.html",
    ]
    assert {(link.kind, link.found_as) for link in links} == {("article", "link in an article")}


def test_without_patterns_an_article_leads_nowhere() -> None:
    assert find_links(PAGE, HERE, "article", Newspaper("x", "X", host="suoiloc.example")) == ()


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"\x89PNG", "feed", "is no feed"),
        (b"<!DOCTYPE html><html>", "feed", "is no feed but a web page"),
        (b"<html>", "sitemap", "is a web page, no sitemap"),
        (b"<html>" + b"<b>x</b>" * 450_000, "section", "elements"),
    ],
)
def test_what_is_not_what_it_was_taken_for_says_why(body: bytes, kind: LinkKind, reason: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        find_links(body, HERE, kind, PAPER)


def test_the_worker_hands_the_reason_on_beside_the_page() -> None:
    page = Page(b"<html><body>404</body></html>", url=HERE, kind="other", expects="sitemap")
    assert extract_page(page).unread == "sitemap: is a web page, no sitemap"


def test_an_article_of_very_many_links_ends() -> None:
    body = "".join(f'<a href="/bai/{n}-post{n}.html">x</a>' for n in range(300_000)).encode()
    with bounded(5):
        assert len(find_links(body, HERE, "article", PAPER)) == 5_000


def test_a_page_of_open_tags_stays_linear() -> None:
    with bounded(5):
        find_links(b"<a " * 500_000, HERE, "article", PAPER)
