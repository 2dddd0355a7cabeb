"""Links of a fetched document, read as what its address was fetched for."""

from __future__ import annotations

import re
import time

from newsarchive.discovery import find_links
from newsarchive.press import ArticlePattern, Newspaper

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


def test_what_is_not_what_it_was_taken_for_has_no_links() -> None:
    assert find_links(b"\x89PNG", HERE, "feed", PAPER) == ()
    assert find_links(b"<html>", HERE, "sitemap", PAPER) == ()


def test_a_page_of_open_tags_stays_linear() -> None:
    started = time.process_time()
    find_links(b"<a " * 500_000, HERE, "article", PAPER)
    assert time.process_time() - started < 5
