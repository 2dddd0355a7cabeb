"""Feeds, sitemaps and sections in a crawl: what cannot be read says why, and a run ends when nothing of it is due."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from command_line import run
from crawl_site import Asked, Site, answer, article, article_path, crawl, make_archive, robots, section, write_paper

_ROOT = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def _xml(text: str) -> bytes:
    return answer(text, "application/xml")


@pytest.mark.usefixtures("warm_crawls")
def test_why_tells_that_a_sitemap_or_feed_is_none(tmp_path: Path) -> None:
    def respond(asked: Asked) -> bytes:
        lists = {
            "/robots.txt": robots(),
            "/sitemap.xml": answer("<!DOCTYPE html><html><body>Không tìm thấy</body></html>"),
            "/sitemap-2.xml": _xml(f"{_ROOT}\n<<<"),
            "/rss": _xml("<rss><channel><item>" + "<x/>" * 300_000),
        }
        return lists.get(asked.target) or answer(section([]))

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        more = f'sitemaps: ["{site.url}/sitemap.xml", "{site.url}/sitemap-2.xml"]\nfeeds: ["{site.url}/rss"]\n'
        write_paper(archive, "suoiloc", site, more)
        done = crawl(archive, "suoiloc")
        assert done.returncode == 0, done.stderr
        told = {path: _why(archive, site.url + path) for path in ("/sitemap.xml", "/sitemap-2.xml", "/rss")}
        again = run("check", "suoiloc", "--archive", str(archive))
    assert "stored 200 sitemap: is a web page, no sitemap" in told["/sitemap.xml"]
    assert "stored 200 sitemap: is no XML at line 2 (StartTag" in told["/sitemap-2.xml"]
    assert "stored 200 feed: holds more than 200,000 tags" in told["/rss"]
    assert "is a web page, no sitemap" in again.stdout


def _why(archive: Path, url: str) -> str:
    return run("why", url, "--archive", str(archive)).stdout


def test_a_sitemap_that_says_it_changed_meanwhile_does_not_keep_the_run_waiting(tmp_path: Path) -> None:
    def respond(asked: Asked) -> bytes:
        if asked.target == "/robots.txt":
            return robots()
        now = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + 5))
        if asked.target in {"/index.xml", "/index-2.xml"}:
            time.sleep(1 if asked.target == "/index-2.xml" else 0)
            return _xml(f"<sitemapindex><sitemap><loc>/muc.xml</loc><lastmod>{now}</lastmod></sitemap></sitemapindex>")
        if asked.target == "/muc.xml":
            return _xml(f"{_ROOT}<url><loc>{article_path(1)}</loc><lastmod>{now}</lastmod></url></urlset>")
        return answer(article(1)) if asked.target.startswith("/bai/") else answer(section([]))

    with Site(respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        write_paper(archive, "suoiloc", site, f'sitemaps: ["{site.url}/muc.xml", "{site.url}/index-2.xml"]\n')
        done = crawl(archive, "suoiloc")
    assert done.returncode == 0, done.stderr
    assert site.paths().count("/muc.xml") == 1, "waited for, and asked for again"
