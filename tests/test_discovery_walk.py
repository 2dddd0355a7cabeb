"""One crawl of a site whose articles are each named by another kind of list; and what `why` tells of every address."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from command_line import run
from crawl_site import Asked, Site, answer, article, article_path, crawl, make_archive, robots, section, write_paper

# ruff: noqa: E501  (pages in one line are easier to read than wrapped ones)

_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_STYLES = {
    "query": ("/thoi-su/", "/thoi-su/?p={n}", '<a href="/thoi-su/?p={n}">{n}</a>'),
    "query in words": ("/kinh-te", "/kinh-te?trang={n}", '<a href="/kinh-te?trang={n}">Trang {n}</a>'),
    "ending": ("/van-hoa.html", "/van-hoa/trang-{n}.html", '<a href="/van-hoa/trang-{n}.html">{n}</a>'),
    "hyphen": ("/the-thao", "/the-thao-p{n}", '<a class="next" href="/the-thao-p{n}">›</a>'),
    "folder": ("/xa-hoi/", "/xa-hoi/page/{n}/", '<a class="page-numbers" href="/xa-hoi/page/{n}/">{n}</a>'),
    "load more": ("/phap-luat/", "/phap-luat/?page={n}", '<div class="load-more"><a href="?page={n}">Xem thêm</a></div>'),
    "load more by script": (
        "/giao-duc/", "/giao-duc/trang-{n}", '<button class="btn-more" data-url="/giao-duc/trang-{n}">Tải thêm</button>',
    ),
}  # fmt: skip
"""Style → (section, address of page n, how a page leads to it)."""
_PAGES, _EACH = 3, 2


def _sitemap(numbers: Sequence[int]) -> str:
    return f"<urlset {_NAMESPACE}>{''.join(f'<url><loc>{article_path(n)}</loc></url>' for n in numbers)}</urlset>"


def _index(*paths: str) -> str:
    return f"<sitemapindex {_NAMESPACE}>{''.join(f'<sitemap><loc>{path}</loc></sitemap>' for path in paths)}</sitemapindex>"


def _lists() -> dict[str, bytes]:
    """Path → answer: an index of indexes, one of its sitemaps compressed; a feed that only a section's head names."""
    feed = "<item><title>Tin</title><link>{}</link></item>".format
    lists = {
        "/robots.txt": robots("User-agent: *\nCrawl-delay: 0\nDisallow: /bai/thong-xe-cau-so-70-\n\nSitemap: /chi-muc.xml\n"),
        "/chi-muc.xml": answer(_index("/chi-muc-2026.xml", "/chi-muc-hong.xml"), "application/xml"),
        "/chi-muc-2026.xml": answer(_index("/2026-03.xml.gz"), "application/xml"),
        "/2026-03.xml.gz": answer(gzip.compress(_sitemap([1, 2]).encode()), "application/x-gzip"),
        "/rss/xa-hoi.rss": answer(
            f"<rss version='2.0'><channel><title>Xã hội</title>{feed(article_path(3))}{feed(article_path(70))}"
            f"{feed(article_path(71))}</channel></rss>", "application/rss+xml",
        ),
    }  # fmt: skip
    for at, (first, following, link) in enumerate(_STYLES.values()):
        for page in range(1, _PAGES + 1):
            numbers = range(100 * (at + 1) + _EACH * page, 100 * (at + 1) + _EACH * (page + 1))
            more = link.format(n=page + 1) if page < _PAGES else ""
            head = (
                '<link rel="alternate" type="application/rss+xml" href="/rss/xa-hoi.rss">' if "xa-hoi" in first else ""
            )
            body = section(numbers).replace("</head>", f"{head}</head>").replace("</body>", f"{more}</body>")
            lists[first if page == 1 else following.format(n=page)] = answer(body)
    return lists


def _expected() -> set[int]:
    paged = {
        100 * (at + 1) + _EACH * page + n for at in range(len(_STYLES)) for page in range(1, _PAGES + 1) for n in (0, 1)
    }
    return {1, 2, 3} | paged


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Site]:
    lists = _lists()

    def respond(asked: Asked) -> bytes:
        if told := lists.get(asked.target):
            return told
        if asked.target == "/lam-viec.aspx":
            pager = "<a href=\"javascript:__doPostBack('ctl00$pager','2')\">2</a>"
            return answer(section([900]).replace("</body>", f"{pager}</body>"))
        number = int(asked.target.rpartition("post")[2].removesuffix(".html")) if "/bai/" in asked.target else 0
        if number in _expected() | {900}:
            return answer(article(number))
        return answer("<html><title>404</title></html>", status="404 Not Found")

    folder = tmp_path_factory.mktemp("walk") / "kho"
    with Site(respond).serving() as site:
        archive = make_archive(folder, suoiloc=site)
        write_paper(archive, "suoiloc", site)
        path = archive / "press" / "newspapers" / "suoiloc.yml"
        sections = [f"{site.url}{first}" for first, _, _ in _STYLES.values()] + [f"{site.url}/lam-viec.aspx"]
        entry = f'sections: ["{site.url}/thoi-su/"]'
        path.write_text(path.read_text().replace(entry, f"sections: {json.dumps(sections)}"), encoding="utf-8")
        done = crawl(archive, "suoiloc")
        assert done.returncode == 0, done.stderr
        yield archive, site


def _why(archive: Path, url: str) -> str:
    return run("why", url, "--archive", str(archive)).stdout


@pytest.mark.parametrize("style", _STYLES)
def test_a_section_is_followed_to_its_end(crawled: tuple[Path, Site], style: str) -> None:
    _, site = crawled
    at = list(_STYLES).index(style)
    wanted = {article_path(n) for n in sorted(_expected()) if n // 100 == at + 1}
    assert wanted - set(site.paths()) == set()


def test_sitemaps_and_feeds_are_found_where_only_the_site_names_them(crawled: tuple[Path, Site]) -> None:
    archive, site = crawled
    assert {article_path(n) for n in (1, 2, 3)} - set(site.paths()) == set()
    assert f"on {site.url}/2026-03.xml.gz" in _why(archive, site.url + article_path(1))
    assert f"on {site.url}/rss/xa-hoi.rss" in _why(archive, site.url + article_path(3))


def test_a_pager_that_only_a_form_can_turn_is_told(crawled: tuple[Path, Site]) -> None:
    archive, site = crawled
    told = _why(archive, f"{site.url}/lam-viec.aspx")
    assert "further pages come only by a form (post-back), which is not sent" in told
    assert "further pages" not in _why(archive, f"{site.url}/the-thao")


def test_why_has_an_answer_for_every_address_that_was_asked_or_named(crawled: tuple[Path, Site]) -> None:
    archive, site = crawled
    for url in [f"{site.url}{path}" for path in site.paths()]:
        told = _why(archive, url)
        assert "never seen" not in told, url
    assert "refused" in (told := _why(archive, site.url + article_path(70)))
    assert "robots.txt" in told
    assert "gone 404" in _why(archive, site.url + article_path(71))
    assert "gone 404" in _why(archive, f"{site.url}/chi-muc-hong.xml")
    assert "never seen" in _why(archive, site.url + article_path(72))
