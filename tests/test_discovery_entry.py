"""Where a crawl begins."""

from __future__ import annotations

from dataclasses import replace

from newsarchive.discovery import entry_points, robots_sitemaps, usual_places
from suoivang import HOME, PAPER, urls


def test_entry_points() -> None:
    paper = replace(PAPER, feeds=(f"{HOME}/rss/home.rss",), sections=(f"{HOME}/thoi-su/",), sitemaps=(f"{HOME}/s.xml",))
    assert [(link.url.removeprefix(HOME), link.kind, link.found_as) for link in entry_points(paper)] == [
        ("/rss/home.rss", "feed", "press registry"),
        ("/s.xml", "sitemap", "press registry"),
        ("/thoi-su/", "section", "press registry"),
        ("/", "section", "home page"),
    ]
    assert {link.found_as for link in usual_places(paper, f"https://{paper.host}/")} == {"usual place"}


def test_sitemaps_of_robots_txt() -> None:
    told = ("/sitemap.xml", "https://baosuoivang.vn/s.xml", "https://cdn.example/s.xml", "khong phai")
    assert urls(robots_sitemaps(told, f"{HOME}/robots.txt", PAPER)) == ["/sitemap.xml", "/s.xml", "/khong%20phai"]
